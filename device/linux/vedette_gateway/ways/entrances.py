"""The ways in beside FTP, as the settings want them, put together."""

import threading
from collections.abc import Callable, Collection
from functools import partial

from vedette_gateway.logs import Log
from vedette_gateway.ports.database import Database
from vedette_gateway.ways.carrier import Carrier
from vedette_gateway.ways.finds import Finds
from vedette_gateway.ways.folder import Folder
from vedette_gateway.ways.frigate import FrigateWay
from vedette_gateway.ways.positions import Positions
from vedette_gateway.ways.settings import Watch, Ways
from vedette_gateway.ways.vsftpd import VsftpdLog
from vedette_gateway.ways.watch import Watcher


class Entrances:
    """`cameras` are the names of the cameras there are now."""

    def __init__(
        self,
        settings: Ways,
        quiet_s: float,
        cameras: Callable[[], Collection[str]],
        database: Database,
        carrier: Carrier,
        log: Log,
    ) -> None:
        self._carrier = carrier
        self._finds = Finds(database)
        positions = Positions(database)

        def open_folder(watched: Watch) -> Folder:
            return Folder(watched, cameras, quiet_s, carrier, self._finds, log)

        self._watched = [open_folder(each) for each in settings.watch]
        self._watchers = [Watcher(folder, log) for folder in self._watched]
        self._logged: list[Folder] = []
        self._vsftpd: VsftpdLog | None = None
        if settings.vsftpd is not None:
            self._logged = [open_folder(each) for each in settings.vsftpd.directories]
            self._vsftpd = VsftpdLog(settings.vsftpd, self._logged, positions, log)

        self._frigate = None
        if settings.frigate is not None:
            self._frigate = FrigateWay(settings.frigate, cameras, database, carrier, log)

    def recover(self) -> None:
        """Before anything else runs: what the last process left on its way."""
        self._carrier.settle()

    def forget(self) -> None:
        """From time to time: what was taken so long ago that it does not come again."""
        self._finds.forget()
        if self._frigate is not None:
            self._frigate.forget()

    def start(
        self, start: Callable[[str, Callable[[], None]], None], stopping: threading.Event
    ) -> None:
        """Start each with `start`, which takes a thread's name and what it runs."""
        for number, watcher in enumerate(self._watchers, 1):
            start(f"watch-{number}", partial(watcher.run, stopping))
        if self._vsftpd is not None:
            start("vsftpd", partial(self._vsftpd.run, stopping))
        if self._frigate is not None:
            self._frigate.start(start, stopping)

    def report(self) -> dict[str, object]:
        return {
            "watch": [_report(folder) for folder in self._watched],
            "vsftpd": [_report(folder) for folder in self._logged],
            "frigate": None if self._frigate is None else self._frigate.report(),
        }


def _report(folder: Folder) -> dict[str, object]:
    return {
        "directory": str(folder.root),
        "is_there": folder.is_there(),
        "waiting": folder.count_waiting(),
        "taken": folder.report.taken,
        "folders_without_camera": folder.count_strays(),
        "last_error": folder.report.last_error,
    }
