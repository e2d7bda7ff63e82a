"""One gateway process: its parts put together by hand, started, and stopped."""

import os
import secrets
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from types import FrameType

from ulid import ULID

from vedette_gateway.clips.clerk import Clerk
from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.cloud_check import CloudCheck, CloudComparison
from vedette_gateway.clips.confirmed import Confirmed
from vedette_gateway.clips.conversion import Conversion
from vedette_gateway.clips.intake import Intake
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.clips.pruning import Pruning
from vedette_gateway.clips.receipts import LAYOUTS
from vedette_gateway.clips.reconcile import HARMLESS, RECONCILE_EVERY_S, Comparison, Reconciliation
from vedette_gateway.clips.rendering import Rendering
from vedette_gateway.clips.report import report_cameras, report_clips, report_uploads
from vedette_gateway.clips.room import Room
from vedette_gateway.clips.sweep import Sweep
from vedette_gateway.clips.traffic import Traffic
from vedette_gateway.clips.transfers import Transfers
from vedette_gateway.clips.upload import Uploads
from vedette_gateway.errors import Rejected
from vedette_gateway.logs import Log
from vedette_gateway.operations import Operations
from vedette_gateway.ports.cloud import ClipStore
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.door import Door
from vedette_gateway.ports.ftp import FtpServer
from vedette_gateway.ports.status import StatusServer
from vedette_gateway.ports.systemd import Notifier
from vedette_gateway.ports.wire import Meter, Throttle
from vedette_gateway.profiles import NameReader
from vedette_gateway.reload import merge, read_clocks, read_policy
from vedette_gateway.settings import BadSettings, Settings
from vedette_gateway.tasks import Bell, Tasks
from vedette_gateway.ways.carrier import Carrier
from vedette_gateway.ways.entrances import Entrances

_GOODBYE_S = 2.0
_TICK_S = 1.0
# The FTP thread turns four times a second; a disk may hold it up for a while.
_STUCK_S = 60.0


