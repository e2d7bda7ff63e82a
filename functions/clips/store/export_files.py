"""Exports in S3, read and written as streams; their signature by KMS; the queue of their work."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, IncompleteReadError

from functions.aws import calling, read_code
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef
    from mypy_boto3_sqs import SQSClient

_CHUNK_BYTES = 1 << 20
_TRIES = 4
_BUCKET = "the media bucket"


class ExportSource:
    """Recordings as streams of at most a megabyte at a time."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, key: str, size_bytes: int) -> Iterator[bytes] | None:
        """The object's bytes, or None when it is gone; raises Unavailable.

        A connection that breaks is taken up where it broke.
        """
        try:
            first = self._open(key, 0)
        except ClientError as error:
            if read_code(error) in {"404", "NoSuchKey", "NotFound"}:
                return None
            raise
        return self._stream(key, size_bytes, first)

    def _open(self, key: str, offset: int) -> Iterator[bytes]:
        with calling(_BUCKET):
            answer = self._client.get_object(Bucket=self._bucket, Key=key, Range=f"bytes={offset}-")
        return answer["Body"].iter_chunks(_CHUNK_BYTES)

    def _stream(self, key: str, size_bytes: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
        offset, tries = 0, 1
        while True:
            try:
                with calling(_BUCKET):
                    for chunk in chunks:
                        offset += len(chunk)
                        yield chunk
            except (Unavailable, IncompleteReadError):
                if tries == _TRIES:
                    raise
            if offset >= size_bytes:
                return
            if tries == _TRIES:
                raise Unavailable(f"{_BUCKET} ends a recording too early")
            tries += 1
            chunks = self._open(key, offset)


class ExportUpload:
    """One file that goes to S3 in parts; all methods raise Unavailable."""

    def __init__(self, client: S3Client, bucket: str, key: str, file_name: str) -> None:
        self._client = client
        self._place = {"Bucket": bucket, "Key": key}
        self._parts: list[CompletedPartTypeDef] = []
        with calling(_BUCKET):
            self._id = client.create_multipart_upload(
                Bucket=bucket,
                Key=key,
                ContentType="application/zip",
                ContentDisposition=f'attachment; filename="{file_name}"',
            )["UploadId"]

    def add(self, part: bytes) -> None:
        """Send the next part; all but the last must have 5 MiB or more."""
        number = len(self._parts) + 1
        with calling(_BUCKET):
            answer = self._client.upload_part(
                Bucket=self._place["Bucket"],
                Key=self._place["Key"],
                UploadId=self._id,
                PartNumber=number,
                Body=part,
            )
        self._parts.append({"ETag": answer["ETag"], "PartNumber": number})

    def finish(self) -> None:
        """Make one object of the parts."""
        with calling(_BUCKET):
            self._client.complete_multipart_upload(
                Bucket=self._place["Bucket"],
                Key=self._place["Key"],
                UploadId=self._id,
                MultipartUpload={"Parts": self._parts},
            )

    def give_up(self) -> None:
        """Delete the parts."""
        with calling(_BUCKET):
            self._client.abort_multipart_upload(
                Bucket=self._place["Bucket"], Key=self._place["Key"], UploadId=self._id
            )


class ExportBucket:
    """Where exports go."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def begin(self, key: str, file_name: str) -> ExportUpload:
        """Begin a file; `file_name` is what browsers will save it as."""
        return ExportUpload(self._client, self._bucket, key, file_name)


class ExportSigner:
    """ECDSA over SHA-256 by a P-256 key that never leaves KMS."""

    def __init__(self, client: KMSClient, key_arn: str) -> None:
        self._client = client
        self._key_arn = key_arn

    def sign(self, sha256: bytes) -> bytes:
        """The signature of a digest, in DER."""
        with calling("the signing key"):
            answer = self._client.sign(
                KeyId=self._key_arn,
                Message=sha256,
                MessageType="DIGEST",
                SigningAlgorithm="ECDSA_SHA_256",
            )
        return answer["Signature"]

    def public_key(self) -> bytes:
        """The public half, in PEM."""
        with calling("the signing key"):
            answer = self._client.get_public_key(KeyId=self._key_arn)
        text = base64.b64encode(answer["PublicKey"]).decode()
        lines = [text[at : at + 64] for at in range(0, len(text), 64)]
        return "\n".join(
            ["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""]
        ).encode()


class ExportQueue:
    """Exports that wait for their worker."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def add(self, message: str) -> None:
        """Raises Unavailable."""
        with calling("the queue of exports"):
            self._client.send_message(QueueUrl=self._url, MessageBody=message)
