"""What an operation needs besides its own action: the keys of encrypted buckets, tables and queues,
used by the service in the caller's name."""

from typing import Any

from local.gate.actions.kms import encryption_context, key_need
from local.gate.actions.need import Need
from local.gate.actions.s3 import copy_source, list_need
from local.gate.operations import Operation
from local.gate.resources import find_bucket, find_object, find_queue, find_table

_GENERATE, _DECRYPT = "kms:GenerateDataKey", "kms:Decrypt"
_QUEUE_ACTIONS = {
    "SendMessage": (_GENERATE, _DECRYPT),
    "SendMessageBatch": (_GENERATE, _DECRYPT),
    "ReceiveMessage": (_DECRYPT,),
}
_OBJECT_ACTIONS = {
    "PutObject": (_GENERATE,),
    "CopyObject": (_GENERATE,),
    "CreateMultipartUpload": (_GENERATE,),
    "UploadPart": (_GENERATE, _DECRYPT),
    "UploadPartCopy": (_GENERATE, _DECRYPT),
    "CompleteMultipartUpload": (_GENERATE, _DECRYPT),
}
_TABLE_OPERATIONS = {
    *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"),
    *("BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"),
    *("ExecuteStatement", "BatchExecuteStatement"),
}


def implied_needs(operation: Operation) -> list[Need]:
    """Needs on KMS keys. Keys that AWS manages need no grant."""
    if operation.prefix == "s3":
        return [*_source(operation), *_written(operation), *_read(operation)]
    if operation.prefix == "dynamodb" and operation.name in _TABLE_OPERATIONS:
        return [need for table in _tables(operation) for need in _table(operation, table)]
    if operation.prefix == "sqs" and operation.name in _QUEUE_ACTIONS:
        return _queue(operation)
    return []


def _via(
    operation: Operation, actions: tuple[str, ...], key: str, context: dict[str, str]
) -> list[Need]:
    if key.rpartition(":")[2].startswith("alias/aws/"):
        return []
    given = {
        **encryption_context(context),
        "kms:viaservice": f"{operation.prefix}.{operation.region}.amazonaws.com",
        "kms:encryptionalgorithm": "SYMMETRIC_DEFAULT",
    }
    return [key_need(operation, action, key, given) for action in actions]


def _written(operation: Operation) -> list[Need]:
    actions = _OBJECT_ACTIONS.get(operation.name)
    if not actions:
        return []
    bucket, name = operation.params["Bucket"], operation.params["Key"]
    key, by_bucket = _default_key(operation.account_id, bucket)
    asked = operation.params.get("ServerSideEncryption")
    if asked:
        kms = str(asked).startswith("aws:kms")
        key = str(operation.params.get("SSEKMSKeyId") or key or "") if kms else ""
    if operation.params.get("BucketKeyEnabled") is not None:
        by_bucket = bool(operation.params["BucketKeyEnabled"])
    return _via(operation, actions, key, _object_context(bucket, name, by_bucket)) if key else []


def _default_key(account_id: str, bucket: str) -> tuple[str, bool]:
    """The key that a bucket encrypts with, and whether it does so by a bucket key."""
    held = find_bucket(account_id, bucket)
    if held is None or not held.encryption:
        return "", False
    rule: dict[str, Any] = held.encryption.get("Rule", {})
    default: dict[str, Any] = rule.get("ApplyServerSideEncryptionByDefault", {})
    if not str(default.get("SSEAlgorithm", "")).startswith("aws:kms"):
        return "", False
    return default.get("KMSMasterKeyID") or "", _true(rule.get("BucketKeyEnabled"))


def _read(operation: Operation) -> list[Need]:
    params = operation.params
    if operation.name not in ("GetObject", "GetObjectAttributes", "HeadObject"):
        return []
    needs = _object(operation, params["Bucket"], params["Key"], params.get("VersionId"))
    if operation.name == "HeadObject" and params.get("ChecksumMode") != "ENABLED":
        # The head of an encrypted object is not encrypted, its checksum is.
        return [one for one in needs if one.action != _DECRYPT]
    return needs


def _source(operation: Operation) -> list[Need]:
    source = copy_source(operation)
    return _object(operation, *source) if source else []


def _object(operation: Operation, bucket: str, key: str, version: str | None) -> list[Need]:
    held = find_object(operation.account_id, bucket, key, version)
    if held is None:
        # Only who may list a bucket learns that something is not in it: 404, and not 403.
        there = find_bucket(operation.account_id, bucket) is not None
        return [list_need(bucket)] if there else []
    if not held.kms_key_id or not str(held.encryption).startswith("aws:kms"):
        return []
    context = _object_context(bucket, key, _true(held.bucket_key_enabled))
    return _via(operation, (_DECRYPT,), held.kms_key_id, context)


def _object_context(bucket: str, key: str, by_bucket: bool) -> dict[str, str]:
    return {"aws:s3:arn": f"arn:aws:s3:::{bucket}" + ("" if by_bucket else f"/{key}")}


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def _tables(operation: Operation) -> list[str]:
    params = operation.params
    parts = [part for item in params.get("TransactItems", []) for part in item.values()]
    named = [part["TableName"] for part in parts]
    named += [*(params.get("RequestItems") or {})]
    return sorted({*named, *([params["TableName"]] if params.get("TableName") else [])})


def _table(operation: Operation, name: str) -> list[Need]:
    held = find_table(operation.account_id, operation.region, name)
    encryption = (held.sse_specification or {}) if held else {}
    key = str(encryption.get("KMSMasterKeyId") or "")
    if held is None or not encryption.get("Enabled") or not key:
        return []
    context = {
        "aws:dynamodb:tablename": held.name,
        "aws:dynamodb:subscriberid": operation.account_id,
    }
    return _via(operation, (_DECRYPT,), key, context)


def _queue(operation: Operation) -> list[Need]:
    name = str(operation.params.get("QueueUrl", "")).rpartition("/")[2]
    held = find_queue(operation.account_id, operation.region, name)
    # moto sets the attributes of a queue by name.
    key = str(getattr(held, "kms_master_key_id", None) or "")
    actions = _QUEUE_ACTIONS[operation.name]
    return _via(operation, actions, key, {"aws:sqs:arn": operation.arn(name)}) if key else []
