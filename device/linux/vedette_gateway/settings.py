"""The settings of one gateway, read once from a TOML file."""

import tomllib
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from vedette_gateway import names
from vedette_gateway.clips.policy import parse_window
from vedette_gateway.passwords import check_password_hash
from vedette_gateway.profiles import CAMERA_ZONE, GENERIC, NameReader, Profile, check_zone
from vedette_gateway.ways.settings import Frigate, Vsftpd, Watch, Ways


def _check_time_zone(value: str) -> str:
    if value == CAMERA_ZONE:
        raise ValueError("not a time zone; they look like Europe/Berlin")
    return check_zone(value)


def _check_label(value: str) -> str:
    if not value.isprintable() or not 1 <= len(value) <= 100:
        raise ValueError("has to be 1 to 100 printable characters")
    return value


def _check_loopback(value: str) -> str:
    if value != "localhost" and not ip_address(value).is_loopback:
        raise ValueError("has to be a loopback address: the status has no password")
    return value


def _check_window(value: str) -> str:
    parse_window(value)
    return value


def _check_user(value: str) -> str:
    if not value.isprintable() or value != value.strip() or not 1 <= len(value) <= 64:
        raise ValueError("has to be 1 to 64 printable characters")
    return value


EncoderName = Literal["h264_nvenc", "h264_qsv", "h264_vaapi", "h264_amf", "h264_v4l2m2m", "libx264"]
# In the order in which they are tried; every build of libav lists some that no driver is there for.
ENCODERS: tuple[EncoderName, ...] = get_args(EncoderName)
SOFTWARE_ENCODER: EncoderName = "libx264"

Port = Annotated[int, Field(ge=0, le=65535)]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cloud(_Group):
    """Where clips go; credentials and endpoint come by the AWS SDK's own ways."""

    bucket: Annotated[str, Field(min_length=3, max_length=63)]
    region: Annotated[str, Field(min_length=1)]
    profile: str | None = None
    connections: Annotated[int, Field(ge=1, le=32)] = 4
    answer_s: Annotated[float, Field(gt=0, le=600)] = 60.0
    compare_every_s: Annotated[float, Field(ge=1, le=7 * 86_400)] = 86_400.0


class Upload(_Group):
    """How clips go; sizes that S3 allows for parts of an upload."""

    bytes_per_s: Annotated[int, Field(ge=16_384)] | None = None
    originals_at: tuple[Annotated[str, AfterValidator(_check_window)], ...] = ()
    metered: bool = False
    multipart_bytes: Annotated[int, Field(ge=5 * 2**20, le=5 * 2**30)] = 16 * 2**20
    part_bytes: Annotated[int, Field(ge=5 * 2**20, le=5 * 2**30)] = 8 * 2**20


class SpoolSettings(_Group):
    """Where clips wait; one file system, with hard links."""

    directory: Path
    min_free_bytes: Annotated[int, Field(ge=0)] = 500_000_000
    keep_confirmed: bool = False
    keep_free_bytes: Annotated[int, Field(ge=0)] = 2_000_000_000
    quiet_s: Annotated[float, Field(gt=0, le=3600)] = 30.0
    remember_days: Annotated[int, Field(ge=1)] = 400
    remember_clips: Annotated[int, Field(ge=1)] = 200_000


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
    max_connections_per_camera: Annotated[int, Field(ge=1, le=4096)] = 8
    idle_s: Annotated[int, Field(ge=5, le=3600)] = 300
    stalled_s: Annotated[int, Field(ge=1, le=3600)] = 60
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
    job_cpu_s: Annotated[int, Field(ge=1)] = 300
    memory_bytes: Annotated[int, Field(ge=2**28)] = 2 * 2**30
    sd: bool = True
    preview: bool = True
    encoder: Literal["auto"] | EncoderName = "auto"
    encoding_s: Annotated[float, Field(gt=0)] = 7200.0
    encoding_cpu_s: Annotated[int, Field(ge=1)] = 3600


class Camera(_Group):
    """One camera; without `user` and `password_hash` it has no account of the FTP server.

    `name` is the camera in the cloud, in the journal and on disk, and never changes; `user` and
    `label` may. A trusted clock is believed up to `believed_days` before arrival.
    """

    name: Annotated[str, AfterValidator(names.check_camera)]
    user: Annotated[str, AfterValidator(_check_user)] | None = None
    password_hash: Annotated[str, AfterValidator(check_password_hash)] | None = None
    label: Annotated[str, AfterValidator(_check_label)] | None = None
    time_zone: Annotated[str, AfterValidator(_check_time_zone)] = "UTC"
    clock: Literal["trusted", "arrival"] = "arrival"
    believed_days: Annotated[float, Field(gt=0, le=3660)] = 7.0
    profile: str = GENERIC

    @model_validator(mode="after")
    def _check_account(self) -> "Camera":
        if (self.user is None) != (self.password_hash is None):
            raise ValueError("user and password_hash go together")
        return self


class Settings(_Group):
    site: Annotated[str, AfterValidator(names.check_site)]
    cloud: Cloud
    time_zone: Annotated[str, AfterValidator(_check_time_zone)] = "UTC"
    upload: Upload = Upload()
    spool: SpoolSettings
    ftp: Ftp = Ftp()
    status: Status = Status()
    media: Media = Media()
    log: Literal["text", "json"] = "text"
    cameras: Annotated[tuple[Camera, ...], Field(min_length=1)]
    profiles: tuple[Profile, ...] = ()
    watch: tuple[Watch, ...] = ()
    vsftpd: Vsftpd | None = None
    frigate: Frigate | None = None

    @property
    def ways(self) -> Ways:
        """The ways in beside the FTP server."""
        return Ways(watch=self.watch, vsftpd=self.vsftpd, frigate=self.frigate)

    @model_validator(mode="after")
    def _check_ways(self) -> "Settings":
        unknown = self.ways.list_cameras() - {camera.name for camera in self.cameras}
        if unknown:
            raise ValueError(f"there is no camera {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def _check_unique(self) -> "Settings":
        for what in ("name", "user"):
            found = [getattr(camera, what) for camera in self.cameras]
            values = [str(value) for value in found if value is not None]
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"two cameras have the same {what}: {', '.join(twice)}")
        known = NameReader(self.profiles).names
        for camera in self.cameras:
            if camera.profile not in known:
                text = f"camera {camera.name} has profile {camera.profile!r}; there are: "
                raise ValueError(text + ", ".join(known))
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
    ways = settings.ways.locate(base)
    overlaps = ways.list_overlaps(spool.directory)
    if overlaps:
        raise BadSettings(overlaps)
    return settings.model_copy(update={"spool": spool, "ftp": ftp, **dict(ways)})


def _describe(path: Path, place: tuple[int | str, ...], text: str) -> str:
    key = ""
    for part in place:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else part
    text = text.removeprefix("Value error, ")
    return f"{path}: {key}: {text}" if key else f"{path}: {text}"
