"""S3: one object put once."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from vedette_gateway.errors import Damaged, Rejected, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONNECT_S = 5
_READ_S = 60
_ATTEMPTS = 2
# S3's codes for "the body is not what its checksum says".
_DAMAGED = frozenset({"BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody"})
_LATER = frozenset({"SlowDown", "RequestTimeout", "ConditionalRequestConflict", "InternalError"})


class ClipStore:
    """Puts clips into the bucket with the credentials the SDK finds; used by many threads."""

    def __init__(self, bucket: str, region: str, profile: str | None, connections: int) -> None:
        session = boto3.Session(profile_name=profile, region_name=region)
        self._bucket = bucket
        self._s3: S3Client = session.client(
            "s3",
            config=Config(
                connect_timeout=_CONNECT_S,
                read_timeout=_READ_S,
                retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
                max_pool_connections=connections,
            ),
        )

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
