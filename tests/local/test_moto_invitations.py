"""Invitations of a user pool reach the mailbox; a second letter invites the same person."""

import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError

from local.realise import Unrealisable
from tests.local.laptop import LaptopCloud, declare_function

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


WRITE = """
def handle(event, context):
    asked = event["request"]
    invited = event["triggerSource"] == "CustomMessage_AdminCreateUser"
    if not invited or "fail" in asked["clientMetadata"]:
        raise ValueError("no such letter")
    name, code = asked["usernameParameter"], asked["codeParameter"]
    text = f"<p>Dear {asked['userAttributes']['email']}</p><p>{name}<br>{code}</p>"
    if "short" in asked["clientMetadata"]:
        text = asked["clientMetadata"]["short"]
    event["response"]["emailMessage"] = text
    return event
"""


def open_pool(laptop: LaptopCloud, *, permitted: bool = True) -> str:
    """A pool whose letters a function writes."""
    folder = laptop.code(WRITE)

    def program() -> None:
        function = declare_function(folder, timeout=5)
        pool = aws.cognito.UserPool(
            "people",
            name="people",
            username_attributes=["email"],
            lambda_config={"custom_message": function.arn},
        )
        if permitted:
            aws.lambda_.Permission(
                "letters",
                action="lambda:InvokeFunction",
                function=function.name,
                principal="cognito-idp.amazonaws.com",
                source_arn=pool.arn,
            )

    declarations = laptop.realise(program)
    laptop.run(declarations)
    return str(declarations.one("aws:cognito/userPool:UserPool").id)


def test_a_custom_message_trigger_writes_the_letter(laptop: LaptopCloud) -> None:
    pool = open_pool(laptop)
    people = laptop.account.client("cognito-idp")
    people.admin_create_user(
        UserPoolId=pool,
        Username=EMAIL,
        UserAttributes=[{"Name": "email", "Value": EMAIL}],
        TemporaryPassword="Rain-and-Sun-1",
    )
    (letter,) = laptop.mailbox.read()
    assert letter.subject == "Your temporary password"
    assert letter.text == f"Dear {EMAIL}\n\n{EMAIL}\nRain-and-Sun-1"


@pytest.mark.parametrize(
    ("metadata", "permitted", "code"),
    [
        ({"fail": "yes"}, True, "UserLambdaValidationException"),
        ({"short": "no placeholders"}, True, "InvalidLambdaResponseException"),
        ({}, False, "UnexpectedLambdaException"),
    ],
)
def test_a_letter_that_its_trigger_does_not_write_is_not_sent(
    laptop: LaptopCloud, metadata: dict[str, str], permitted: bool, code: str
) -> None:
    pool = open_pool(laptop, permitted=permitted)
    people = laptop.account.client("cognito-idp")
    with pytest.raises(ClientError, match=code):
        people.admin_create_user(UserPoolId=pool, Username=EMAIL, ClientMetadata=metadata)
    assert laptop.mailbox.read() == []


def test_other_triggers_are_not_declared_in_vain(laptop: LaptopCloud) -> None:
    folder = laptop.code(WRITE)

    def program() -> None:
        arn = declare_function(folder).arn
        aws.cognito.UserPool("people", name="people", lambda_config={"pre_sign_up": arn})

    with pytest.raises(Unrealisable, match="preSignUp"):
        laptop.realise(program)
