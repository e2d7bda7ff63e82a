"""Tokens of the user pool: signed by this start's key, not by the one that moto ships."""

import json
import urllib.request

import jwt
import pytest
from joserfc import jwk
from joserfc import jwt as signing
from moto.utilities.utils import load_resource

from local.foreign import Foreign
from tests.local.laptop import LaptopCloud


def public_key(laptop: LaptopCloud, pool: str) -> Foreign:
    url = f"{laptop.account.endpoint_url}/{pool}/.well-known/jwks.json"
    with urllib.request.urlopen(url) as answer:
        (key,) = json.load(answer)["keys"]
    assert "d" not in key
    return jwt.PyJWK(key).key


def signed_in(laptop: LaptopCloud) -> tuple[str, str, str]:
    """A pool, a client and a person's access token."""
    idp = laptop.account.client("cognito-idp")
    pool = idp.create_user_pool(PoolName="people")["UserPool"]["Id"]
    client = idp.create_user_pool_client(
        UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    idp.admin_create_user(UserPoolId=pool, Username="a@example.org")
    idp.admin_set_user_password(
        UserPoolId=pool, Username="a@example.org", Password="Long-enough-1", Permanent=True
    )
    answer = idp.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "a@example.org", "PASSWORD": "Long-enough-1"},
    )
    return pool, client, answer["AuthenticationResult"]["AccessToken"]


def test_a_token_of_the_pool_is_good(laptop: LaptopCloud) -> None:
    pool, client, token = signed_in(laptop)
    claims = jwt.decode(token, public_key(laptop, pool), algorithms=["RS256"])
    assert claims["client_id"] == client


def test_a_token_signed_with_the_key_that_moto_ships_is_forged(laptop: LaptopCloud) -> None:
    pool, _, token = signed_in(laptop)
    claims = jwt.decode(token, options={"verify_signature": False})
    shipped = jwk.RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))
    forged = signing.encode({"kid": "dummy", "alg": "RS256"}, claims, shipped)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged, public_key(laptop, pool), algorithms=["RS256"])
