"""S3: one object put once, whole or in parts; and what is there."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from vedette_gateway.errors import Damaged, Rejected, Unavailable
from vedette_gateway.names import format_retention_tag
from vedette_gateway.ports.refusal import excuse, judge, judge_part, read_code, read_status
from vedette_gateway.ports.wire import Body, Meter, Throttle
from vedette_gateway.settings import Cloud

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest
    from mypy_boto3_s3 import S3Client

# Retention has what bears it; people may star a clip later, and then the cloud changes it.
TAG = format_retention_tag("standard")

_CONNECT_S = 5
# What an answer takes beside the headers the SDK shows: its status line.
_STATUS_LINE_BYTES = 19


@dataclass(frozen=True)
class Upload:
    """What is said of an object when it is put; `purpose` is its rendition, for the bill."""

    key: str
    content_type: str
    metadata: dict[str, str]
    purpose: str


@dataclass(frozen=True)
class Piece:
    """Bytes of a file; `sha256` in base64 and `file_bytes` are what it and the file have to be."""

    path: Path
    start: int
    size: int
    file_bytes: int
    sha256: str


class _Answer(TypedDict):
    headers: Mapping[str, str]
    body: bytes


class _Session(Protocol):
    def client(self, service_name: Literal["s3"], *, config: Config) -> "S3Client": ...


class ClipStore:
    """Puts clips into the bucket with the credentials the SDK finds; used by many threads.

    Nothing is tried twice: when to try again is for the caller, who knows all connections. Methods
    raise Unavailable, Rejected, or Damaged when a file is gone or is not what its checksum says.
    """

    def __init__(self, settings: Cloud, meter: Meter, throttle: Throttle) -> None:
        limits = Config(
            connect_timeout=_CONNECT_S,
            read_timeout=settings.answer_s,
            retries={"mode": "standard", "total_max_attempts": 1},
            max_pool_connections=settings.connections,
        )
        try:
            self._s3 = _open_session(settings).client("s3", config=limits)
        except (BotoCoreError, ValueError) as error:
            raise Rejected("cloud", str(error)) from None
        self._bucket = settings.bucket
        self._meter, self._throttle = meter, throttle
        self._s3.meta.events.register("before-send.s3", self._count_request)
        self._s3.meta.events.register("before-parse.s3", self._count_answer)

    def put(self, upload: Upload, piece: Piece) -> str | None:
        """The SHA-256 S3 says it stored, in base64; None when the key was there before."""
        try:
            with self._open(piece, upload) as body:
                answer = self._s3.put_object(
                    Bucket=self._bucket,
                    Key=upload.key,
                    Body=body,
                    ContentLength=piece.size,
                    ContentType=upload.content_type,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=piece.sha256,
                    Metadata=upload.metadata,
                    Tagging=TAG,
                    IfNoneMatch="*",
                )
        except ClientError as error:
            if read_status(error) == 412:
                return None
            judge(error)
        except (BotoCoreError, ResponseParserError) as error:
            excuse(error)
        return answer.get("ChecksumSHA256", "")

    def begin(self, upload: Upload) -> str:
        """Start an upload in parts; its id."""
        try:
            answer = self._s3.create_multipart_upload(
                Bucket=self._bucket,
                Key=upload.key,
                ContentType=upload.content_type,
                ChecksumAlgorithm="SHA256",
                Metadata=upload.metadata,
                Tagging=TAG,
            )
        except ClientError as error:
            judge(error)
        except (BotoCoreError, ResponseParserError) as error:
            excuse(error)
        return answer["UploadId"]

    def put_part(self, upload: Upload, upload_id: str, number: int, piece: Piece) -> str:
        """S3's name for the part. Raises UploadGone as well."""
        try:
            with self._open(piece, upload) as body:
                answer = self._s3.upload_part(
                    Bucket=self._bucket,
                    Key=upload.key,
                    UploadId=upload_id,
                    PartNumber=number,
                    Body=body,
                    ContentLength=piece.size,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=piece.sha256,
                )
        except ClientError as error:
            judge_part(error)
        except (BotoCoreError, ResponseParserError) as error:
            excuse(error)
        if answer.get("ChecksumSHA256") != piece.sha256:
            raise Unavailable(f"S3 did not confirm the checksum of part {number} of {upload.key}")
        return answer["ETag"]

    def finish(
        self, upload: Upload, upload_id: str, parts: Sequence[tuple[int, str, str]], size: int
    ) -> bool:
        """Make the object of its parts (number, ETag, SHA-256); False when the key was there.

        Raises UploadGone as well.
        """
        try:
            self._s3.complete_multipart_upload(
                Bucket=self._bucket,
                Key=upload.key,
                UploadId=upload_id,
                MultipartUpload={
                    "Parts": [
                        {"PartNumber": number, "ETag": etag, "ChecksumSHA256": sha256}
                        for number, etag, sha256 in parts
                    ]
                },
                MpuObjectSize=size,
                IfNoneMatch="*",
            )
        except ClientError as error:
            if read_status(error) == 412:
                return False
            judge_part(error)
        except (BotoCoreError, ResponseParserError) as error:
            excuse(error)
        return True

    def abort(self, key: str, upload_id: str) -> None:
        """Give up an upload in parts; one that S3 does not know is none."""
        try:
            self._s3.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload_id)
        except ClientError as error:
            if read_code(error) != "NoSuchUpload":
                judge(error)
        except (BotoCoreError, ResponseParserError) as error:
            excuse(error)

    def list_page(self, prefix: str, after: str | None) -> tuple[dict[str, int], str | None]:
        """Sizes by key, and where the next page begins; None after the last."""
        try:
            if after is None:
                answer = self._s3.list_objects_v2(Bucket=self._bucket, Prefix=prefix)
            else:
                answer = self._s3.list_objects_v2(
                    Bucket=self._bucket, Prefix=prefix, ContinuationToken=after
                )
        except ClientError as error:
            judge(error)
        except (BotoCoreError, ResponseParserError) as error:
            excuse(error)
        found = {each.get("Key", ""): each.get("Size", -1) for each in answer.get("Contents", [])}
        return found, answer.get("NextContinuationToken")

    def _open(self, piece: Piece, upload: Upload) -> Body:
        try:
            body = Body(
                piece.path, piece.start, piece.size, upload.purpose, self._meter, self._throttle
            )
        except FileNotFoundError:
            raise Damaged(f"the file of {upload.key} is gone") from None
        if os.fstat(body.fileno()).st_size != piece.file_bytes:
            body.close()
            raise Damaged(f"the file of {upload.key} has another size")
        return body

    def _count_request(self, request: "AWSPreparedRequest", **event: object) -> None:
        del event
        address = urlsplit(request.url)
        is_secure = address.scheme == "https"
        port = address.port or (443 if is_secure else 80)
        self._meter.open_request(address.hostname or "", port, is_secure=is_secure)
        lines = [f"{request.method} {address.path}?{address.query} HTTP/1.1"]
        lines += [f"{name}: {_read_text(text)}" for name, text in request.headers.items()]
        sent = sum(len(line) + 2 for line in lines) + 2
        if isinstance(request.body, Body):
            request.body.start_sending()
        elif isinstance(request.body, bytes | str):
            sent += len(request.body)
        self._meter.count_exchange(sent, 0)

    def _count_answer(self, response_dict: _Answer, **event: object) -> None:
        del event
        lines = [f"{name}: {text}" for name, text in response_dict["headers"].items()]
        received = _STATUS_LINE_BYTES + sum(len(line) + 2 for line in lines) + 2
        self._meter.count_exchange(0, received + len(response_dict["body"]))


def _open_session(settings: Cloud) -> _Session:
    return boto3.Session(profile_name=settings.profile, region_name=settings.region)


def _read_text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
