"""What Cognito is asked when somebody is invited, and what its refusals mean."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.aws import open_session
from functions.errors import Unavailable
from functions.sites.store.people import People

POOL = "eu-central-1_people"
EMAIL = "ann@example.org"


@pytest.mark.parametrize(
    "code",
    [
        "InvalidLambdaResponseException",
        "UnexpectedLambdaException",
        "UserLambdaValidationException",
    ],
)
@pytest.mark.parametrize("way", [People.invite, People.invite_again])
def test_a_letter_that_cannot_be_written_is_tried_again_later(
    way: Callable[[People, str], object], code: str
) -> None:
    client = open_session("eu-central-1").client("cognito-idp")
    asked: dict[str, Any] = {
        "UserPoolId": POOL,
        "Username": EMAIL,
        "DesiredDeliveryMediums": ["EMAIL"],
    }
    if way is People.invite:
        verified = {"Name": "email_verified", "Value": "true"}
        asked["UserAttributes"] = [{"Name": "email", "Value": EMAIL}, verified]
    else:
        asked["MessageAction"] = "RESEND"
    asked["ClientMetadata"] = {"web_url": "https://vedette.example"}
    with Stubber(client) as stubber:
        stubber.add_client_error("admin_create_user", code, expected_params=asked)
        with pytest.raises(Unavailable, match="letter"):
            way(People(client, POOL, "https://vedette.example"), EMAIL)
