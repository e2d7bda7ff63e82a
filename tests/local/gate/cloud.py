"""moto behind the gate, served to real boto3 clients."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from local.foreign import Foreign
from local.gate.ledger import Ledger

ACCOUNT = "123456789012"
REGION = "eu-central-1"
HERE = f"{REGION}:{ACCOUNT}"
ROOT_ARN = f"arn:aws:iam::{ACCOUNT}:root"

Statement = dict[str, Any]


def document(*statements: Statement) -> str:
    """A policy document of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: object, resource: object = None, **more: object) -> Statement:
    """A statement that allows."""
    return _statement("Allow", action, resource, more)


def deny(action: object, resource: object = None, **more: object) -> Statement:
    """A statement that denies."""
    return _statement("Deny", action, resource, more)


def _statement(effect: str, action: object, resource: object, more: dict[str, object]) -> Statement:
    named = {} if resource is None else {"Resource": resource}
    return {"Effect": effect, "Action": action, **named, **more}


TRUSTED = allow("sts:AssumeRole", Principal={"AWS": ROOT_ARN})


class Clock:
    """The gate's clock, which a test can move."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        """The time, as far ahead as the test wants it."""
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True)
class Keys:
    """Credentials as a client takes them."""

    access_key_id: str
    secret_access_key: str
    token: str | None = None


@dataclass
class Cloud:
    """One gate with moto behind it, and root's clients."""

    url: str
    root: Keys
    ledger: Ledger
    clock: Clock
    _clients: dict[str, Any] = field(default_factory=dict[str, Any])
    _session: Foreign = field(default_factory=boto3.Session)

    def client(self, service: str, keys: Keys | None = None, **config: Foreign) -> Foreign:
        """A boto3 client with these keys, or with those of root."""
        if keys is None:
            if service not in self._clients:
                self._clients[service] = self._made(service, self.root, config)
            return self._clients[service]
        return self._made(service, keys, config)

    def _made(self, service: str, keys: Keys, config: dict[str, Any]) -> Foreign:
        return self._session.client(
            service,
            region_name=REGION,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key,
            aws_session_token=keys.token,
            endpoint_url=self.url,
            verify=False,
            config=Config(retries={"total_max_attempts": 1}, **config),
        )

    def role(
        self, *statements: Statement, trust: Statement = TRUSTED, boundary: str | None = None
    ) -> str:
        """The ARN of a new role with these statements."""
        iam, name = self.client("iam"), unique("role")
        more = {} if boundary is None else {"PermissionsBoundary": boundary}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust), **more)
        if statements:
            iam.put_role_policy(
                RoleName=name, PolicyName="own", PolicyDocument=document(*statements)
            )
        return made["Role"]["Arn"]

    def session(self, role_arn: str, keys: Keys | None = None, **more: Foreign) -> Keys:
        """Keys of a new session of a role."""
        sts = self.client("sts", keys)
        made = sts.assume_role(RoleArn=role_arn, RoleSessionName="tuesday", **more)
        held = made["Credentials"]
        return Keys(held["AccessKeyId"], held["SecretAccessKey"], held["SessionToken"])

    def may(self, *statements: Statement, **more: Foreign) -> Keys:
        """Keys of a session of a new role with these statements."""
        return self.session(self.role(*statements), **more)

    def user(self, *statements: Statement) -> tuple[str, Keys]:
        """The ARN and the keys of a new user."""
        iam, name = self.client("iam"), unique("user")
        arn = iam.create_user(UserName=name)["User"]["Arn"]
        if statements:
            iam.put_user_policy(
                UserName=name, PolicyName="own", PolicyDocument=document(*statements)
            )
        made = iam.create_access_key(UserName=name)["AccessKey"]
        return arn, Keys(made["AccessKeyId"], made["SecretAccessKey"])

    def managed_policy(self, *statements: Statement) -> str:
        """The ARN of a new managed policy."""
        made = self.client("iam").create_policy(
            PolicyName=unique("policy"), PolicyDocument=document(*statements)
        )
        return made["Policy"]["Arn"]

    def bucket(self, key_arn: str | None = None, *, lockable: bool = False) -> str:
        """The name of a new bucket, encrypted with this key; `lockable` keeps versions."""
        s3, name = self.client("s3"), unique("bucket")
        where = {"LocationConstraint": REGION}
        s3.create_bucket(
            Bucket=name, CreateBucketConfiguration=where, ObjectLockEnabledForBucket=lockable
        )
        if key_arn:
            default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn}
            rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}
            s3.put_bucket_encryption(
                Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]}
            )
        return name

    def key(self, *statements: Statement) -> str:
        """The ARN of a new KMS key with these statements, or with AWS's default policy."""
        own = statements or (allow("kms:*", "*", Principal={"AWS": ROOT_ARN}),)
        made = self.client("kms").create_key(Policy=document(*own))
        return made["KeyMetadata"]["Arn"]

    def queue(self, **attributes: str) -> tuple[str, str]:
        """URL and ARN of a new queue."""
        name = unique("queue")
        url = self.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return url, f"arn:aws:sqs:{HERE}:{name}"

    def table(self, key_arn: str | None = None) -> tuple[str, str]:
        """Name and ARN of a new table with hash key `pk` and index `site` on `by_site`."""
        name = unique("table")
        more: dict[str, Any] = {}
        if key_arn:
            more["SSESpecification"] = {
                "Enabled": True,
                "SSEType": "KMS",
                "KMSMasterKeyId": key_arn,
            }
        made = self.client("dynamodb").create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": one, "AttributeType": "S"} for one in ("pk", "by_site")
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "site",
                    "KeySchema": [{"AttributeName": "by_site", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            BillingMode="PAY_PER_REQUEST",
            **more,
        )
        return name, made["TableDescription"]["TableArn"]


def unique(stem: str) -> str:
    """A name that no other test uses."""
    return f"{stem}-{secrets.token_hex(6)}"


def refusal(call: Callable[..., object], **params: Foreign) -> str:
    """The error code that a call is refused with; fails when it is not refused."""
    try:
        call(**params)
    except ClientError as error:
        return str(error.response.get("Error", {}).get("Code"))
    raise AssertionError("it was let through")
