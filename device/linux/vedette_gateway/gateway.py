"""One gateway process: its parts put together by hand, started, and stopped."""

import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.intake import Intake
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.rendering import CameraClock, Rendering
from vedette_gateway.clips.report import report_cameras, report_clips, report_uploads
from vedette_gateway.clips.sweep import Sweep
from vedette_gateway.clips.upload import Uploads
from vedette_gateway.logs import Log
from vedette_gateway.ports.cloud import ClipStore
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.ftp import FtpServer
from vedette_gateway.ports.jail import Door
from vedette_gateway.ports.status import StatusServer
from vedette_gateway.ports.workers import MediaWorker
from vedette_gateway.settings import Settings
from vedette_gateway.tasks import Tasks

_FREE_SPACE_CHECK_S = 1.0
_GOODBYE_S = 5.0


class Gateway:
    """Owns the spool from construction to `close`.

    Raises Unavailable when the spool cannot be had, OSError when a port is taken.
    """

    def __init__(self, settings: Settings, log: Log) -> None:
        self._settings = settings
        self._log = log
        self._tasks = Tasks()
        self._started_at = datetime.now(UTC)
        self._room = (0.0, True)
        cameras = [camera.name for camera in settings.cameras]
        self._spool = Spool(settings.spool.directory)
        self._spool.open(cameras)
        self._journal = Journal(self._spool.journal)
        self._rendering = Rendering(
            site=settings.site,
            clocks={
                camera.name: CameraClock(camera.time_zone, camera.clock == "trusted")
                for camera in settings.cameras
            },
            quiet_s=settings.spool.quiet_s,
            spool=self._spool,
            journal=self._journal,
            log=log,
            announce=lambda: self._uploads.bell.ring(),
        )
        self._uploads = Uploads(
            ClipStore(
                settings.cloud.bucket,
                settings.cloud.region,
                settings.cloud.profile,
                settings.cloud.connections,
            ),
            self._spool,
            self._journal,
            log,
            render_again=self._rendering.bell.ring,
        )
        self._intake = Intake(self._spool, self._journal, announce=self._rendering.bell.ring)
        self._door = Door(self._spool, self._intake.put)
        self._sweep = Sweep(
            self._spool,
            self._journal,
            self._intake,
            log,
            settings.spool.quiet_s,
            self._door.is_writing,
        )
        self._workers = [
            MediaWorker(
                settings.media.job_s, settings.media.memory_bytes, settings.media.thumb_width
            )
            for _ in range(settings.media.workers)
        ]
        self._ftp = FtpServer(
            settings.ftp, settings.cameras, self._spool, self._door, self._has_room, log
        )
        self._status = StatusServer(settings.status.host, settings.status.port, self.report)

    def run(self) -> str | None:
        """Serve until SIGTERM or SIGINT (None), or until a part dies (which, and why)."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._tasks.ask_to_stop())
        self._sweep.recover()
        is_stopping = self._tasks.stopping.is_set
        for number, worker in enumerate(self._workers, 1):
            self._tasks.start(f"media-{number}", _bind(self._rendering.run, worker, is_stopping))
        for number in range(1, self._settings.cloud.connections + 1):
            self._tasks.start(f"upload-{number}", lambda: self._uploads.run(is_stopping))
        self._tasks.start("intake", lambda: self._intake.run(is_stopping))
        self._tasks.start("sweep", lambda: self._sweep.run(self._tasks.stopping.wait))
        self._tasks.start("status", self._status.serve)
        self._tasks.start("ftp", lambda: self._ftp.serve(is_stopping))
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

    def report(self) -> dict[str, object]:
        """The status, as JSON values."""
        ftp = self._settings.ftp
        free_bytes = self._spool.count_free_bytes()
        return {
            "site": self._settings.site,
            "version": version("vedette-gateway"),
            "started_at": format_time(self._started_at),
            "ftp": {"host": ftp.host, "port": self._ftp.port, "tls": ftp.tls is not None},
            "clips": report_clips(self._journal),
            "cameras": report_cameras(
                self._journal, [camera.name for camera in self._settings.cameras]
            ),
            "upload": report_uploads(self._uploads.report),
            "disk": {
                "free_bytes": free_bytes,
                "min_free_bytes": self._settings.spool.min_free_bytes,
                "accepts_uploads": free_bytes >= self._settings.spool.min_free_bytes,
            },
        }

    def _stop(self) -> None:
        self._tasks.stopping.set()
        self._rendering.bell.ring()
        self._uploads.bell.ring()
        for worker in self._workers:
            worker.close()
        self._status.close()
        busy = self._tasks.join(_GOODBYE_S)
        if busy:
            # Their work is in the journal up to the last finished step.
            self._log.warning("stopped in the middle of", tasks=" ".join(busy))
        self._log.info("gateway stopped")

    def _has_room(self) -> bool:
        checked_at, has_room = self._room
        if time.monotonic() - checked_at > _FREE_SPACE_CHECK_S:
            has_room = self._spool.count_free_bytes() >= self._settings.spool.min_free_bytes
            self._room = (time.monotonic(), has_room)
        return has_room


def _bind(
    run: Callable[[MediaWorker, Callable[[], bool]], None],
    worker: MediaWorker,
    is_stopping: Callable[[], bool],
) -> Callable[[], None]:
    return lambda: run(worker, is_stopping)
