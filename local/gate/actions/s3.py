"""S3: operations have other names than actions, and some need several."""

from typing import Any
from urllib.parse import parse_qsl, unquote

from local.gate.actions.need import Need
from local.gate.operations import Operation
from local.gate.patterns import ContextValue
from local.gate.refusals import Kind, Refused

_OBJECT_ACTIONS = {
    "GetObject": ("GetObject",),
    "HeadObject": ("GetObject",),
    "GetObjectAttributes": ("GetObject", "GetObjectAttributes"),
    "PutObject": ("PutObject",),
    "CopyObject": ("PutObject",),
    "CreateMultipartUpload": ("PutObject",),
    "UploadPart": ("PutObject",),
    "UploadPartCopy": ("PutObject",),
    "CompleteMultipartUpload": ("PutObject",),
    "AbortMultipartUpload": ("AbortMultipartUpload",),
    "ListParts": ("ListMultipartUploadParts",),
    "DeleteObject": ("DeleteObject",),
    "GetObjectTagging": ("GetObjectTagging",),
    "PutObjectTagging": ("PutObjectTagging",),
    "DeleteObjectTagging": ("DeleteObjectTagging",),
    "GetObjectAcl": ("GetObjectAcl",),
    "PutObjectAcl": ("PutObjectAcl",),
    "GetObjectRetention": ("GetObjectRetention",),
    "PutObjectRetention": ("PutObjectRetention",),
    "GetObjectLegalHold": ("GetObjectLegalHold",),
    "PutObjectLegalHold": ("PutObjectLegalHold",),
    "RestoreObject": ("RestoreObject",),
}
_OF_VERSIONS = {
    *("GetObject", "DeleteObject", "GetObjectAttributes", "GetObjectAcl", "PutObjectAcl"),
    *("GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"),
}
_BUCKET_ACTIONS = {
    "HeadBucket": "ListBucket",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketLifecycle": "GetLifecycleConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycle": "PutLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketTagging": "PutBucketTagging",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
}
_CONTEXT = {
    "s3:prefix": "Prefix",
    "s3:delimiter": "Delimiter",
    "s3:max-keys": "MaxKeys",
    "s3:versionid": "VersionId",
    "s3:x-amz-acl": "ACL",
    "s3:x-amz-copy-source": "CopySource",
    "s3:x-amz-metadata-directive": "MetadataDirective",
    "s3:x-amz-server-side-encryption": "ServerSideEncryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
    "s3:x-amz-storage-class": "StorageClass",
    "s3:x-amz-website-redirect-location": "WebsiteRedirectLocation",
    "s3:if-match": "IfMatch",
    "s3:if-none-match": "IfNoneMatch",
    "s3:object-lock-mode": "ObjectLockMode",
    "s3:object-lock-legal-hold": "ObjectLockLegalHoldStatus",
}
_TAG_KEYS = ("s3:requestobjecttag/", "s3:requestobjecttagkeys")


def needs(operation: Operation) -> list[Need]:
    """What an operation of S3 needs."""
    params = operation.params
    if "/" in params.get("Bucket", ""):
        # moto would take what is behind an encoded slash for a key.
        raise Refused(Kind.UNREADABLE, "The specified bucket is not valid")
    bucket = f"arn:aws:s3:::{params['Bucket']}" if params.get("Bucket") else "*"
    if operation.name == "DeleteObjects":
        return _batch_delete(operation, bucket)
    if operation.name in _OBJECT_ACTIONS and params.get("Key"):
        listed = [
            _need(operation, _versioned(one, params.get("VersionId")), f"{bucket}/{params['Key']}")
            for one in (*_OBJECT_ACTIONS[operation.name], *_extra_actions(operation))
        ]
        return [*_source(operation), *listed]
    if operation.name == "ListBuckets":
        return [Need("s3:ListAllMyBuckets")]
    action = _BUCKET_ACTIONS.get(operation.name, operation.name)
    return [_need(operation, action, bucket)]


def list_need(bucket: str) -> Need:
    """The right to know what is in a bucket."""
    return Need("s3:ListBucket", f"arn:aws:s3:::{bucket}", {}, frozenset(_CONTEXT))


def copy_source(operation: Operation) -> tuple[str, str, str | None] | None:
    """Bucket, key and version of what is copied."""
    source = operation.params.get("CopySource")
    if not source:
        return None
    path, _, query = str(source).partition("?")
    bucket, _, key = unquote(path).lstrip("/").partition("/")
    return bucket, key, query.removeprefix("versionId=") or None


def _need(operation: Operation, action: str, resource: str) -> Need:
    context: dict[str, ContextValue] = {
        key: str(operation.params[name])
        for key, name in _CONTEXT.items()
        if operation.params.get(name) is not None
    }
    hold: dict[str, Any] = operation.params.get("LegalHold") or {}
    if hold.get("Status"):
        context["s3:object-lock-legal-hold"] = str(hold["Status"])
    tags = _tags(operation)
    context |= {f"s3:requestobjecttag/{key.lower()}": value for key, value in tags}
    if tags:
        context["s3:requestobjecttagkeys"] = tuple(key for key, _ in tags)
    context["s3:resourceaccount"] = operation.account_id
    context["s3:signatureversion"] = "AWS4-HMAC-SHA256"
    return Need(f"s3:{action}", resource, context, frozenset({*_CONTEXT, *_TAG_KEYS}))


def _tags(operation: Operation) -> list[tuple[str, str]]:
    """The tags that a request would give an object, by its header or its body."""
    tagging: str | dict[str, list[dict[str, str]]] = operation.params.get("Tagging") or {}
    if isinstance(tagging, str):
        return parse_qsl(tagging, keep_blank_values=True)
    listed = tagging.get("TagSet") or []
    return [(one["Key"], one["Value"]) for one in listed]


def _versioned(action: str, version: object) -> str:
    # GetObject and GetObjectVersion, PutObjectTagging and PutObjectVersionTagging.
    return (
        action.replace("Object", "ObjectVersion") if version and action in _OF_VERSIONS else action
    )


def _extra_actions(operation: Operation) -> list[str]:
    params = operation.params
    if operation.name not in ("PutObject", "CopyObject", "CreateMultipartUpload"):
        return []
    grants = ("ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP")
    wanted = {
        "PutObjectTagging": params.get("Tagging"),
        "PutObjectAcl": any(params.get(name) for name in grants),
        "PutObjectRetention": params.get("ObjectLockMode"),
        "PutObjectLegalHold": params.get("ObjectLockLegalHoldStatus"),
    }
    return [action for action, given in wanted.items() if given]


def _source(operation: Operation) -> list[Need]:
    source = copy_source(operation)
    if source is None:
        return []
    bucket, key, version = source
    action = _versioned("GetObject", version)
    return [_need(operation, action, f"arn:aws:s3:::{bucket}/{key}")]


def _batch_delete(operation: Operation, bucket: str) -> list[Need]:
    listed = operation.params.get("Delete", {}).get("Objects", [])
    return [
        _need(operation, _versioned("DeleteObject", one.get("VersionId")), f"{bucket}/{one['Key']}")
        for one in listed
    ] or [Need("s3:DeleteObject")]
