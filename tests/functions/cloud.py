"""AWS as moto makes it, with what the functions need, and the events that AWS would send them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.utilities.typing import LambdaContext
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from mypy_boto3_dynamodb import DynamoDBClient
from mypy_boto3_kms import KMSClient
from mypy_boto3_s3 import S3Client
from mypy_boto3_sqs import SQSClient

from contract import names
from functions.aws import open_session
from functions.sites.logic.places import place_member
from functions.sites.rows import Row
from functions.sites.store.items import encode_row

REGION = "eu-central-1"
INDEXES = ("site", "site_kind", "camera", "camera_kind", "starred", "deleted", "chore")
ORDERS = {"deleted": "deleted_order", "chore": "due_at"}
MEDIA_URL = "https://d111111abcdef8.cloudfront.net"
KEY_PAIR_ID = "K2JCJMDEHXQW5F"
CLIP_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSW"
RECORDED_AT = "2026-11-21T04:26:14.123Z"
RECEIVED_AT = "2026-11-21T04:26:20.000Z"
TYPES = {"mp4": "video/mp4", "jpg": "image/jpeg"}


class Context(LambdaContext):
    """Lambda's, as far as anybody reads it."""

    _function_name = "clips-test"
    _memory_limit_in_mb = 512
    _invoked_function_arn = f"arn:aws:lambda:{REGION}:123456789012:function:clips-test"
    _aws_request_id = "b1f2c3d4-lambda"


