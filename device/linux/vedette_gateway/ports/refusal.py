"""What S3's refusals mean for us."""

from typing import NoReturn

from botocore.exceptions import ClientError

from vedette_gateway.errors import Damaged, Rejected, Unavailable

# S3's codes for "the body is not what its checksum says".
_DAMAGED = frozenset({"BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody", "InvalidDigest"})
_LATER = frozenset({"SlowDown", "RequestTimeout", "ConditionalRequestConflict", "InternalError"})
# 409 after somebody wrote the key meanwhile: S3 wants a new upload then.
_GONE = frozenset({"NoSuchUpload", "InvalidPart", "ConditionalRequestConflict"})


class UploadGone(Exception):
    """S3 does not know this upload in parts any more, or cannot make an object of it."""


def read_code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "?"))


def read_status(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def judge_part(error: ClientError) -> NoReturn:
    """The same for what is done to an upload in parts. Raises UploadGone as well."""
    if read_code(error) in _GONE:
        raise UploadGone(read_code(error)) from None
    judge(error)


def judge(error: ClientError) -> NoReturn:
    """Raises Damaged, Unavailable or Rejected."""
    code, status = read_code(error), read_status(error)
    text = str(error.response.get("Error", {}).get("Message", ""))[:300]
    if code in _DAMAGED:
        raise Damaged(f"{code}: {text}") from None
    if status >= 500 or status == 429 or code in _LATER:
        raise Unavailable(f"{code}: {text}") from None
    raise Rejected(code, text) from None


def excuse(error: Exception) -> NoReturn:
    """Raises Unavailable for what came between us and S3."""
    raise Unavailable(f"{type(error).__name__}: {error}"[:300]) from None
