"""The types whose properties CloudFormation arranges in its own way."""

from collections.abc import Mapping
from typing import Any

from tests.infra.cloudformation.writing import Properties, Writer, by_names, pascal, plain, tags_of
from tests.infra.recording import Program, Resource


def write_bucket(program: Program, bucket: Resource) -> Properties:
    def beside(kind: str) -> Mapping[str, Any]:
        name = pascal(kind)
        found = [
            each
            for each in program.all_of(f"aws:s3/{kind}:{name}")
            if each.inputs["bucket"] == bucket.outputs["id"]
        ]
        return found[0].inputs if found else {}

    block = plain(dict(beside("bucketPublicAccessBlock")), {})
    block.pop("Bucket")
    (encryption,) = beside("bucketServerSideEncryptionConfiguration")["rules"]
    lifecycle = beside("bucketLifecycleConfiguration")["rules"]
    properties: Properties = {
        "BucketName": bucket.outputs["id"],
        "PublicAccessBlockConfiguration": block,
        "OwnershipControls": {"Rules": [plain(beside("bucketOwnershipControls")["rule"], {})]},
        "VersioningConfiguration": plain(beside("bucketVersioning")["versioningConfiguration"], {}),
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                plain(
                    encryption,
                    {
                        "applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
                        "sseAlgorithm": "SSEAlgorithm",
                        "kmsMasterKeyId": "KMSMasterKeyID",
                    },
                )
            ]
        },
        "LifecycleConfiguration": {"Rules": [_lifecycle(rule) for rule in lifecycle]},
        "ObjectLockEnabled": bool(bucket.inputs.get("objectLockEnabled")),
        "Tags": tags_of(bucket.inputs),
    }
    notification = beside("bucketNotification")
    if notification:
        properties["NotificationConfiguration"] = {
            "EventBridgeConfiguration": {"EventBridgeEnabled": notification["eventbridge"]}
        }
    return properties


def _lifecycle(rule: Mapping[str, Any]) -> Properties:
    written = plain(
        rule,
        {"daysAfterInitiation": "DaysAfterInitiation", "days": "TransitionInDays"},
    )
    chosen = rule["filter"].get("and") or rule["filter"]
    written.pop("Filter")
    written["Prefix"] = chosen["prefix"]
    if chosen.get("tags"):
        tags = [{"Key": name, "Value": value} for name, value in chosen["tags"].items()]
        written["TagFilters"] = tags
    expiration = written.pop("Expiration", {})
    if "TransitionInDays" in expiration:
        written["ExpirationInDays"] = expiration["TransitionInDays"]
    if "ExpiredObjectDeleteMarker" in expiration:
        written["ExpiredObjectDeleteMarker"] = expiration["ExpiredObjectDeleteMarker"]
    return written


def write_alarm(program: Program, alarm: Resource) -> Properties:
    properties = by_names({"name": "AlarmName", "okActions": "OKActions"}, drop=("dimensions",))(
        program, alarm
    )
    properties["Dimensions"] = [
        {"Name": name, "Value": value} for name, value in alarm.inputs["dimensions"].items()
    ]
    return properties


def write_key(program: Program, key: Resource) -> Properties:
    properties = by_names(
        {"customerMasterKeySpec": "KeySpec", "deletionWindowInDays": "PendingWindowInDays"}
    )(program, key)
    for policy in program.all_of("aws:kms/keyPolicy:KeyPolicy"):
        if policy.inputs["keyId"] == key.outputs["keyId"]:
            properties["KeyPolicy"] = policy.document("policy")
    return properties


def write_role(program: Program, role: Resource) -> Properties:
    properties = by_names(documents={"assumeRolePolicy": "AssumeRolePolicyDocument"})(program, role)
    properties["RoleName"] = role.outputs["name"]
    properties["Policies"] = [
        {"PolicyName": policy.name, "PolicyDocument": policy.document("policy")}
        for policy in program.of("aws:iam/rolePolicy:RolePolicy")
        if policy.inputs["role"] == role.outputs["name"]
    ]
    return properties


def write_queue(program: Program, queue: Resource) -> Properties:
    properties = by_names(
        {
            "name": "QueueName",
            "visibilityTimeoutSeconds": "VisibilityTimeout",
            "messageRetentionSeconds": "MessageRetentionPeriod",
            "sqsManagedSseEnabled": "SqsManagedSseEnabled",
        },
        documents={"redrivePolicy": "RedrivePolicy"},
    )(program, queue)
    for allow in program.all_of("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"):
        if allow.inputs["queueUrl"] == queue.outputs["url"]:
            properties["RedriveAllowPolicy"] = allow.document("redriveAllowPolicy")
    return properties


