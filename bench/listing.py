"""Does a page of clips cost the same at any size of the catalogue?

The API function answers in this process; its table is moto's, with the index order of the laptop
cloud. Most of a page's milliseconds are moto writing its answer; they are the processor's, since
nothing waits, and other work on the machine is none of the list's. Read units follow DynamoDB's
rule for eventually consistent queries, half a unit for each 4 KB evaluated, since moto reports a
constant; rows of what a person has seen, or belongs to, are read as last written and cost double:
docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
"""

import json
import math
import os
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore import handlers as botocore_handlers
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from mypy_boto3_dynamodb import DynamoDBClient
from ulid import ULID

from bench.figures import percentile
from contract import names
from functions.clips import handler
from functions.clips.logic.catalogue import describe_clip, read_key
from functions.clips.rows import ObjectFacts
from functions.clips.store.items import encode_value
from local import dynamodb

SIZES = (1_000, 10_000, 100_000)
PAGES = 40
CAMERAS = ("porch", "garden", "garage", "drive")
REGION, ACCOUNT, TABLE = "eu-central-1", "123456789012", "clips"
SITES_TABLE = "sites"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
INDEXES = ("site", "site_kind", "camera", "camera_kind")


@dataclass(frozen=True)
class Listing:
    """Of one size, for the list of all clips, of which its reader has seen half: the processor's
    milliseconds a page and read units a page."""

    clips: int
    p50_ms: float
    p95_ms: float
    read_units: float


class Context(LambdaContext):
    """What the function asks of Lambda's context object."""

    def __init__(self) -> None:
        self._function_name = "clips-api"
        self._memory_limit_in_mb = 512
        self._invoked_function_arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:clips-api"
        self._aws_request_id = "bench"


def make_row(number: int, seed: random.Random) -> dict[str, Any]:
    """A clip's row as the ingest function writes it, both renditions merged."""
    moment = FIRST + timedelta(seconds=number * 90, milliseconds=seed.randrange(1000))
    recorded_at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    clip_id = str(ULID.from_datetime(moment))
    day = recorded_at[:10].split("-")
    row: dict[str, Any] = {"pk": names.format_clip_key(clip_id)}
    metadata = names.encode_clip(
        {
            "kind": "still" if number % 7 == 0 else "clip",
            "recorded_at": recorded_at,
            "received_at": recorded_at,
            "duration_ms": 20_000,
            "width": 1280,
            "height": 720,
            "video_codec": "h264",
            "audio_codec": "aac",
            "treatment": "copied into a fast-start MP4",
            "source_name": f"MDalarm_{moment:%Y%m%d_%H%M%S}.mkv",
        }
    )
    for rendition, extension, kind in (
        ("thumb", "jpg", "image/jpeg"),
        ("original", "mp4", "video/mp4"),
    ):
        key = names.format_object_key(
            "home", seed.choice(CAMERAS[:1]), day[0], day[1], day[2], clip_id, rendition, extension
        )
        facts = ObjectFacts(3_000_000, kind, int(moment.timestamp()), metadata)
        write = describe_clip(read_key(key), facts, 36_500)
        row |= write.identity | write.fields
    return {name: encode_value(value) for name, value in row.items()}


