"""The settings of one gateway, read once from a TOML file."""

import tomllib
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from vedette_gateway import names
from vedette_gateway.passwords import check_password_hash


def _check_time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError):
        raise ValueError("not a time zone; they look like Europe/Berlin") from None
    return value


def _check_loopback(value: str) -> str:
    if value != "localhost" and not ip_address(value).is_loopback:
        raise ValueError("has to be a loopback address: the status has no password")
    return value


def _check_user(value: str) -> str:
    if not value.isprintable() or value != value.strip() or not 1 <= len(value) <= 64:
        raise ValueError("has to be 1 to 64 printable characters")
    return value


Port = Annotated[int, Field(ge=0, le=65535)]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cloud(_Group):
    """Where clips go; credentials and endpoint come by the AWS SDK's own ways."""

    bucket: Annotated[str, Field(min_length=3, max_length=63)]
    region: Annotated[str, Field(min_length=1)]
    profile: str | None = None
    connections: Annotated[int, Field(ge=1, le=32)] = 4


class SpoolSettings(_Group):
    """Where clips wait; one file system, with hard links."""

    directory: Path
    min_free_bytes: Annotated[int, Field(ge=0)] = 500_000_000
    quiet_s: Annotated[float, Field(gt=0, le=3600)] = 30.0


class Tls(_Group):
    certificate: Path
    key: Path
    required: bool = True


class Ftp(_Group):
    """The door cameras come through; port 0 takes any free one."""

    host: str = str(IPv4Address(0))
    port: Port = 2121
    passive_ports: tuple[Port, Port] = (40000, 40199)
    masquerade_address: str | None = None
    max_connections: Annotated[int, Field(ge=1, le=4096)] = 512
    max_connections_per_address: Annotated[int, Field(ge=1, le=4096)] = 64
    idle_s: Annotated[int, Field(ge=5, le=3600)] = 300
    tls: Tls | None = None

    @model_validator(mode="after")
    def _check_range(self) -> "Ftp":
        first, last = self.passive_ports
        if not 0 < first <= last:
            raise ValueError("passive_ports has to be [first, last], first not above last")
        return self


class Status(_Group):
    host: Annotated[str, AfterValidator(_check_loopback)] = "127.0.0.1"
    port: Port = 8485


class Media(_Group):
    """The worker processes; limits are for one job of one worker."""

    workers: Annotated[int, Field(ge=1, le=16)] = 2
    thumb_width: Annotated[int, Field(ge=64, le=1920)] = 480
    job_s: Annotated[float, Field(gt=0)] = 300.0
    memory_bytes: Annotated[int, Field(ge=2**28)] = 2 * 2**30


class Camera(_Group):
    """One account of the FTP server."""

    name: Annotated[str, AfterValidator(names.check_camera)]
    user: Annotated[str, AfterValidator(_check_user)]
    password_hash: Annotated[str, AfterValidator(check_password_hash)]
    time_zone: Annotated[str, AfterValidator(_check_time_zone)] = "UTC"
    clock: Literal["trusted", "arrival"] = "arrival"


class Settings(_Group):
    site: Annotated[str, AfterValidator(names.check_site)]
    cloud: Cloud
    spool: SpoolSettings
    ftp: Ftp = Ftp()
    status: Status = Status()
    media: Media = Media()
    log: Literal["text", "json"] = "text"
    cameras: Annotated[tuple[Camera, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check_unique(self) -> "Settings":
        for what in ("name", "user"):
            values = [str(getattr(camera, what)) for camera in self.cameras]
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"two cameras have the same {what}: {', '.join(twice)}")
        return self


class BadSettings(Exception):
    """The file cannot be used; `problems` holds one line for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_settings(path: Path) -> Settings:
    """Relative paths in the file are relative to the file.

    Raises BadSettings with every problem at once.
    """
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
    except OSError as error:
        raise BadSettings([f"{path}: {error.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings([f"{path}: not TOML: {error}"]) from None
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems = [_describe(path, problem["loc"], problem["msg"]) for problem in error.errors()]
        raise BadSettings(problems) from None
    return _resolve(settings, path.resolve().parent)


def _resolve(settings: Settings, base: Path) -> Settings:
    spool = settings.spool.model_copy(update={"directory": base / settings.spool.directory})
    ftp = settings.ftp
    if ftp.tls is not None:
        files = {"certificate": base / ftp.tls.certificate, "key": base / ftp.tls.key}
        missing = [
            f"ftp.tls.{key}: no file {file}" for key, file in files.items() if not file.is_file()
        ]
        if missing:
            raise BadSettings(missing)
        ftp = ftp.model_copy(update={"tls": ftp.tls.model_copy(update=files)})
    return settings.model_copy(update={"spool": spool, "ftp": ftp})


def _describe(path: Path, place: tuple[int | str, ...], text: str) -> str:
    key = ""
    for part in place:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else part
    text = text.removeprefix("Value error, ")
    return f"{path}: {key}: {text}" if key else f"{path}: {text}"
