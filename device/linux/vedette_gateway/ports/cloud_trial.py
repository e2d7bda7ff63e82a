"""Who we are in the cloud and what we may do there, found out without leaving anything."""

from typing import TYPE_CHECKING, Literal, Protocol, overload

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.ports.cloud import TAG
from vedette_gateway.settings import Cloud

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient

_TROUBLE = (ClientError, BotoCoreError, ResponseParserError)
_LIMITS = Config(
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 2},
)


class _Session(Protocol):
    @overload
    def client(self, service_name: Literal["s3"], *, config: Config) -> "S3Client": ...
    @overload
    def client(self, service_name: Literal["sts"], *, config: Config) -> "STSClient": ...


class CloudTrial:
    """Methods raise Rejected or Unavailable; so does construction, for a profile there is not."""

    def __init__(self, settings: Cloud) -> None:
        self._bucket = settings.bucket
        try:
            session = _open_session(settings)
            self._s3 = session.client("s3", config=_LIMITS)
            self._sts = session.client("sts", config=_LIMITS)
        except (BotoCoreError, ValueError) as error:
            raise Rejected(type(error).__name__, str(error)) from None
        self.endpoint = self._s3.meta.endpoint_url

    def identify(self) -> str:
        """The ARN of whose credentials we have."""
        try:
            return self._sts.get_caller_identity()["Arn"]
        except _TROUBLE as error:
            raise _translate(error) from None

    def try_write(self, key: str) -> str | None:
        """Begin an upload and take it back; what could not be taken back, if so.

        The key never becomes an object, so nothing is catalogued. To begin one needs what a put
        needs: s3:PutObject and s3:PutObjectTagging on the key, and the bucket's KMS key.
        """
        try:
            begun = self._s3.create_multipart_upload(Bucket=self._bucket, Key=key, Tagging=TAG)
        except _TROUBLE as error:
            raise _translate(error) from None
        try:
            self._s3.abort_multipart_upload(
                Bucket=self._bucket, Key=key, UploadId=begun["UploadId"]
            )
        except _TROUBLE as error:
            return str(_translate(error))
        return None

    def try_list(self, prefix: str) -> None:
        """See the name of one object, if there is any: s3:ListBucket, for this prefix."""
        try:
            self._s3.list_objects_v2(Bucket=self._bucket, Prefix=prefix, MaxKeys=1)
        except _TROUBLE as error:
            raise _translate(error) from None


def _open_session(settings: Cloud) -> _Session:
    return boto3.Session(profile_name=settings.profile, region_name=settings.region)


def _translate(error: ClientError | BotoCoreError | ResponseParserError) -> Rejected | Unavailable:
    if isinstance(error, ClientError):
        details = error.response.get("Error", {})
        code = str(details.get("Code", "?"))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        text = str(details.get("Message", ""))[:300]
        return Unavailable(f"{code}: {text}") if status >= 500 else Rejected(code, text)
    name = type(error).__name__
    if "Credential" in name or "Token" in name or "Profile" in name:
        return Rejected(name, str(error)[:300])
    return Unavailable(f"{name}: {error}"[:300])
