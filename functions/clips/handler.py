"""The Lambda entry points of clips, and the composition of each.

Each composes on its first call and imports only then: ingest would else wait for the API's web
framework at every cold start.
"""

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

Handler = Callable[[dict[str, Any], LambdaContext], Mapping[str, Any]]


def api(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Answer a call of the HTTP API (payload format 2.0)."""
    return build_api()(event, context)


def ingest(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Catalogue the objects that a batch of queue messages tells of."""
    return build_ingest()(event, context)


def export(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Make the export that a queue message names."""
    return build_export()(event, context)


def keep(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """See to the objects of starred and deleted clips that a batch of queue messages tells of."""
    return build_keeper()(event, context)


@cache
def build_api() -> Handler:
    """Compose the API function; raises SettingsError."""
    from functions.aws import open_session
    from functions.clips.access import MediaAccess
    from functions.clips.keeping_routes import KeepingRoutes
    from functions.clips.keepsakes import Keepsakes
    from functions.clips.routes import ClipRoutes
    from functions.clips.seen import Seen
    from functions.clips.seen_routes import SeenRoutes
    from functions.clips.sharing import Sharing
    from functions.clips.statistics_routes import StatisticsRoutes
    from functions.clips.store.chores import ChoreQueue
    from functions.clips.store.export_files import ExportQueue
    from functions.clips.store.kept_rows import KeptRows
    from functions.clips.store.media import MediaSigner
    from functions.clips.store.seen import SeenTable
    from functions.clips.store.table import ClipTable
    from functions.clips.store.tallies import TallyTable
    from functions.clips.tallies import Tallies
    from functions.edge.callers import Callers
    from functions.edge.http import HttpEdge, open_resolver
    from functions.edge.memberships import Memberships
    from functions.edge.telemetry import open_telemetry
    from functions.settings import ApiSettings

    settings = ApiSettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("clips")
    dynamodb, name = session.client("dynamodb"), settings.table_name
    table = ClipTable(dynamodb, name)
    seen = Seen(SeenTable(dynamodb, name), settings.retention_days)
    now_s = _read_clock
    callers = Callers(Memberships(dynamodb, settings.sites_table_name), now_s)
    signer = MediaSigner(session.client("kms"), settings.media_signing_key_arn)
    access = MediaAccess(signer, settings.media_url, settings.media_key_pair_id)
    sharing = Sharing(dynamodb, name, lambda: time.time_ns() // 1_000_000, os.urandom)
    app = open_resolver()
    ClipRoutes(app, callers, table, access, seen, sharing.open_log(), now_s)
    SeenRoutes(app, callers, table, seen, now_s)
    chores = ChoreQueue(session.client("sqs"), settings.chore_queue_url)
    rows, log = KeptRows(dynamodb, name), sharing.open_log()
    keepsakes = Keepsakes(table, rows, chores, log, lambda: datetime.now(UTC))
    KeepingRoutes(app, callers, keepsakes, access)
    tallies = Tallies(TallyTable(dynamodb, name))
    StatisticsRoutes(app, callers, tallies, seen, settings.retention_days, now_s)
    queue = ExportQueue(session.client("sqs"), settings.export_queue_url)
    sharing.add_routes(app, callers, table, access, queue)
    return telemetry.watch(HttpEdge(app, telemetry))


@cache
def build_ingest() -> Handler:
    """Compose the ingest function; raises SettingsError."""
    from functions.aws import open_session
    from functions.clips.announcer import Announcer
    from functions.clips.intake import Intake
    from functions.clips.store.arrivals import Arrivals
    from functions.clips.store.kept_rows import KeptRows
    from functions.clips.store.media import MediaBucket
    from functions.clips.store.table import ClipTable
    from functions.clips.store.tallies import TallyTable
    from functions.dead_letters import DeadLetters
    from functions.edge.queue import QueueEdge
    from functions.edge.telemetry import open_telemetry
    from functions.settings import IngestSettings

    settings = IngestSettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("clips")
    dynamodb = session.client("dynamodb")
    intake = Intake(
        MediaBucket(session.client("s3"), settings.media_bucket),
        ClipTable(dynamodb, settings.table_name),
        TallyTable(dynamodb, settings.table_name),
        KeptRows(dynamodb, settings.table_name),
        settings.media_bucket,
        settings.retention_days,
        lambda: datetime.now(UTC),
    )
    sqs = session.client("sqs")
    announcer = Announcer(intake.catalogue, Arrivals(sqs, settings.arrivals_queue_url))
    dead_letters = DeadLetters(sqs, settings.dead_letter_queue_url)
    return telemetry.watch(QueueEdge(announcer.take, dead_letters.park, telemetry))


@cache
def build_export() -> Handler:
    """Compose the export function; raises SettingsError."""
    from functions.aws import open_session
    from functions.clips.export_worker import ExportWorker
    from functions.clips.store.export_files import ExportBucket, ExportSigner, ExportSource
    from functions.clips.store.exports import ExportTable
    from functions.dead_letters import DeadLetters
    from functions.edge.queue import QueueEdge
    from functions.edge.telemetry import open_telemetry
    from functions.settings import ExportSettings

    settings = ExportSettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("clips")
    s3 = session.client("s3")
    worker = ExportWorker(
        ExportTable(session.client("dynamodb"), settings.table_name),
        ExportSource(s3, settings.media_bucket),
        ExportBucket(s3, settings.media_bucket),
        ExportSigner(session.client("kms"), settings.export_signing_key_arn),
        lambda: time.time_ns() // 1_000_000,
    )
    dead_letters = DeadLetters(session.client("sqs"), settings.dead_letter_queue_url)
    return telemetry.watch(QueueEdge(worker.work, dead_letters.park, telemetry))


def _read_clock() -> int:
    return int(time.time())


@cache
def build_keeper() -> Handler:
    """Compose the keeper function; raises SettingsError."""
    from functions.aws import open_session
    from functions.clips.keeper import Keeper
    from functions.clips.store.chores import ChoreQueue
    from functions.clips.store.kept_objects import KeptObjects
    from functions.clips.store.kept_rows import KeptRows
    from functions.clips.store.table import ClipTable
    from functions.dead_letters import DeadLetters
    from functions.edge.queue import QueueEdge
    from functions.edge.telemetry import open_telemetry
    from functions.settings import KeeperSettings

    settings = KeeperSettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("clips")
    keeper = Keeper(
        ClipTable(session.client("dynamodb"), settings.table_name),
        KeptRows(session.client("dynamodb"), settings.table_name),
        KeptObjects(session.client("s3"), settings.media_bucket),
        ChoreQueue(session.client("sqs"), settings.chore_queue_url),
        lambda: datetime.now(UTC),
    )
    dead_letters = DeadLetters(session.client("sqs"), settings.dead_letter_queue_url)
    return telemetry.watch(QueueEdge(keeper.work, dead_letters.park, telemetry))
