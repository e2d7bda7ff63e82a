"""The media bucket in S3 and the key that signs access to it in KMS."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.aws import calling, read_code
from functions.clips.rows import ObjectFacts

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client

_SIGNATURES_KEPT = 256


class MediaBucket:
    """Stored objects."""

    def __init__(self, client: S3Client, name: str) -> None:
        self._client = client
        self._name = name

    def describe(self, key: str) -> ObjectFacts | None:
        """What S3 says of the newest version, or None when it is gone; raises Unavailable.

        S3 answers 404 only to a role that may list the bucket, else 403.
        """
        try:
            with calling("the media bucket"):
                head = self._client.head_object(Bucket=self._name, Key=key)
        except ClientError as error:
            if read_code(error) in {"404", "NoSuchKey", "NotFound"}:
                return None
            raise
        return ObjectFacts(
            size_bytes=head["ContentLength"],
            content_type=head.get("ContentType", ""),
            stored_s=int(head["LastModified"].timestamp()),
            metadata=head["Metadata"],
        )


class MediaSigner:
    """Signatures of a key that never leaves KMS."""

    def __init__(self, client: KMSClient, key_arn: str) -> None:
        self._client = client
        self._key_arn = key_arn
        # RSASSA_PKCS1_V1_5 is deterministic: asking KMS again would give the same bytes.
        self.sign = lru_cache(_SIGNATURES_KEPT)(self._sign)

    def _sign(self, message: bytes) -> bytes:
        with calling("the signing key"):
            answer = self._client.sign(
                KeyId=self._key_arn,
                Message=message,
                MessageType="RAW",
                SigningAlgorithm="RSASSA_PKCS1_V1_5_SHA_256",
            )
        return answer["Signature"]
