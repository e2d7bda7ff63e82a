"""Tables with their indexes, time to live and recovery."""

from collections.abc import Mapping
from typing import Any

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _table(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    ttl = wanted.take("ttl")
    recovery = wanted.take("pointInTimeRecovery")
    values: dict[str, Any] = {
        "TableName": name,
        "KeySchema": _keys(wanted.take("hashKey"), wanted.take("rangeKey")),
        "attributes": wanted.take("attributes", []),
        "BillingMode": wanted.take("billingMode", "PROVISIONED"),
        "DeletionProtectionEnabled": wanted.take("deletionProtectionEnabled"),
        "TableClass": wanted.take("tableClass"),
        "tags": [{"Key": key, "Value": value} for key, value in wanted.tags().items()] or None,
        **_encryption(wanted.take("serverSideEncryption")),
        **_stream(wanted.take("streamEnabled"), wanted.take("streamViewType")),
    }
    indexes = wanted.take("globalSecondaryIndexes", [])
    if indexes:
        values["GlobalSecondaryIndexes"] = [_index(index) for index in indexes]
    answer = cloud.call("dynamodb", "CreateTable", values, _TABLE_NAMES)["TableDescription"]
    if ttl:
        specification = {"Enabled": True, **ttl}
        values = {"TableName": name, "TimeToLiveSpecification": specification}
        cloud.call("dynamodb", "UpdateTimeToLive", values)
    if recovery:
        values = {"TableName": name, "PointInTimeRecoverySpecification": recovery}
        names = {"PointInTimeRecoverySpecification.enabled": "PointInTimeRecoveryEnabled"}
        cloud.call("dynamodb", "UpdateContinuousBackups", values, names)
    return Made(
        name,
        {
            "name": name,
            "arn": answer["TableArn"],
            "streamArn": answer.get("LatestStreamArn", ""),
        },
    )


_TABLE_NAMES = {
    "attributes": "AttributeDefinitions",
    "attributes.name": "AttributeName",
    "attributes.type": "AttributeType",
}


def _keys(hash_key: str | None, range_key: str | None) -> list[dict[str, str]]:
    keys = [(hash_key, "HASH"), (range_key, "RANGE")]
    return [{"AttributeName": name, "KeyType": kind} for name, kind in keys if name]


def _index(index: dict[str, Any]) -> dict[str, Any]:
    schemas = index.get("keySchemas") or _keys(index.get("hashKey"), index.get("rangeKey"))
    projection = {
        "ProjectionType": index.get("projectionType"),
        "NonKeyAttributes": index.get("nonKeyAttributes"),
    }
    return {"IndexName": index["name"], "KeySchema": schemas, "Projection": projection}


def _encryption(declared: dict[str, Any] | None) -> dict[str, Any]:
    if not declared:
        return {}
    key = declared.get("kmsKeyArn")
    chosen = {"SSEType": "KMS", "KMSMasterKeyId": key} if key else {}
    return {"SSESpecification": {"Enabled": declared["enabled"], **chosen}}


def _stream(enabled: bool | None, view: str | None) -> dict[str, Any]:
    if not enabled:
        return {}
    return {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": view}}


MAKERS: Mapping[str, Maker] = {"aws:dynamodb/table:Table": _table}
