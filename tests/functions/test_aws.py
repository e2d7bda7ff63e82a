"""What passes by itself is told apart from what does not."""

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from functions.aws import calling
from functions.errors import Unavailable

SIGNED = "https://example.com/?X-Amz-Signature=secret"


def failure(code: str, status: int) -> ClientError:
    return ClientError(
        {
            "Error": {"Code": code},
            "ResponseMetadata": {
                "HTTPStatusCode": status,
                "RequestId": "1",
                "HostId": "",
                "HTTPHeaders": {},
                "RetryAttempts": 2,
            },
        },
        "Query",
    )


@pytest.mark.parametrize(
    "passing",
    [
        failure("ProvisionedThroughputExceededException", 400),
        failure("ThrottlingException", 400),
        failure("LimitExceededException", 400),
        failure("KMSInternalException", 500),
        failure("SlowDown", 503),
        failure("InternalServerError", 500),
        failure("503", 503),
        failure("Whatever", 429),
        EndpointConnectionError(endpoint_url=SIGNED),
        ConnectTimeoutError(endpoint_url=SIGNED),
        ReadTimeoutError(endpoint_url=SIGNED),
    ],
)
def test_what_passes_by_itself_is_unavailable_and_names_no_address(passing: Exception) -> None:
    with pytest.raises(Unavailable, match=r"^the table ") as told, calling("the table"):
        raise passing
    assert "secret" not in told.value.text


@pytest.mark.parametrize(
    "lasting",
    [
        failure("AccessDeniedException", 400),
        failure("403", 403),
        failure("404", 404),
        failure("ValidationException", 400),
        failure("ConditionalCheckFailedException", 400),
        ValueError("a bug"),
    ],
)
def test_what_does_not_pass_goes_through(lasting: Exception) -> None:
    with pytest.raises(type(lasting)) as told, calling("the table"):
        raise lasting
    assert told.value is lasting
