"""What cameras call their files: profiles as data, and what a name says of time.

A pattern is not a regular expression: it is made into ones that take time linear in the name,
whatever a person writes and whatever a camera sends.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

CAMERA_ZONE = "camera"
GENERIC = "generic"

_PART_MAX = 255
_PARTS_MAX = 8
_YEAR, _MONTH, _DAY = r"(?P<year>20\d\d)", r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>[0-2]\d|3[01])"
_HOUR, _MINUTE = r"(?P<hour>[01]\d|2[0-3])", r"(?P<minute>[0-5]\d)"
_SECOND = r"(?P<second>[0-5]\d)"
_TOKENS = {
    "date": f"{_YEAR}[-_.]?{_MONTH}[-_.]?{_DAY}",
    "time": f"{_HOUR}[-_.:]?{_MINUTE}[-_.:]?{_SECOND}",
    "year": _YEAR,
    "yy": r"(?P<yy>\d\d)",
    "month": _MONTH,
    "day": _DAY,
    "hour": _HOUR,
    "minute": _MINUTE,
    "second": _SECOND,
    "ms": r"(?P<ms>\d{3})",
    "epoch": r"(?P<epoch>\d{9,10})",
    "epoch_ms": r"(?P<epoch_ms>\d{12,13})",
}
_PIECES = re.compile(r"\{([a-z_]+)\}|([*?])|([^{}*?]+)|(.)")
_NEEDED = ({"epoch"}, {"epoch_ms"})
_CALENDAR = {"month", "day", "hour", "minute"}


def check_zone(value: str) -> str:
    """A time zone's name, or "camera". Raises ValueError for anything else."""
    try:
        if value != CAMERA_ZONE:
            ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("not a time zone; they look like Europe/Berlin") from None
    return value


def compile_path(path: str) -> list[re.Pattern[str]]:
    """One expression for each part of the path. Raises ValueError for a pattern that is none."""
    parts = path.split("/")
    if not all(parts) or len(parts) > _PARTS_MAX:
        raise ValueError(f"has to be 1 to {_PARTS_MAX} parts with / between them")
    compiled = [_compile_part(part) for part in parts]
    tokens = [token for each in compiled for token in each.groupindex]
    if len(tokens) != len(set(tokens)):
        raise ValueError("says a date or time twice")
    known = set(tokens)
    has_date = known >= _CALENDAR and known & {"year", "yy"}
    if not has_date and not any(needed <= known for needed in _NEEDED):
        raise ValueError("has no {date} with {time} (or their parts), {epoch} or {epoch_ms}")
    return compiled


def _compile_part(part: str) -> re.Pattern[str]:
    # Between two stars the first place that fits is as good as any later one: no way back
    # (atomic), so the time is linear. Only what stands behind the last star is tied to the end.
    chunks = [""]
    before = "*"
    for token, wild, text, stray in _PIECES.findall(part):
        if stray or (token and token not in _TOKENS):
            raise ValueError(f"does not know {{{token}}}" if token else f"has a stray {stray}")
        if before == "{" and wild:
            chunks[-1] += r"(?!\d)"
        if wild == "*":
            chunks.append("")
        elif token:
            chunks[-1] += (r"(?<!\d)" if before in "*?" else "") + _TOKENS[token]
        else:
            chunks[-1] += "[^/]" if wild else re.escape(text)
        before = wild or ("{" if token else "a")
    first, *others = chunks
    body = first + "".join(f"(?>.*?{chunk})" for chunk in others[:-1])
    if others:
        body += f".*{others[-1]}"
    try:
        return re.compile(f"{body}\\Z", re.IGNORECASE | re.DOTALL | re.ASCII)
    except re.error:
        raise ValueError("says a date or time twice") from None


def _check_path(value: str) -> str:
    compile_path(value)
    return value


class PathPattern(BaseModel):
    """One way in which a camera names its files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Annotated[str, AfterValidator(_check_path)]
    zone: Annotated[str, AfterValidator(check_zone)] = CAMERA_ZONE
    kind: Literal["clip", "still"] | None = None
    example: str | None = None


class Profile(BaseModel):
    """What one make of camera names its files; the first path that fits counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    paths: Annotated[tuple[PathPattern, ...], Field(min_length=1)]


def read_built_in() -> list[Profile]:
    """The profiles that come with the gateway."""
    text = files("vedette_gateway").joinpath("profiles.toml").read_text("utf-8")
    return TypeAdapter(list[Profile]).validate_python(tomllib.loads(text)["profiles"])


@dataclass(frozen=True)
class NameTime:
    """What a name says: `local` without a zone, in `zone`; `kind` is what to expect."""

    profile: str
    path: str
    local: datetime
    zone: str
    kind: Literal["clip", "still"] | None


class NameReader:
    """Own profiles come before the built-in ones, and replace those of the same name."""

    def __init__(self, own: Sequence[Profile] = ()) -> None:
        names = {profile.name for profile in own}
        built_in = [profile for profile in read_built_in() if profile.name not in names]
        self._profiles = {
            profile.name: [(compile_path(each.path), each) for each in profile.paths]
            for profile in (*own, *built_in)
        }

    @property
    def names(self) -> list[str]:
        return sorted(self._profiles)

    def read(self, source_path: str, profile: str, camera_zone: str) -> NameTime | None:
        """None when no path of the profile fits, or the date that does is none (30 February)."""
        parts = source_path.split("/")
        for name in self._list_tried(profile):
            for compiled, pattern in self._profiles[name]:
                values = _match(compiled, parts)
                local = None if values is None else _read_time(values)
                if values is not None and local is not None:
                    is_epoch = "epoch" in values or "epoch_ms" in values
                    zone = camera_zone if pattern.zone == CAMERA_ZONE else pattern.zone
                    zone = "UTC" if is_epoch else zone
                    return NameTime(name, pattern.path, local, zone, pattern.kind)
        return None

    def _list_tried(self, profile: str) -> list[str]:
        if profile != GENERIC:
            return [profile]
        return [*(name for name in self._profiles if name != GENERIC), GENERIC]


def _match(compiled: list[re.Pattern[str]], parts: list[str]) -> dict[str, str] | None:
    last = parts[-len(compiled) :]
    if len(last) < len(compiled) or any(len(part) > _PART_MAX for part in last):
        return None
    values: dict[str, str] = {}
    for pattern, part in zip(compiled, last, strict=True):
        found = pattern.match(part)
        if found is None:
            return None
        values |= found.groupdict()
    return values


def _read_time(values: dict[str, str]) -> datetime | None:
    number = {name: int(value) for name, value in values.items()}
    if "epoch" in number or "epoch_ms" in number:
        seconds = number["epoch"] if "epoch" in number else number["epoch_ms"] / 1000
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    try:
        return datetime(
            number["year"] if "year" in number else 2000 + number["yy"],
            number["month"],
            number["day"],
            number["hour"],
            number["minute"],
            number.get("second", 0),
            number.get("ms", 0) * 1000,
            tzinfo=UTC,
        ).replace(tzinfo=None)
    except ValueError:
        return None