@dataclass
class Cloud:
    """One empty account."""

    table: str = "vedette-clips"
    sites_table: str = "vedette-sites"
    bucket: str = "vedette-media"
    queue_url: str = ""
    export_queue_url: str = ""
    arrivals_url: str = ""
    chore_queue_url: str = ""
    key_arn: str = ""
    export_key_arn: str = ""
    dynamodb: DynamoDBClient = field(init=False)
    s3: S3Client = field(init=False)
    sqs: SQSClient = field(init=False)
    kms: KMSClient = field(init=False)
    people: CognitoIdentityProviderClient = field(init=False)
    pool_id: str = field(init=False)

    def __post_init__(self) -> None:
        session = open_session(REGION)
        self.dynamodb = session.client("dynamodb")
        self.s3 = session.client("s3")
        self.sqs = session.client("sqs")
        self.kms = session.client("kms")
        self.people = session.client("cognito-idp")
        pool = self.people.create_user_pool(PoolName="people", UsernameAttributes=["email"])
        self.pool_id = pool["UserPool"].get("Id", "")
        for site in ("home", "barn"):
            self.people.create_group(
                UserPoolId=self.pool_id, GroupName=names.format_site_group(site)
            )
        key = self.kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")
        self.key_arn = key["KeyMetadata"].get("Arn", "")
        key = self.kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")
        self.export_key_arn = key["KeyMetadata"].get("Arn", "")
        self.empty()

    def empty(self) -> None:
        """Begin again with the same names; only the key stays, which takes long to make."""
        self._create_bucket()
        self._create_table()
        self._create_sites_table()
        self._empty_pool()
        for url in self.sqs.list_queues().get("QueueUrls", []):
            self.sqs.delete_queue(QueueUrl=url)
        self.export_queue_url = self.sqs.create_queue(QueueName="vedette-clips-export")["QueueUrl"]
        self.queue_url = self.sqs.create_queue(QueueName="vedette-clips-dead")["QueueUrl"]
        self.arrivals_url = self.sqs.create_queue(QueueName="vedette-arrivals")["QueueUrl"]
        chores = self.sqs.create_queue(QueueName="vedette-clips-keeping")
        self.chore_queue_url = chores["QueueUrl"]

    def _create_bucket(self) -> None:
        if self.bucket in [each.get("Name") for each in self.s3.list_buckets()["Buckets"]]:
            self.s3.delete_bucket_policy(Bucket=self.bucket)
            listed = self.s3.list_object_versions(Bucket=self.bucket)
            for each in listed.get("Versions", []):
                key, version = each.get("Key", ""), each.get("VersionId", "")
                self.s3.put_object_legal_hold(
                    Bucket=self.bucket, Key=key, VersionId=version, LegalHold={"Status": "OFF"}
                )
            for each in (*listed.get("Versions", []), *listed.get("DeleteMarkers", [])):
                key, version = each.get("Key", ""), each.get("VersionId", "")
                self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=version)
            return
        self.s3.create_bucket(
            Bucket=self.bucket,
            CreateBucketConfiguration={"LocationConstraint": REGION},
            ObjectLockEnabledForBucket=True,
        )

    def _create_table(self) -> None:
        if self.table in self.dynamodb.list_tables()["TableNames"]:
            self.dynamodb.delete_table(TableName=self.table)
        keys = ("pk", "ordered", *(f"by_{index}" for index in INDEXES), *ORDERS.values())
        self.dynamodb.create_table(
            TableName=self.table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": index,
                    "KeySchema": [
                        {"AttributeName": f"by_{index}", "KeyType": "HASH"},
                        {"AttributeName": ORDERS.get(index, "ordered"), "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
                for index in INDEXES
            ],
        )

    def _empty_pool(self) -> None:
        for user in self.people.list_users(UserPoolId=self.pool_id)["Users"]:
            self.people.admin_delete_user(
                UserPoolId=self.pool_id, Username=user.get("Username", "")
            )

    def appoint(self, email: str, *sites: str) -> dict[str, Any]:
        """An owner by the platform team; returns the claims of the person."""
        made = self.people.admin_create_user(
            UserPoolId=self.pool_id, Username=email, MessageAction="SUPPRESS"
        )
        person = made["User"].get("Username", "")
        for site in sites:
            self.people.admin_add_user_to_group(
                UserPoolId=self.pool_id, Username=person, GroupName=names.format_site_group(site)
            )
        return claims_of(*sites) | {"sub": person}

    def _create_sites_table(self) -> None:
        if self.sites_table in self.dynamodb.list_tables()["TableNames"]:
            self.dynamodb.delete_table(TableName=self.sites_table)
        self.dynamodb.create_table(
            TableName=self.sites_table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"},
            ],
        )

    def add_member(
        self,
        person: str,
        site: str,
        role: str = "viewer",
        *,
        cameras: Sequence[str] | None = None,
        ends_s: int | None = None,
    ) -> dict[str, Any]:
        """A membership as the sites table has it; returns the claims of the person."""
        row: Row = {"site": site, "person": person, "role": role, "state": "active", "version": 1}
        row |= {"email": f"{person}@example.org", "invited_by": "5f1c", "invited_s": 1}
        if cameras is not None:
            row["cameras"] = frozenset(cameras)
        if ends_s is not None:
            row["ends_s"] = ends_s
        for place in place_member(site, person):
            self.dynamodb.put_item(TableName=self.sites_table, Item=encode_row(place, row))
        return claims_of() | {"sub": person}

    def environment(self) -> dict[str, str]:
        """What infra gives the functions, together."""
        return {
            "TABLE_NAME": self.table,
            "SITES_TABLE_NAME": self.sites_table,
            "USER_POOL_ID": self.pool_id,
            "WEB_URL": "https://vedette.example",
            "MEDIA_BUCKET": self.bucket,
            "MEDIA_URL": MEDIA_URL,
            "MEDIA_KEY_PAIR_ID": KEY_PAIR_ID,
            "MEDIA_SIGNING_KEY_ARN": self.key_arn,
            "RETENTION_DAYS": "30",
            "DEAD_LETTER_QUEUE_URL": self.queue_url,
            "EXPORT_QUEUE_URL": self.export_queue_url,
            "EXPORT_SIGNING_KEY_ARN": self.export_key_arn,
            "ARRIVALS_QUEUE_URL": self.arrivals_url,
            "CHORE_QUEUE_URL": self.chore_queue_url,
        }

    def put(self, key: str, **metadata: str | int) -> str:
        """Store an object of five bytes as a gateway does; returns its key."""
        fields: dict[str, str | int] = {
            "kind": "clip",
            "recorded_at": RECORDED_AT,
            "received_at": RECEIVED_AT,
            **metadata,
        }
        self.s3.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=b"media",
            ContentType=TYPES.get(key.rpartition(".")[2], "application/octet-stream"),
            Metadata={name.replace("_", "-"): str(value) for name, value in fields.items()},
            Tagging="retention=standard",
        )
        return key

    def chores(self) -> list[str]:
        """Take the messages that wait for the keeper."""
        answer = self.sqs.receive_message(QueueUrl=self.chore_queue_url, MaxNumberOfMessages=10)
        messages = answer.get("Messages", [])
        for message in messages:
            self.sqs.delete_message(
                QueueUrl=self.chore_queue_url, ReceiptHandle=message.get("ReceiptHandle", "")
            )
        return [message.get("Body", "") for message in messages]

    def row(self, pk: str) -> dict[str, Any] | None:
        """A row as DynamoDB has it."""
        answer = self.dynamodb.get_item(
            TableName=self.table, Key={"pk": {"S": pk}}, ConsistentRead=True
        )
        return dict(answer["Item"]) if "Item" in answer else None

    def announced(self) -> list[dict[str, str]]:
        """What ingest has told of new clips since the last question."""
        answer = self.sqs.receive_message(QueueUrl=self.arrivals_url, MaxNumberOfMessages=10)
        return [json.loads(message.get("Body", "")) for message in answer.get("Messages", [])]

    def parked(self) -> list[tuple[str, dict[str, str]]]:
        """Body and attributes of every message in the dead letter queue."""
        found: list[tuple[str, dict[str, str]]] = []
        while True:
            answer = self.sqs.receive_message(
                QueueUrl=self.queue_url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
            )
            messages = answer.get("Messages", [])
            if not messages:
                return found
            for message in messages:
                attributes = message.get("MessageAttributes", {})
                texts = {name: each.get("StringValue", "") for name, each in attributes.items()}
                found.append((message.get("Body", ""), texts))


