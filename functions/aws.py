"""The AWS session of a process, and AWS's failures in our words."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, Protocol, overload

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_iot_data import IoTDataPlaneClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

# Errors that pass by themselves although their HTTP status is 400.
# docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
# docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html#API_Sign_Errors
_PASSING = frozenset(
    {
        "DependencyTimeoutException",
        "KMSInternalException",
        "KeyUnavailableException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


class Session(Protocol):
    """A boto3 session, as far as the functions use it."""

    @overload
    def client(self, service_name: Literal["cognito-idp"]) -> CognitoIdentityProviderClient: ...
    @overload
    def client(self, service_name: Literal["dynamodb"]) -> DynamoDBClient: ...
    @overload
    def client(
        self, service_name: Literal["iot-data"], *, config: Config, endpoint_url: str
    ) -> IoTDataPlaneClient: ...
    @overload
    def client(self, service_name: Literal["kms"]) -> KMSClient: ...
    @overload
    def client(self, service_name: Literal["s3"]) -> S3Client: ...
    @overload
    def client(self, service_name: Literal["sesv2"]) -> SESV2Client: ...
    @overload
    def client(self, service_name: Literal["sqs"]) -> SQSClient: ...


def open_session(region: str | None = None) -> Session:
    """One session a process; `region` is for those outside Lambda, where none may be known.

    Three tries of at most three seconds end before the functions' own timeouts, so that a caller
    is told to try again.
    """
    limits = Config(
        connect_timeout=1,
        read_timeout=2,
        retries={"mode": "standard", "total_max_attempts": 3},
        tcp_keepalive=True,
    )
    core = botocore.session.get_session()
    core.set_default_client_config(limits)
    return boto3.Session(botocore_session=core, region_name=region)


@contextmanager
def calling(service: str) -> Generator[None]:
    """Turn throttling, 5xx and network failures into Unavailable; let other errors through.

    `service` is what people read, e.g. "the clips table".
    """
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        code = read_code(error)
        if code in _PASSING or status >= 500 or status == 429:
            raise Unavailable(f"{service} does not answer: {code}") from error
        raise
    except (ConnectionError, HTTPClientError) as error:
        # Their own texts hold the request's address, which may be signed.
        raise Unavailable(f"{service} cannot be reached: {type(error).__name__}") from None


def read_code(error: ClientError) -> str:
    """AWS's word for the error, or the HTTP status when the answer had no body (HEAD)."""
    return error.response.get("Error", {}).get("Code", "")
