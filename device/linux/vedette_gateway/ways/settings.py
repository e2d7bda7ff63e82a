"""Settings of the ways in beside the gateway's own FTP server."""

from pathlib import Path
from typing import Annotated, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from vedette_gateway import names

CameraName = Annotated[str, AfterValidator(names.check_camera)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Port = Annotated[int, Field(ge=1, le=65535)]


def _check_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ValueError("has to look like http://frigate.local:5000")
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a password: use user and password_file")
    return value.rstrip("/")


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Group = TypeVar("Group", bound=_Group)


class Watch(_Group):
    """A directory that another program fills: all of one camera, or a folder for each.

    `folders` maps names of first folders to cameras; others have to be called like their camera.
    """

    directory: Path
    camera: CameraName | None = None
    folders: dict[str, CameraName] = {}
    delete_source: bool = False
    ignore: tuple[str, ...] = (".*.swp", ".DS_Store", "Thumbs.db", "desktop.ini", ".nfs*")
    scan_s: Seconds = 60.0

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if self.camera is not None and self.folders:
            raise ValueError("camera and folders exclude each other")
        return self


class VsftpdDirectory(Watch):
    """A directory that vsftpd fills; `users` are the accounts for which its log calls it /."""

    users: Annotated[tuple[str, ...], Field(min_length=1)]


class Vsftpd(_Group):
    log: Path = Path("/var/log/vsftpd.log")
    directories: Annotated[tuple[VsftpdDirectory, ...], Field(min_length=1)]


class Mqtt(_Group):
    """The broker that Frigate publishes to."""

    host: Annotated[str, Field(min_length=1)]
    port: Port = 1883
    topic: Annotated[str, Field(pattern=r"^[^#+]+$")] = "frigate/events"
    user: str | None = None
    password_file: Path | None = None
    tls: bool = False
    ca_file: Path | None = None


class Frigate(_Group):
    """A Frigate server; without `cameras` its cameras have to be called like ours."""

    url: Annotated[str, AfterValidator(_check_url)]
    user: str | None = None
    password_file: Path | None = None
    token_file: Path | None = None
    ca_file: Path | None = None
    mqtt: Mqtt | None = None
    cameras: dict[str, CameraName] = {}
    labels: tuple[str, ...] = ()
    snapshots: bool = True
    exports: bool = True
    poll_s: Seconds = 60.0
    settle_s: Annotated[float, Field(ge=0, le=3600)] = 20.0
    catch_up_hours: Annotated[float, Field(ge=0, le=8760)] = 24.0
    give_up_hours: Annotated[float, Field(gt=0, le=8760)] = 48.0

    @model_validator(mode="after")
    def _check_login(self) -> Self:
        if self.user is not None and self.token_file is not None:
            raise ValueError("user and token_file exclude each other")
        if (self.user is None) != (self.password_file is None):
            raise ValueError("user and password_file go together")
        return self


class Ways(_Group):
    """What the settings of a gateway say of them."""

    watch: tuple[Watch, ...] = ()
    vsftpd: Vsftpd | None = None
    frigate: Frigate | None = None

    def list_watched(self) -> list[Watch]:
        return [*self.watch, *(self.vsftpd.directories if self.vsftpd else ())]

    def list_overlaps(self, spool: Path) -> list[str]:
        """Directories that lie in each other or in the spool: their files would come twice."""
        named = [spool, *(each.directory for each in self.list_watched())]
        roots = [directory.resolve() for directory in named]
        pairs = [(root, other) for at, root in enumerate(roots) for other in roots[at + 1 :]]
        return [
            f"directories lie in each other: {root}, {other}"
            for root, other in pairs
            if root.is_relative_to(other) or other.is_relative_to(root)
        ]

    def list_cameras(self) -> set[str]:
        """The cameras they name."""
        watched = self.list_watched()
        named = {each.camera for each in watched if each.camera is not None}
        named |= {camera for each in watched for camera in each.folders.values()}
        return named | set(self.frigate.cameras.values() if self.frigate else ())

    def locate(self, base: Path) -> "Ways":
        """The same with relative paths made relative to `base`."""
        vsftpd, frigate = self.vsftpd, self.frigate
        if vsftpd is not None:
            directories = tuple(_locate(each, base, "directory") for each in vsftpd.directories)
            vsftpd = _locate(vsftpd, base, "log").model_copy(update={"directories": directories})
        if frigate is not None:
            frigate = _locate(frigate, base, "password_file", "token_file", "ca_file")
            if frigate.mqtt is not None:
                mqtt = _locate(frigate.mqtt, base, "password_file", "ca_file")
                frigate = frigate.model_copy(update={"mqtt": mqtt})
        watch = tuple(_locate(each, base, "directory") for each in self.watch)
        return Ways(watch=watch, vsftpd=vsftpd, frigate=frigate)


def _locate(group: Group, base: Path, *paths: str) -> Group:
    found = {name: getattr(group, name) for name in paths}
    return group.model_copy(update={name: base / path for name, path in found.items() if path})
