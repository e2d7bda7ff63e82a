"""Reads objects for the distribution: as its service principal, through the declared policies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from local.cloudfront.declaration import BucketOrigin
from local.cloudfront.ranges import ByteRange, Unsatisfiable, read_range

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef

Permits = Callable[[str, str, str, str], bool]
"""`(service principal, action, resource ARN, source ARN)` -> whether the policies let it."""

_PRINCIPAL = "cloudfront.amazonaws.com"
_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True)
class BucketReader:
    """`client` may read everything: whether the distribution may is asked of `permits` first."""

    client: "S3Client"
    permits: Permits
    distribution_arn: str

    def read(self, origin: BucketOrigin, key: str, headers: Headers, *, head: bool) -> Response:
        """The origin's answer to GET or HEAD of one object."""
        key = f"{origin.path}/{key}".lstrip("/")
        arn = f"arn:aws:s3:::{origin.bucket}/{key}"
        if not (origin.signed and self._may("s3:GetObject", arn)):
            return _error(403, "AccessDenied", "Access Denied")
        try:
            found = self.client.head_object(Bucket=origin.bucket, Key=key)
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") != 404:
                raise
            return self._missing(origin)
        kms_key = found.get("SSEKMSKeyId")
        if kms_key and not self._may("kms:Decrypt", kms_key):
            return _error(403, "AccessDenied", "Access Denied")
        if _is_unchanged(found, headers):
            return Response(status_code=304, headers=_validators(found))
        return self._answer(origin.bucket, key, found, headers, head=head)

    def _answer(
        self,
        bucket: str,
        key: str,
        found: "HeadObjectOutputTypeDef",
        headers: Headers,
        *,
        head: bool,
    ) -> Response:
        size = found["ContentLength"]
        try:
            part = read_range(_wanted_range(found, headers), size)
        except Unsatisfiable:
            response = _error(416, "InvalidRange", "The requested range is not satisfiable")
            response.headers["content-range"] = f"bytes */{size}"
            return response
        described = _describe(found)
        described["content-length"] = str(part.length if part else size)
        if part:
            described["content-range"] = f"bytes {part.first}-{part.last}/{size}"
        status = 206 if part else 200
        if head:
            return Response(status_code=status, headers=described)
        return StreamingResponse(self._content(bucket, key, part), status, described)

    def _content(self, bucket: str, key: str, part: ByteRange | None) -> Iterator[bytes]:
        if part:
            wanted = f"bytes={part.first}-{part.last}"
            got = self.client.get_object(Bucket=bucket, Key=key, Range=wanted)
        else:
            got = self.client.get_object(Bucket=bucket, Key=key)
        yield from got["Body"].iter_chunks(_CHUNK_BYTES)

    def _missing(self, origin: BucketOrigin) -> Response:
        # S3 says that an object is missing only to whoever may list the bucket.
        if self._may("s3:ListBucket", f"arn:aws:s3:::{origin.bucket}"):
            return _error(404, "NoSuchKey", "The specified key does not exist.")
        return _error(403, "AccessDenied", "Access Denied")

    def _may(self, action: str, resource: str) -> bool:
        return self.permits(_PRINCIPAL, action, resource, self.distribution_arn)


def _validators(found: "HeadObjectOutputTypeDef") -> dict[str, str]:
    headers = {"etag": found["ETag"], "accept-ranges": "bytes"}
    if "CacheControl" in found:
        headers["cache-control"] = found["CacheControl"]
    stamp = found["LastModified"].strftime("%a, %d %b %Y %H:%M:%S GMT")
    return headers | {"last-modified": stamp}


def _describe(found: "HeadObjectOutputTypeDef") -> dict[str, str]:
    headers = _validators(found)
    headers["content-type"] = found.get("ContentType", "binary/octet-stream")
    if "ContentDisposition" in found:
        headers["content-disposition"] = found["ContentDisposition"]
    if "ContentEncoding" in found:
        headers["content-encoding"] = found["ContentEncoding"]
    if "VersionId" in found:
        headers["x-amz-version-id"] = found["VersionId"]
    return headers | {f"x-amz-meta-{name}": value for name, value in found["Metadata"].items()}


def _is_unchanged(found: "HeadObjectOutputTypeDef", headers: Headers) -> bool:
    wanted = headers.get("if-none-match")
    if wanted is not None:
        tags = [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
        return "*" in tags or found["ETag"] in tags
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return found["LastModified"].replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _wanted_range(found: "HeadObjectOutputTypeDef", headers: Headers) -> str | None:
    condition = headers.get("if-range")
    return None if condition not in (None, found["ETag"]) else headers.get("range")


def _error(status: int, code: str, message: str) -> Response:
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    )
    return Response(document, status, {"content-type": "application/xml"})