def key_of(
    rendition: str = "original.mp4",
    clip_id: str = CLIP_ID,
    site: str = "home",
    camera: str = "porch",
    date: str = RECORDED_AT[:10],
) -> str:
    """An object key of the contract."""
    year, month, day = date.split("-")
    name, _, extension = rendition.partition(".")
    return names.format_object_key(site, camera, year, month, day, clip_id, name, extension)


def object_created(key: str, bucket: str = "vedette-media", **changes: object) -> str:
    """EventBridge's event of a stored object, as the queue's message body.

    docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """
    return json.dumps(
        {
            "version": "0",
            "id": "17793124-05d4-b198-2fde-7ededc63b103",
            "detail-type": "Object Created",
            "source": "aws.s3",
            "account": "123456789012",
            "time": "2026-11-21T04:26:21Z",
            "region": REGION,
            "resources": [f"arn:aws:s3:::{bucket}"],
            "detail": {
                "version": "0",
                "bucket": {"name": bucket},
                "object": {"key": key, "size": 5, "etag": "b1946ac92492d2347c6235b4d2611184"},
                "request-id": "N4N7GDK58NMKJ12R",
                "requester": "123456789012",
                "reason": "PutObject",
            },
            **changes,
        }
    )


def batch(*bodies: str) -> dict[str, Any]:
    """An event of an SQS event source mapping; message ids count from "0"."""
    return {
        "Records": [
            {
                "messageId": str(number),
                "receiptHandle": f"receipt-{number}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:vedette-clips",
                "awsRegion": REGION,
            }
            for number, body in enumerate(bodies)
        ]
    }


def claims_of(*sites: str) -> dict[str, Any]:
    """Claims of an access token, as an HTTP API hands them over."""
    claims = {"sub": "5f1c", "token_use": "access", "client_id": "1example23456789"}
    groups = " ".join(f"site:{site}" for site in sites)
    return claims | ({"cognito:groups": f"[{groups}]"} if sites else {})


def http_call(
    path: str,
    query: Mapping[str, object] | None = None,
    claims: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    body: object = None,
) -> dict[str, Any]:
    """An HTTP API's event, payload format 2.0; `body` is sent as JSON.

    docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": urlencode(query or {}),
        "headers": {
            "authorization": "Bearer secret-token",
            "host": "api.example",
            **(headers or {}),
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "r3pmxmplak",
            "domainName": "r3pmxmplak.execute-api.eu-central-1.amazonaws.com",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "::1"},
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": f"{method} {path}",
            "stage": "$default",
            "time": "21/Nov/2026:04:26:21 +0000",
            "timeEpoch": 1795235181000,
        },
        "isBase64Encoded": False,
    }
    if body is not None:
        event["headers"] = {"content-type": "application/json"} | event["headers"]
        event["body"] = json.dumps(body)
    if query:
        event["queryStringParameters"] = {name: str(value) for name, value in query.items()}
    if claims is not None:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
    return event
