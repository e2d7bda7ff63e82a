"""The spool without a gateway: for commands that have to work while none runs."""

import sys

from vedette_gateway.clips.cloud_check import CloudCheck
from vedette_gateway.clips.confirmed import Confirmed
from vedette_gateway.clips.intake import Intake
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import LAYOUTS
from vedette_gateway.clips.reconcile import Reconciliation
from vedette_gateway.clips.room import Room
from vedette_gateway.clips.sweep import Sweep
from vedette_gateway.logs import Log
from vedette_gateway.operations import Operations
from vedette_gateway.ports.cloud import ClipStore
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.wire import Meter, Throttle
from vedette_gateway.settings import Settings
from vedette_gateway.tasks import Bell
from vedette_gateway.ways.carrier import Carrier


def open_offline(settings: Settings) -> Operations:
    """Take the spool as a gateway does, for as long as this process lives.

    Raises Unavailable when another process has it.
    """
    spool = Spool(settings.spool.directory)
    spool.open([camera.name for camera in settings.cameras])
    log, bell = Log(sys.stderr, settings.log), Bell()
    database = Database(spool.journal, LAYOUTS)
    journal, ledger = Journal(database), Ledger(database)
    room = Room(spool, settings.spool, log)
    carrier = Carrier(spool, journal, ledger, bell, room.has_room)
    carrier.settle()
    quiet_s = settings.spool.quiet_s
    intake = Intake(spool, journal, bell)
    sweep = Sweep(spool, ledger, intake, room, log, quiet_s, _is_nobody_writing)
    reconciliation = Reconciliation(database, ledger, spool, sweep, quiet_s)
    cloud_check = CloudCheck(
        Confirmed(database),
        lambda: ClipStore(settings.cloud, Meter(), Throttle(None)),
        carrier.send_again,
        settings.cloud.compare_every_s,
    )
    return Operations(ledger, carrier, reconciliation, cloud_check)


def _is_nobody_writing(receipt: str) -> bool:
    del receipt
    return False
