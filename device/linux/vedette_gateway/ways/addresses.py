"""Which camera a file in a watched directory belongs to."""

from collections.abc import Callable, Collection
from pathlib import PurePosixPath

from vedette_gateway.logs import Log
from vedette_gateway.ways.carrier import Parcel
from vedette_gateway.ways.settings import Watch

_STRAYS_MAX = 100


class Addresses:
    """`strays` are first folders that belong to no camera, the first hundred of them."""

    def __init__(self, settings: Watch, cameras: Callable[[], Collection[str]], log: Log) -> None:
        self.strays: set[str] = set()
        self._settings = settings
        self._cameras = cameras
        self._log = log

    def find(self, path: PurePosixPath) -> Parcel | None:
        """None for a file of no camera, which is said once for its first folder."""
        settings = self._settings
        if settings.camera is not None:
            return Parcel(settings.camera, path.name, str(path))
        first = path.parts[0]
        camera = settings.folders.get(first, first.lower())
        if len(path.parts) > 1 and camera in self._cameras():
            return Parcel(camera, path.name, str(PurePosixPath(*path.parts[1:])))
        if first not in self.strays and len(self.strays) < _STRAYS_MAX:
            self.strays.add(first)
            where = str(settings.directory)
            self._log.warning("files of no camera", directory=where, folder=repr(first))
        return None
