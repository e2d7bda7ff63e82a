"""The media bucket in S3, as far as stars and deletions go: versions, legal holds and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from contract import names
from functions.aws import calling, read_code
from functions.clips.rows import Version
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.literals import ObjectLockLegalHoldStatusType
    from mypy_boto3_s3.type_defs import (
        DeleteMarkerEntryTypeDef,
        ObjectIdentifierTypeDef,
        ObjectVersionTypeDef,
    )

_WHAT = "the media bucket"
# What DeleteObjects takes at once.
# docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
_DELETIONS_MAX = 1000


class KeptObjects:
    """Every method may be repeated, and raises Unavailable when S3 does not answer."""

    def __init__(self, client: S3Client, name: str) -> None:
        self._client = client
        self._name = name

    def list_versions(self, prefix: str) -> list[Version]:
        """All versions, those of a key with the newest first, and deletion markers.

        A clip has five objects, each with one version or two.
        """
        found: list[Version] = []
        pages = self._client.get_paginator("list_object_versions")
        with calling(_WHAT):
            for page in pages.paginate(Bucket=self._name, Prefix=prefix):
                for each in page.get("Versions", []):
                    found.append(_read(each, is_marker=False))
                for each in page.get("DeleteMarkers", []):
                    found.append(_read(each, is_marker=True))
        return found

    def hold(self, version: Version) -> None:
        """Exempt it from retention, and let nobody delete it."""
        self._tag(version, "held")
        self._set_hold(version, "ON")

    def release(self, version: Version) -> None:
        """Let retention and deletion have it."""
        self._set_hold(version, "OFF")
        self._tag(version, "standard")

    def mark(self, key: str) -> None:
        """Put an empty object where there is none."""
        try:
            with calling(_WHAT):
                self._client.put_object(
                    Bucket=self._name,
                    Key=key,
                    Body=b"",
                    ContentType="application/octet-stream",
                    IfNoneMatch="*",
                )
        except ClientError as error:
            if read_code(error) != "PreconditionFailed":
                raise

    def delete(self, versions: list[Version]) -> None:
        """Delete these for good; raises Unavailable when S3 keeps one of them."""
        for start in range(0, len(versions), _DELETIONS_MAX):
            part = versions[start : start + _DELETIONS_MAX]
            listed: list[ObjectIdentifierTypeDef] = [
                {"Key": each.key, "VersionId": each.id} for each in part
            ]
            with calling(_WHAT):
                answer = self._client.delete_objects(
                    Bucket=self._name, Delete={"Objects": listed, "Quiet": True}
                )
            errors = answer.get("Errors", [])
            if errors:
                code = errors[0].get("Code", "?")
                raise Unavailable(f"{_WHAT} keeps {len(errors)} versions: {code}")

    def _tag(self, version: Version, retention: str) -> None:
        name, _, value = names.format_retention_tag(retention).partition("=")
        with calling(_WHAT):
            self._client.put_object_tagging(
                Bucket=self._name,
                Key=version.key,
                VersionId=version.id,
                Tagging={"TagSet": [{"Key": name, "Value": value}]},
            )

    def _set_hold(self, version: Version, status: ObjectLockLegalHoldStatusType) -> None:
        with calling(_WHAT):
            self._client.put_object_legal_hold(
                Bucket=self._name,
                Key=version.key,
                VersionId=version.id,
                LegalHold={"Status": status},
            )


def _read(entry: ObjectVersionTypeDef | DeleteMarkerEntryTypeDef, *, is_marker: bool) -> Version:
    # Without a version id there is nothing that could be deleted for good.
    return Version(entry.get("Key", ""), entry.get("VersionId", "null"), is_marker)