def write_rule(program: Program, rule: Resource) -> Properties:
    properties = by_names(documents={"eventPattern": "EventPattern"})(program, rule)
    properties["Targets"] = [
        plain(
            {key: value for key, value in target.inputs.items() if key != "rule"},
            {"targetId": "Id"},
        )
        for target in program.of("aws:cloudwatch/eventTarget:EventTarget")
        if target.inputs["rule"] == rule.inputs["name"]
    ]
    return properties


def write_function(program: Program, function: Resource) -> Properties:
    properties = by_names({"name": "FunctionName"}, drop=("code", "environment"))(program, function)
    properties["Environment"] = {"Variables": function.inputs["environment"]["variables"]}
    properties["Code"] = {"S3Bucket": "built-elsewhere", "S3Key": "functions.zip"}
    return properties


def write_table(program: Program, table: Resource) -> Properties:
    properties = by_names(
        {
            "name": "AttributeName",
            "type": "AttributeType",
            "attributes": "AttributeDefinitions",
            "keySchemas": "KeySchema",
            "kmsKeyArn": "KMSMasterKeyId",
        },
        drop=(
            *("name", "hashKey", "rangeKey", "ttl", "pointInTimeRecovery"),
            "globalSecondaryIndexes",
        ),
    )(program, table)
    inputs = table.inputs
    sse = properties.pop("ServerSideEncryption")
    indexes = [
        {
            "IndexName": index["name"],
            "KeySchema": [plain(key, {}) for key in index["keySchemas"]],
            "Projection": {"ProjectionType": index["projectionType"]},
        }
        for index in inputs.get("globalSecondaryIndexes", [])
    ]
    return properties | {
        "TableName": inputs["name"],
        "KeySchema": [
            {"AttributeName": inputs[key], "KeyType": kind}
            for key, kind in (("hashKey", "HASH"), ("rangeKey", "RANGE"))
            if key in inputs
        ],
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
        "TimeToLiveSpecification": plain(inputs["ttl"], {}),
        "PointInTimeRecoverySpecification": {
            "PointInTimeRecoveryEnabled": inputs["pointInTimeRecovery"]["enabled"]
        },
        "SSESpecification": {
            "SSEEnabled": sse["Enabled"],
            "SSEType": "KMS",
            "KMSMasterKeyId": sse["KMSMasterKeyId"],
        },
        "DeletionProtectionEnabled": properties["DeletionProtectionEnabled"],
    }


def write_pool(program: Program, pool: Resource) -> Properties:
    properties = by_names(
        {
            "name": "UserPoolName",
            "attributesRequireVerificationBeforeUpdates": (
                "AttributesRequireVerificationBeforeUpdate"
            ),
        },
        drop=("accountRecoverySetting", "passwordPolicy", "softwareTokenMfaConfiguration"),
        tags="",
    )(program, pool)
    properties["UserPoolTags"] = properties.pop("Tags")
    properties["Policies"] = {"PasswordPolicy": plain(pool.inputs["passwordPolicy"], {})}
    properties["AccountRecoverySetting"] = plain(pool.inputs["accountRecoverySetting"], {})
    if pool.inputs.get("softwareTokenMfaConfiguration"):
        properties["EnabledMfas"] = ["SOFTWARE_TOKEN_MFA"]
    return properties


def write_distribution(program: Program, distribution: Resource) -> Properties:
    inner = by_names(
        {
            "isIpv6Enabled": "IPV6Enabled",
            "httpPort": "HTTPPort",
            "httpsPort": "HTTPSPort",
            "originSslProtocols": "OriginSSLProtocols",
            "originId": "Id",
            "orderedCacheBehaviors": "CacheBehaviors",
            "cloudfrontDefaultCertificate": "CloudFrontDefaultCertificate",
            "errorCachingMinTtl": "ErrorCachingMinTTL",
        },
        drop=("tags",),
    )(program, distribution)
    inner.pop("Tags")
    for origin in inner["Origins"]:
        if "CustomOriginConfig" not in origin:
            # OAC in place of an identity: the schema wants the empty word.
            origin["S3OriginConfig"] = {"OriginAccessIdentity": ""}
    return {"DistributionConfig": inner, "Tags": tags_of(distribution.inputs)}


def inside(key: str, write: Writer) -> Writer:
    """A writer of a type whose properties CloudFormation keeps one level deeper."""

    def wrap(program: Program, resource: Resource) -> Properties:
        return {key: write(program, resource)}

    return wrap


def write_public_key(program: Program, key: Resource) -> Properties:
    properties = by_names()(program, key)
    return {"PublicKeyConfig": properties | {"Name": key.name, "CallerReference": key.name}}
