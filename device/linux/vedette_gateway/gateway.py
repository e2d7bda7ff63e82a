"""One gateway process: its parts put together by hand, started, and stopped."""

import signal
import time
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from types import FrameType

from ulid import ULID

from vedette_gateway.clips.clerk import CameraClock, Clerk
from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.intake import Intake
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.clips.receipts import LAYOUT
from vedette_gateway.clips.rendering import Rendering
from vedette_gateway.clips.report import report_cameras, report_clips, report_uploads
from vedette_gateway.clips.sweep import Sweep
from vedette_gateway.clips.upload import Uploads
from vedette_gateway.logs import Log
from vedette_gateway.ports.cloud import ClipStore
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.door import Door
from vedette_gateway.ports.ftp import FtpServer
from vedette_gateway.ports.status import StatusServer
from vedette_gateway.settings import Settings
from vedette_gateway.tasks import Bell, Tasks

_FREE_SPACE_CHECK_S = 1.0
_GOODBYE_S = 2.0


class Gateway:
    """Owns the spool and the ports from construction on.

    Raises Unavailable when the spool cannot be had, Rejected when the settings cannot work here,
    OSError when a port is taken.
    """

    def __init__(self, settings: Settings, log: Log) -> None:
        self._settings = settings
        self._log = log
        self._tasks = Tasks()
        self._started_at = datetime.now(UTC)
        self._room = (0.0, True)
        self._spool = Spool(settings.spool.directory)
        self._spool.open([camera.name for camera in settings.cameras])
        self._to_render, self._to_upload = Bell(), Bell()
        database = Database(self._spool.journal, LAYOUT)
        journal, self._ledger = Journal(database), Ledger(database)
        self._intake = Intake(self._spool, journal, self._to_render)
        self._rendering = Rendering(
            self._hire_clerk(),
            self._spool,
            journal,
            self._ledger,
            log,
            settings.spool.quiet_s,
            self._to_render,
            self._to_upload,
        )
        self._uploads = Uploads(
            ClipStore(settings.cloud),
            self._spool,
            journal,
            self._ledger,
            log,
            self._to_upload,
            self._to_render,
        )
        door = Door(self._spool, self._intake.put)
        self._sweep = Sweep(
            self._spool, self._ledger, self._intake, log, settings.spool.quiet_s, door.is_writing
        )
        self._workers = [MediaWorker(settings.media) for _ in range(settings.media.workers)]
        self._ftp = FtpServer(
            settings.ftp, settings.cameras, self._spool, door, self._has_room, log
        )
        self._status = StatusServer(settings.status.host, settings.status.port, self.report)

    def run(self) -> str | None:
        """Serve until SIGTERM or SIGINT (None), or until a part dies (which, and why)."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._take_signal)
        self._sweep.recover()
        self._start()
        self._log.info(
            "gateway started",
            site=self._settings.site,
            ftp_port=self._ftp.port,
            status_port=self._status.port,
            cameras=len(self._settings.cameras),
        )
        why = self._tasks.wait()
        self._stop()
        return why

    def _start(self) -> None:
        start, is_stopping = self._tasks.start, self._tasks.stopping.is_set
        for number, worker in enumerate(self._workers, 1):
            start(f"media-{number}", partial(self._rendering.run, worker, is_stopping))
        for number in range(1, self._settings.cloud.connections + 1):
            start(f"upload-{number}", partial(self._uploads.run, is_stopping))
        start("intake", partial(self._intake.run, is_stopping))
        start("sweep", partial(self._sweep.run, self._tasks.stopping.wait))
        start("status", partial(self._status.serve, is_stopping))
        start("ftp", partial(self._ftp.serve, is_stopping))

    def _stop(self) -> None:
        self._tasks.ask_to_stop()
        self._to_render.ring()
        self._to_upload.ring()
        for worker in self._workers:
            worker.close()
        busy = self._tasks.join(_GOODBYE_S)
        if busy:
            # Their work is in the journal up to the last finished step.
            self._log.warning("stopped in the middle of work", tasks=" ".join(busy))
        self._log.info("gateway stopped")

    def _take_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._tasks.ask_to_stop()

    def _hire_clerk(self) -> Clerk:
        clocks = {
            camera.name: CameraClock(camera.time_zone, camera.clock == "trusted")
            for camera in self._settings.cameras
        }
        return Clerk(self._settings.site, clocks, lambda: str(ULID()))

    def report(self) -> dict[str, object]:
        """The status, as JSON values."""
        ftp = self._settings.ftp
        free_bytes = self._spool.count_free_bytes()
        return {
            "site": self._settings.site,
            "version": version("vedette-gateway"),
            "started_at": format_time(self._started_at),
            "ftp": {"host": ftp.host, "port": self._ftp.port, "tls": ftp.tls is not None},
            "clips": report_clips(self._ledger),
            "cameras": report_cameras(
                self._ledger, [camera.name for camera in self._settings.cameras]
            ),
            "upload": report_uploads(self._uploads.report),
            "disk": {
                "free_bytes": free_bytes,
                "min_free_bytes": self._settings.spool.min_free_bytes,
                "accepts_uploads": free_bytes >= self._settings.spool.min_free_bytes,
            },
        }

    def _has_room(self) -> bool:
        checked_at, has_room = self._room
        if time.monotonic() - checked_at > _FREE_SPACE_CHECK_S:
            has_room = self._spool.count_free_bytes() >= self._settings.spool.min_free_bytes
            self._room = (time.monotonic(), has_room)
        return has_room
