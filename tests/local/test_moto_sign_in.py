"""What moto would let anybody do in a user pool is refused."""

from collections.abc import Callable

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from local.foreign import Foreign
from tests.local.laptop import LaptopCloud

EMAIL = "ann@example.com"
SECRET = "Correct-horse-7"
WAYS_IN: dict[str, Callable[[Foreign, str], object]] = {
    "password": lambda idp, client: idp.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=client,
        AuthParameters={"USERNAME": EMAIL, "PASSWORD": SECRET},
    ),
    "SRP": lambda idp, client: idp.initiate_auth(
        AuthFlow="USER_SRP_AUTH",
        ClientId=client,
        AuthParameters={"USERNAME": EMAIL, "SRP_A": "1"},
    ),
    "challenge": lambda idp, client: idp.respond_to_auth_challenge(
        ClientId=client,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session="x" * 20,
        ChallengeResponses={"USERNAME": EMAIL, "NEW_PASSWORD": SECRET},
    ),
    "reset": lambda idp, client: idp.forgot_password(ClientId=client, Username=EMAIL),
    "reset code": lambda idp, client: idp.confirm_forgot_password(
        ClientId=client, Username=EMAIL, ConfirmationCode="123456", Password=SECRET
    ),
    "sign-up": lambda idp, client: idp.sign_up(
        ClientId=client, Username="bob@example.com", Password=SECRET
    ),
    "sign-up code": lambda idp, client: idp.confirm_sign_up(
        ClientId=client, Username=EMAIL, ConfirmationCode="123456"
    ),
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_nobody_gets_in_beside_the_sign_in_page(laptop: LaptopCloud, way: str) -> None:
    admin = laptop.account.client("cognito-idp")
    pool = admin.create_user_pool(PoolName="p", UsernameAttributes=["email"])["UserPool"]["Id"]
    client = admin.create_user_pool_client(UserPoolId=pool, ClientName="web")
    client_id = client["UserPoolClient"]["ClientId"]
    admin.admin_create_user(UserPoolId=pool, Username=EMAIL)
    admin.admin_set_user_password(UserPoolId=pool, Username=EMAIL, Password=SECRET, Permanent=True)
    anybody = _anonymous(laptop)
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        WAYS_IN[way](anybody, client_id)


def _anonymous(laptop: LaptopCloud) -> Foreign:
    session: Foreign = boto3.Session()
    return session.client(
        "cognito-idp",
        region_name=laptop.account.region,
        endpoint_url=laptop.account.endpoint_url,
        config=Config(signature_version=UNSIGNED),
    )