def size_of(value: dict[str, Any]) -> int:
    """Bytes of an attribute value, as DynamoDB counts them.

    docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    if "M" in value:
        parts: dict[str, dict[str, Any]] = value["M"]
        return 3 + sum(len(name) + 1 + size_of(each) for name, each in parts.items())
    if "N" in value:
        return math.ceil(len(value["N"]) / 2) + 1
    if "BS" in value:
        return 3 + sum(1 + len(each) for each in value["BS"])
    return len(str(value["S"]).encode())


def size_of_item(item: dict[str, Any]) -> int:
    """Bytes of an item, names included."""
    return sum(len(name) + size_of(value) for name, value in item.items())


class ReadUnits:
    """Adds up what the queries of one session evaluated."""

    def __init__(self) -> None:
        self.total = 0.0
        self._of_query = 0.5

    def count(self, parsed: dict[str, Any], **_: object) -> None:
        size = sum(map(size_of_item, parsed.get("Items", [])))
        self.total += max(1, math.ceil(size / 4096)) * self._of_query

    def ask(self, params: dict[str, Any], **_: object) -> None:
        # One site: queries follow one another.
        self._of_query = 1 if json.loads(params["body"]).get("ConsistentRead") else 0.5

    def count_keys(self, params: dict[str, Any], **_: object) -> None:
        # Read as last written: a whole unit each, also for what does not exist.
        asked: dict[str, Any] = json.loads(params["body"])["RequestItems"]
        self.total += sum(len(each["Keys"]) for each in asked.values())

    def count_more(self, parsed: dict[str, Any], **_: object) -> None:
        # Beyond the first 4 KB of each.
        for items in parsed.get("Responses", {}).values():
            self.total += sum(math.ceil(size_of_item(item) / 4096) - 1 for item in items)


def ask(cursor: str | None) -> dict[str, Any]:
    """The event of `GET /v1/clips?limit=50` for a member of the site home."""
    return call("GET", "/v1/clips", {"limit": "50", **({"cursor": cursor} if cursor else {})})


def call(method: str, path: str, query: dict[str, str], body: object = None) -> dict[str, Any]:
    """An event of the HTTP API."""
    claims = {"sub": "bench", "token_use": "access", "cognito:groups": "[site:home]"}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "body": None if body is None else json.dumps(body),
        "queryStringParameters": query,
        "requestContext": {
            "apiId": "bench",
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1"},
            "requestId": "bench",
            "stage": "$default",
            "authorizer": {"jwt": {"claims": claims, "scopes": None}},
        },
        "isBase64Encoded": False,
    }


def make_table(client: DynamoDBClient) -> Table:
    """An empty clips table; answers with moto's object, which takes rows faster than its API."""
    attributes = ["pk", "ordered", *(f"by_{index}" for index in INDEXES)]
    client.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in attributes],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": f"by_{index}", "KeyType": "HASH"},
                    {"AttributeName": "ordered", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for index in INDEXES
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return dynamodb_backends[ACCOUNT][REGION].tables[TABLE]


def make_sites_table(client: DynamoDBClient) -> None:
    """Asked on every call; the reader is the owner of home by the token alone."""
    client.create_table(
        TableName=SITES_TABLE,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )


def mark_seen(ids: list[str]) -> None:
    """Have the reader see every second clip, as who watches does."""
    seen = ids[::2]
    for first in range(0, len(seen), names.CLIPS_SEEN_PER_CALL_MAX):
        body = {"ids": seen[first : first + names.CLIPS_SEEN_PER_CALL_MAX], "seen": True}
        answer = handler.api(call("PUT", "/v1/seen", {}, body), Context())
        if answer["statusCode"] != 200:
            raise RuntimeError(f"the API answered {answer['statusCode']}")


def measure_pages(clips: int, units: ReadUnits) -> Listing:
    """Page through the newest clips; the pages' latencies and read units."""
    times: list[float] = []
    cursor: str | None = None
    handler.api(ask(None), Context())
    units.total = 0
    for _ in range(PAGES):
        began = time.process_time()
        answer = handler.api(ask(cursor), Context())
        times.append((time.process_time() - began) * 1000)
        if answer["statusCode"] != 200:
            raise RuntimeError(f"the API answered {answer['statusCode']}")
        cursor = json.loads(answer["body"])["cursor"]
    return Listing(clips, percentile(times, 0.5), percentile(times, 0.95), units.total / PAGES)


def run() -> list[Listing]:
    """One row a size of the catalogue."""
    seed, units = random.Random(1), ReadUnits()
    put_back = dynamodb.install()
    try:
        with mock_aws():
            boto3.setup_default_session(region_name=REGION)
            clients: Any = boto3
            key = clients.client("kms").create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")
            os.environ |= {
                "AWS_DEFAULT_REGION": REGION,
                "TABLE_NAME": TABLE,
                "MEDIA_URL": "https://media.example.com",
                "MEDIA_KEY_PAIR_ID": "K1",
                "MEDIA_SIGNING_KEY_ARN": key["KeyMetadata"]["Arn"],
                "RETENTION_DAYS": "36500",
                "SITES_TABLE_NAME": SITES_TABLE,
                "EXPORT_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/exports",
                "POWERTOOLS_LOG_LEVEL": "ERROR",
                "POWERTOOLS_METRICS_DISABLED": "true",
                "POWERTOOLS_TRACE_DISABLED": "true",
            }
            botocore_handlers.BUILTIN_HANDLERS += [
                ("before-call.dynamodb.Query", units.ask),
                ("after-call.dynamodb.Query", units.count),
                ("before-call.dynamodb.BatchGetItem", units.count_keys),
                ("after-call.dynamodb.BatchGetItem", units.count_more),
            ]
            table = make_table(clients.client("dynamodb"))
            make_sites_table(clients.client("dynamodb"))
            listings: list[Listing] = []
            ids: list[str] = []
            for clips in SIZES:
                for number in range(listings[-1].clips if listings else 0, clips):
                    row = make_row(number, seed)
                    ids.append(names.parse_clip_key(row["pk"]["S"]))
                    table.put_item(row)
                mark_seen(ids[-PAGES * 50 :])
                listings.append(measure_pages(clips, units))
            return listings
    finally:
        put_back()