class Gateway:
    """Owns the spool and the ports from construction on.

    Raises Unavailable when the spool cannot be had, Rejected when the settings cannot work here,
    OSError when a port is taken.
    """

    def __init__(
        self,
        settings: Settings,
        log: Log,
        notifier: Notifier,
        reread: Callable[[], Settings],
    ) -> None:
        self._settings = settings
        self._log = log
        self._notifier = notifier
        self._reread = reread
        self._is_reload_wanted = False
        self._tasks = Tasks(self._suffer)
        self._started_at = datetime.now(UTC)
        self._spool = Spool(settings.spool.directory)
        self._room = Room(self._spool, settings.spool, log)
        self._spool.open([camera.name for camera in settings.cameras])
        self._to_render, self._to_upload, self._to_convert = Bell(), Bell(), Bell()
        self._room.prepare()
        database = Database(self._spool.journal, LAYOUTS)
        journal, self._ledger = Journal(database), Ledger(database)
        self._intake = Intake(self._spool, journal, self._to_render)
        self._clerk = self._hire_clerk()
        self._rendering = Rendering(
            self._clerk,
            self._spool,
            self._room,
            journal,
            self._ledger,
            log,
            settings.spool.quiet_s,
            settings.media,
            self._to_render,
            self._to_upload,
            self._to_convert,
        )
        self._conversion = Conversion(
            self._clerk,
            self._spool,
            self._room,
            journal,
            self._ledger,
            log,
            settings.media,
            self._rendering.is_busy,
            self._to_convert,
            self._to_upload,
        )
        meter, self._throttle = Meter(), Throttle(settings.upload.bytes_per_s)
        store = ClipStore(settings.cloud, meter, self._throttle)
        self._uploads = Uploads(
            store,
            Transfers(database),
            self._room,
            journal,
            self._ledger,
            log,
            settings.upload,
            read_policy(settings),
            self._to_upload,
            self._to_render,
        )
        self._traffic = Traffic(
            database,
            meter,
            settings.time_zone,
            self._uploads.is_sending,
            self._uploads.link.is_failing,
        )
        door = Door(self._spool, self._intake.put, self._room.has_spare)
        self._sweep = Sweep(
            self._spool,
            self._ledger,
            self._intake,
            self._room,
            log,
            settings.spool.quiet_s,
            door.is_writing,
        )
        carrier = Carrier(self._spool, journal, self._ledger, self._to_render, self._room.has_room)
        self._reconciliation = Reconciliation(
            database, self._ledger, self._spool, self._sweep, settings.spool.quiet_s
        )
        self._cloud_check = CloudCheck(
            Confirmed(database), lambda: store, carrier.send_again, settings.cloud.compare_every_s
        )
        self._entrances = Entrances(
            settings.ways,
            settings.spool.quiet_s,
            lambda: {camera.name for camera in self._settings.cameras},
            database,
            carrier,
            log,
        )
        self._pruning = Pruning(database, self._spool, settings.spool, self._entrances.forget)
        self._workers = [MediaWorker(settings.media) for _ in range(settings.media.workers)]
        self._converter = MediaWorker(settings.media, is_patient=True)
        self._ftp = FtpServer(
            settings.ftp, settings.cameras, self._spool, door, self._room.has_room, log
        )
        operations = Operations(
            self._ledger, carrier, self._reconciliation, self._cloud_check
        ).table()
        self._token = secrets.token_urlsafe(24)
        self._status = StatusServer(
            settings.status.host, settings.status.port, self.report, operations, self._token
        )

    def run(self) -> str | None:
        """Serve until SIGTERM or SIGINT (None), or until a part dies (which, and why)."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._take_signal)
        signal.signal(signal.SIGHUP, self._ask_to_reload)
        self._entrances.recover()
        self._sweep.recover()
        self._start()
        self._log.info(
            "gateway started",
            site=self._settings.site,
            ftp_port=self._ftp.port,
            status_port=self._status.port,
            cameras=len(self._settings.cameras),
        )
        self._spool.announce(
            {
                "pid": os.getpid(),
                "ftp_port": self._ftp.port,
                "status_port": self._status.port,
                "token": self._token,
            }
        )
        self._notifier.say("READY=1", f"STATUS=Serving {len(self._settings.cameras)} cameras.")
        while not self._tasks.wait(_TICK_S):
            self._tick()
        self._notifier.say("STOPPING=1")
        self._stop()
        return self._tasks.failure

    def _start(self) -> None:
        start, is_stopping = self._tasks.start, self._tasks.stopping.is_set
        for number, worker in enumerate(self._workers, 1):
            start(f"media-{number}", partial(self._rendering.run, worker, is_stopping))
        start("conversion", partial(self._conversion.run, self._converter, is_stopping))
        for number in range(1, self._settings.cloud.connections + 1):
            start(f"upload-{number}", partial(self._uploads.run, is_stopping))
        start("intake", partial(self._intake.run, is_stopping))
        start("traffic", partial(self._traffic.run, self._tasks.stopping.wait))
        start("pruning", partial(self._pruning.run, self._tasks.stopping.wait))
        start("sweep", partial(self._sweep.run, self._tasks.stopping.wait))
        start(
            "reconcile",
            partial(
                self._reconciliation.run,
                RECONCILE_EVERY_S,
                self._tasks.stopping.wait,
                self._say_reconciled,
            ),
        )
        start(
            "cloud-check",
            partial(self._cloud_check.run, self._tasks.stopping.wait, self._say_compared),
        )
        start("status", partial(self._status.serve, is_stopping))
        self._entrances.start(start, self._tasks.stopping)
        start("ftp", partial(self._ftp.serve, is_stopping))

    def _stop(self) -> None:
        self._tasks.ask_to_stop()
        self._to_render.ring()
        self._to_upload.ring()
        self._to_convert.ring()
        for worker in (*self._workers, self._converter):
            worker.close()
        busy = self._tasks.join(_GOODBYE_S)
        if busy:
            # Their work is in the journal up to the last finished step.
            self._log.warning("stopped in the middle of work", tasks=" ".join(busy))
        self._log.info("gateway stopped")

    def _take_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._tasks.ask_to_stop()

    def _ask_to_reload(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._is_reload_wanted = True

    def _tick(self) -> None:
        if self._is_reload_wanted:
            self._is_reload_wanted = False
            self._notifier.say("RELOADING=1")
            self._reload()
            self._notifier.say("READY=1", f"STATUS=Serving {len(self._settings.cameras)} cameras.")
        if self._ftp.count_idle_s() < _STUCK_S:
            self._notifier.say("WATCHDOG=1")

    def _reload(self) -> None:
        """Take over what can be taken over; with settings that are wrong, nothing changes."""
        try:
            settings, waiting = merge(self._settings, self._reread())
            self._spool.make_jails([camera.name for camera in settings.cameras])
            self._ftp.apply(settings.ftp, settings.cameras)
        except (BadSettings, Rejected, OSError) as error:
            self._log.error("settings refused, the old ones stay", why=str(error))
            return
        self._settings = settings
        self._room.follow(settings.spool)
        self._pruning.follow(settings.spool)
        self._throttle.limit(settings.upload.bytes_per_s)
        self._uploads.follow(read_policy(settings))
        self._clerk.learn(read_clocks(settings), NameReader(settings.profiles))
        self._log.info("settings read again", cameras=len(settings.cameras))
        if waiting:
            self._log.warning("settings wait for a restart", keys=" ".join(waiting))

    def _say_reconciled(self, comparison: Comparison) -> None:
        kinds: dict[str, int] = comparison.found
        if comparison.is_well():
            self._log.info("disk and journal agree", files=comparison.files, **kinds)
        else:
            self._log.error("disk and journal do not agree", files=comparison.files, **kinds)

    def _say_compared(self, comparison: CloudComparison) -> None:
        facts: dict[str, int] = {"clips": comparison.clips, "objects": comparison.objects}
        facts |= comparison.found
        if not comparison.found.keys() <= HARMLESS:
            self._log.error("cloud and journal do not agree", **facts)
        elif comparison.why_not is None:
            self._log.info("cloud and journal agree", **facts)
        if comparison.why_not is not None:
            self._log.warning("cloud not compared", why=comparison.why_not, **facts)

    def _hire_clerk(self) -> Clerk:
        reader = NameReader(self._settings.profiles)
        clocks = read_clocks(self._settings)
        return Clerk(self._settings.site, clocks, reader, lambda: str(ULID()))

    def report(self) -> dict[str, object]:
        """The status, as JSON values."""
        ftp = self._settings.ftp
        return {
            "site": self._settings.site,
            "version": version("vedette-gateway"),
            "started_at": format_time(self._started_at),
            "ftp": {"host": ftp.host, "port": self._ftp.port, "tls": ftp.tls is not None},
            "clips": report_clips(self._ledger),
            "cameras": report_cameras(
                self._ledger, [camera.name for camera in self._settings.cameras]
            ),
            "media": self._conversion.report(),
            "upload": report_uploads(self._uploads, self._ledger, self._traffic),
            "disk": self._room.report(),
            "reconciled": self._reconciliation.report(),
            "bucket": self._cloud_check.report(),
            "entrances": self._entrances.report(),
        }

    def _suffer(self, task: str, why: str) -> None:
        self._room.suffer(task, why)
