"""S3: one object put once."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from vedette_gateway.errors import Damaged, Rejected, Unavailable
from vedette_gateway.settings import Cloud

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONNECT_S = 5
_READ_S = 60
_ATTEMPTS = 2
# S3's codes for "the body is not what its checksum says".
_DAMAGED = frozenset({"BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody"})
_LATER = frozenset({"SlowDown", "RequestTimeout", "ConditionalRequestConflict", "InternalError"})


class _Session(Protocol):
    def client(self, service_name: Literal["s3"], *, config: Config) -> "S3Client": ...


class ClipStore:
    """Puts clips into the bucket with the credentials the SDK finds; used by many threads.

    Raises Rejected when profile, region or endpoint cannot be used.
    """

    def __init__(self, settings: Cloud) -> None:
        limits = Config(
            connect_timeout=_CONNECT_S,
            read_timeout=_READ_S,
            retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
            max_pool_connections=settings.connections,
        )
        try:
            self._s3 = _open_session(settings).client("s3", config=limits)
        except (BotoCoreError, ValueError) as error:
            raise Rejected("cloud", str(error)) from None
        self._bucket = settings.bucket

    def put(
        self, key: str, path: Path, content_type: str, sha256: str, metadata: dict[str, str]
    ) -> str | None:
        """The SHA-256 S3 says it stored, in base64; None when the key was there before.

        Raises Unavailable, Rejected, or Damaged when the file is gone or is not what `sha256` says.
        """
        try:
            with path.open("rb") as body:
                answer = self._s3.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=body,
                    ContentLength=os.fstat(body.fileno()).st_size,
                    ContentType=content_type,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=sha256,
                    Metadata=metadata,
                    IfNoneMatch="*",
                )
        except FileNotFoundError:
            raise Damaged(f"the file of {key} is gone") from None
        except ClientError as error:
            return _judge(error)
        except BotoCoreError as error:
            raise Unavailable(f"{type(error).__name__}: {error}"[:300]) from None
        return answer.get("ChecksumSHA256", "")


def _open_session(settings: Cloud) -> _Session:
    return boto3.Session(profile_name=settings.profile, region_name=settings.region)


def _judge(error: ClientError) -> None:
    details = error.response.get("Error", {})
    code, text = str(details.get("Code", "?")), str(details.get("Message", ""))[:300]
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status == 412:
        return
    if code in _DAMAGED:
        raise Damaged(f"{code}: {text}") from None
    if status >= 500 or status == 429 or code in _LATER:
        raise Unavailable(f"{code}: {text}") from None
    raise Rejected(code, text) from None
