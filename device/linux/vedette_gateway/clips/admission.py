"""Which files become clips: decided from what is in them, never from a name or a reply code."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["clip", "still"]


@dataclass(frozen=True)
class Contents:
    """What a media file was found to hold.

    `missing_bytes` is how much of it has not come: 0 for a whole file, None when the format does
    not say. `extension` and `content_type` follow from the format, not from the name.
    """

    kind: Kind
    extension: str
    content_type: str
    video_codec: str
    pixel_format: str | None
    width: int
    height: int
    audio_codec: str | None
    missing_bytes: int | None


@dataclass(frozen=True)
class Unreadable:
    """Nothing that could be opened as media."""

    why: str


@dataclass(frozen=True)
class Admit:
    contents: Contents


@dataclass(frozen=True)
class Hold:
    """Look again when the file has not changed for the quiet period."""

    seconds: float
    why: str


@dataclass(frozen=True)
class SetAside:
    why: str


def decide(
    found: Contents | Unreadable, size_bytes: int, unchanged_s: float, quiet_s: float
) -> Admit | Hold | SetAside:
    """A file that is not provably whole gets the quiet period to become so."""
    if size_bytes == 0:
        return SetAside("empty: no bytes came")
    is_quiet = unchanged_s >= quiet_s
    if isinstance(found, Contents):
        if found.missing_bytes == 0:
            return Admit(found)
        if found.missing_bytes is None:
            if is_quiet:
                return Admit(found)
            return Hold(quiet_s - unchanged_s, "the format does not say whether it is whole")
        why = f"incomplete: {found.missing_bytes} bytes are missing"
    else:
        why = f"unreadable: {found.why}"
    return SetAside(why) if is_quiet else Hold(quiet_s - unchanged_s, why)
