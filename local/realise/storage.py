"""Buckets, their settings, and objects."""

import base64
import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _bucket(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name("bucket")
    region = cloud.account.region
    values: dict[str, Any] = {
        "Bucket": name,
        "CreateBucketConfiguration": {"LocationConstraint": region},
    }
    if wanted.take("objectLockEnabled"):
        values["ObjectLockEnabledForBucket"] = True
    cloud.call("s3", "CreateBucket", values)
    tags = wanted.tags()
    if tags:
        pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
        cloud.call("s3", "PutBucketTagging", {"Bucket": name, "Tagging": {"TagSet": pairs}})
    wanted.leave("forceDestroy")
    return Made(
        name,
        {
            "bucket": name,
            "arn": f"arn:aws:s3:::{name}",
            "bucketDomainName": f"{name}.s3.amazonaws.com",
            "bucketRegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
            "bucketRegion": region,
        },
    )


def _setting(operation: str, member: str, names: Mapping[str, str] | None = None) -> Maker:
    """A resource which is one Put... call on a bucket; `member` holds all its other inputs."""

    def make(cloud: Cloud, wanted: Wanted) -> Made:
        bucket = wanted.take("bucket")
        values = dict(wanted.inputs)
        wanted.inputs.clear()
        spelled = {f"{member}.{place}": name for place, name in (names or {}).items()}
        cloud.call("s3", operation, {"Bucket": bucket, member: values}, spelled)
        return Made(bucket)

    return make


def _lifecycle(cloud: Cloud, wanted: Wanted) -> Made:
    """The provider writes tags as a map, the service as pairs."""
    rules: list[dict[str, Any]] = []
    for rule in wanted.take("rules"):
        chosen: dict[str, Any] = rule.get("filter") or {}
        both: dict[str, Any] | None = chosen.get("and")
        if both and both.get("tags"):
            pairs = [{"key": key, "value": value} for key, value in both["tags"].items()]
            rule = {**rule, "filter": {"and": {**both, "tags": pairs}}}
        rules.append(rule)
    wanted.inputs["rules"] = rules
    return _setting("PutBucketLifecycleConfiguration", "LifecycleConfiguration")(cloud, wanted)


def _policy(cloud: Cloud, wanted: Wanted) -> Made:
    bucket = wanted.take("bucket")
    cloud.call("s3", "PutBucketPolicy", {"Bucket": bucket, "Policy": wanted.take("policy")})
    return Made(bucket)


def _versioning(cloud: Cloud, wanted: Wanted) -> Made:
    bucket = wanted.take("bucket")
    versioning = wanted.take("versioningConfiguration")
    values = {"Bucket": bucket, "VersioningConfiguration": versioning}
    cloud.call("s3", "PutBucketVersioning", values)
    return Made(bucket)


def _notification(cloud: Cloud, wanted: Wanted) -> Made:
    """Only to EventBridge: the other targets have no policy check here, so they stay refused."""
    bucket = wanted.take("bucket")
    configuration: dict[str, Any] = (
        {"EventBridgeConfiguration": {}} if wanted.take("eventbridge") else {}
    )
    values = {"Bucket": bucket, "NotificationConfiguration": configuration}
    cloud.call("s3", "PutBucketNotificationConfiguration", values)
    return Made(bucket)


def _intelligent_tiering(cloud: Cloud, wanted: Wanted) -> Made:
    """Checked only: moto has no tiers."""
    bucket, name = wanted.take("bucket"), wanted.take("name", wanted.name)
    configuration = {
        "id": name,
        "status": wanted.take("status", "Enabled"),
        "tierings": wanted.take("tierings"),
        "filter": wanted.take("filter"),
    }
    values = {"Bucket": bucket, "Id": name, "IntelligentTieringConfiguration": configuration}
    cloud.spelled("s3", "PutBucketIntelligentTieringConfiguration", values)
    return Made(f"{bucket}:{name}")


def _object(cloud: Cloud, wanted: Wanted) -> Made:
    bucket, key = wanted.take("bucket"), wanted.take("key")
    body = _body(wanted)
    wanted.leave("etag", "sourceHash", "forceDestroy", "tags")
    names = {
        "kmsKeyId": "SSEKMSKeyId",
        "encryption": "ServerSideEncryption",
    }
    values = {"Bucket": bucket, "Key": key, "Body": body, **wanted.inputs}
    wanted.inputs.clear()
    values.setdefault("contentType", mimetypes.guess_type(key)[0] or "binary/octet-stream")
    answer = cloud.call("s3", "PutObject", values, names)
    return Made(
        f"{bucket}/{key}",
        {
            "arn": f"arn:aws:s3:::{bucket}/{key}",
            "etag": answer["ETag"].strip('"'),
            "checksumSha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
        },
    )


def _body(wanted: Wanted) -> bytes:
    text, encoded = wanted.take("content"), wanted.take("contentBase64")
    source = wanted.take("source")
    if text is not None:
        return str(text).encode()
    if encoded is not None:
        return base64.b64decode(encoded)
    if isinstance(source, str):
        return Path(source).read_bytes()
    if "text" in source:
        return str(source["text"]).encode()
    return Path(source["path"]).read_bytes()


MAKERS: Mapping[str, Maker] = {
    "aws:s3/bucket:Bucket": _bucket,
    "aws:s3/bucketPolicy:BucketPolicy": _policy,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _setting(
        "PutPublicAccessBlock", "PublicAccessBlockConfiguration"
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _setting(
        "PutBucketOwnershipControls", "OwnershipControls", {"rule": "Rules"}
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _versioning,
    (
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    ): _setting(
        "PutBucketEncryption",
        "ServerSideEncryptionConfiguration",
        {"rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID"},
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _lifecycle,
    "aws:s3/bucketNotification:BucketNotification": _notification,
    "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": (
        _intelligent_tiering
    ),
    "aws:s3/bucketObject:BucketObject": _object,
    "aws:s3/bucketObjectv2:BucketObjectv2": _object,
}
