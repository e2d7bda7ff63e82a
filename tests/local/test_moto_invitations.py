"""Invitations of a user pool reach the mailbox; a second letter invites the same person."""

import pytest
from botocore.exceptions import ClientError

from tests.local.laptop import LaptopCloud

EMAIL = "ann@example.org"


def test_an_invitation_is_a_letter_with_a_password_that_signs_in(laptop: LaptopCloud) -> None:
    people = laptop.account.client("cognito-idp")
    pool = people.create_user_pool(PoolName="p", UsernameAttributes=["email"])["UserPool"]["Id"]
    client = people.create_user_pool_client(
        UserPoolId=pool, ClientName="c", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    made = people.admin_create_user(UserPoolId=pool, Username=EMAIL)["User"]["Username"]
    again = people.admin_create_user(UserPoolId=pool, Username=EMAIL, MessageAction="RESEND")
    assert again["User"]["Username"] == made
    people.admin_create_user(UserPoolId=pool, Username="b@example.org", MessageAction="SUPPRESS")
    first, second = laptop.mailbox.read()
    assert (first.to, second.to) == (EMAIL, EMAIL)
    assert first.text != second.text
    password = second.text.strip().rpartition(" ")[2].rstrip(".")
    answer = people.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": EMAIL, "PASSWORD": password},
    )
    assert answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    people.admin_set_user_password(
        UserPoolId=pool, Username=EMAIL, Password="Long-enough-1", Permanent=True
    )
    with pytest.raises(ClientError, match="UnsupportedUserStateException"):
        people.admin_create_user(UserPoolId=pool, Username=EMAIL, MessageAction="RESEND")
