"""What moto holds of single resources: their policies, and the keys that encrypt them."""

import json
from dataclasses import dataclass

from moto.awslambda.models import lambda_backends
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.kms.models import Key, kms_backends
from moto.s3.models import FakeBucket, FakeKey, s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import Queue, sqs_backends

from local.gate.identities import find_role
from local.gate.policy import Document


@dataclass(frozen=True, slots=True)
class Held:
    """A resource's policy; `rules` when nobody gets in without it, as with keys and roles."""

    document: Document | None
    rules: bool = False


def find_policy(account_id: str, arn: str) -> Held:
    """The policy of the resource with this ARN."""
    _, _, service, region, _, name = f"{arn}:::::".split(":", 5)
    name = name.removesuffix(":::::")
    if service == "s3":
        bucket = find_bucket(account_id, name.partition("/")[0])
        return Held(bucket.policy if bucket else None)
    if service == "kms" and name.startswith("key/"):
        key = find_key(account_id, region, name.removeprefix("key/"))
        # A key that does not exist opens for nobody.
        return Held(key.policy if key else None, rules=True)
    if service == "sqs":
        queue = find_queue(account_id, region, name)
        return Held(queue.policy if queue else None)
    if service == "sns":
        topic = sns_backends[account_id][region].topics.get(arn)
        return Held(topic.policy if topic else None)
    if service == "dynamodb":
        table_arn = arn.partition("/index/")[0]
        held = dynamodb_backends[account_id][region].resource_policies.get(table_arn)
        return Held(held.policy_doc if held else None)
    if service == "lambda" and name.startswith("function:"):
        return Held(_function_policy(account_id, region, name.split(":")[1]))
    return Held(None)


def _function_policy(account_id: str, region: str, name: str) -> Document | None:
    for function in lambda_backends[account_id][region].list_functions():
        if function.function_name == name and function.policy and function.policy.statements:
            return json.dumps(function.policy.get_policy()["Policy"])
    return None


def find_trust(account_id: str, role_arn: str) -> Held:
    """The trust policy of a role."""
    role = find_role(account_id, role_arn)
    return Held(role.assume_role_policy_document if role else None, rules=True)


def find_bucket(account_id: str, name: str) -> FakeBucket | None:
    """The bucket with this name."""
    return s3_backends[account_id]["aws"].buckets.get(name)


def find_object(
    account_id: str, bucket: str, key: str, version: str | None = None
) -> FakeKey | None:
    """The object, None when it is missing or deleted."""
    held = find_bucket(account_id, bucket)
    for one in reversed(held.keys.getlist(key, [])) if held else ():
        if version is None or str(one.version_id) == version:
            return one if isinstance(one, FakeKey) else None
    return None


def find_key(account_id: str, region: str, key_id: str) -> Key | None:
    """A KMS key by id, ARN, alias or the ARN of an alias."""
    keys = kms_backends[account_id][region].keys
    name = key_id.rpartition(":")[2].removeprefix("key/")
    if name.startswith("alias/"):
        return next((key for key in [*keys.values()] if name in key.aliases), None)
    return keys.get(name)


def find_queue(account_id: str, region: str, name: str) -> Queue | None:
    """The queue with this name."""
    return sqs_backends[account_id][region].queues.get(name)


def find_table(account_id: str, region: str, name: str) -> Table | None:
    """The table with this name or ARN."""
    return dynamodb_backends[account_id][region].tables.get(name.rpartition("/")[2])
