"""The account of a running laptop cloud, asked by boto3 as its root or as a gateway's role."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import boto3

from contract import names
from tests.journeys.conftest import Cloud

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sts import STSClient


@dataclass(frozen=True)
class Keys:
    """Credentials, and where they are good."""

    cloud: Cloud
    access_key: str
    secret_key: str
    token: str | None = None

    def client(self, service: str) -> object:
        # The stubs leave out the services that are not installed.
        session: Any = boto3.Session(
            self.access_key,
            self.secret_key,
            self.token,
            region_name=self.cloud.ready["region"],
        )
        return session.client(service, endpoint_url=self.cloud.ready["aws_endpoint"])


def root(cloud: Cloud) -> Keys:
    """The key that made the account; it may do everything."""
    kept = json.loads((cloud.data / "root.json").read_text("utf-8"))
    return Keys(cloud, kept["access_key_id"], kept["secret_access_key"])


def gateway_of(cloud: Cloud, site: str) -> Keys:
    """Credentials of a site's gateway, got as an installer's profile gets them."""
    text = (cloud.data / "gateway" / "aws-credentials").read_text("utf-8")
    lines = dict(line.split(" = ") for line in text.splitlines() if " = " in line)
    installer = Keys(cloud, lines["aws_access_key_id"], lines["aws_secret_access_key"])
    iam = cast("IAMClient", root(cloud).client("iam"))
    names = [role["RoleName"] for role in iam.list_roles()["Roles"]]
    (name,) = (name for name in names if name.startswith(f"gateway-{site}-"))
    sts = cast("STSClient", installer.client("sts"))
    arn = iam.get_role(RoleName=name)["Role"]["Arn"]
    given = sts.assume_role(RoleArn=arn, RoleSessionName="journey")["Credentials"]
    return Keys(cloud, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def media_bucket(cloud: Cloud) -> str:
    """The bucket that the gateway was told of."""
    settings = (cloud.data / "gateway" / "gateway.toml").read_text("utf-8")
    return settings.split('bucket = "')[1].split('"')[0]


def put(keys: Keys, key: str, body: bytes, metadata: dict[str, str], content_type: str) -> None:
    """Raises botocore's ClientError for what the gateway may not do."""
    s3 = cast("S3Client", keys.client("s3"))
    s3.put_object(
        Bucket=media_bucket(keys.cloud),
        Key=key,
        Body=body,
        Metadata=metadata,
        ContentType=content_type,
    )


def list_keys(keys: Keys, prefix: str | None) -> list[str]:
    """Raises botocore's ClientError for what the gateway may not see."""
    s3 = cast("S3Client", keys.client("s3"))
    bucket = media_bucket(keys.cloud)
    if prefix is None:
        answer = s3.list_objects_v2(Bucket=bucket)
    else:
        answer = s3.list_objects_v2(Bucket=bucket, Prefix=prefix)
    return [each.get("Key", "") for each in answer.get("Contents", [])]


def pass_a_day(cloud: Cloud, clip_id: str) -> None:
    """A clip was starred and deleted a day earlier, and the schedule's time has come."""
    dynamodb = cast("DynamoDBClient", root(cloud).client("dynamodb"))
    sqs = cast("SQSClient", root(cloud).client("sqs"))
    (table,) = (name for name in dynamodb.list_tables()["TableNames"] if name.endswith("-clips"))
    key = {"pk": {"S": names.format_clip_key(clip_id)}}
    earlier = {"S": "2026-01-01T00:00:00.000Z"}
    row = dynamodb.get_item(TableName=table, Key=key).get("Item", {})
    changed = {**row, "due_at": earlier}
    if "deleted" in row:
        changed["deleted"] = {"M": {**row["deleted"].get("M", {}), "at": earlier}}
    else:
        changed["release_at"] = earlier
    dynamodb.put_item(TableName=table, Item=changed)
    (url,) = (url for url in sqs.list_queues()["QueueUrls"] if url.endswith("-keeping"))
    sqs.send_message(QueueUrl=url, MessageBody='{"chore": "sweep"}')


def dead_letters(cloud: Cloud) -> list[str]:
    """The reasons of what ingest parked."""
    sqs = cast("SQSClient", root(cloud).client("sqs"))
    (url,) = (url for url in sqs.list_queues()["QueueUrls"] if url.endswith("-clips-dead"))
    answer = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], VisibilityTimeout=0)
    attributes = [message.get("MessageAttributes", {}) for message in answer.get("Messages", [])]
    return [each["reason"].get("StringValue", "") for each in attributes]
