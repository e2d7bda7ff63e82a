"""Promises about people and how they sign in."""

import re

import pytest

from infra.identity import choose_prefix
from infra.program import Artefacts
from infra.settings import Settings
from tests.infra.recording import Program, Resource, record


def client(program: Program) -> Resource:
    return program.one("aws:cognito/userPoolClient:UserPoolClient")


def test_nobody_signs_up_alone(program: Program) -> None:
    pool = program.one("aws:cognito/userPool:UserPool").inputs
    assert pool["adminCreateUserConfig"]["allowAdminCreateUserOnly"] is True
    assert pool["userPoolTier"] == "ESSENTIALS"
    assert [each["name"] for each in pool["accountRecoverySetting"]["recoveryMechanisms"]] == [
        "verified_email"
    ]
    assert pool["passwordPolicy"]["minimumLength"] >= 12


def test_one_function_writes_letters_for_this_pool_alone(program: Program) -> None:
    pool = program.one("aws:cognito/userPool:UserPool")
    (writer,) = [
        each
        for each in program.of("aws:lambda/function:Function")
        if each.inputs["handler"] == "functions.sites.handler.letter"
    ]
    assert pool.inputs["lambdaConfig"] == {"customMessage": writer.outputs["arn"]}
    (permission,) = [
        each.inputs
        for each in program.of("aws:lambda/permission:Permission")
        if each.inputs["principal"] == "cognito-idp.amazonaws.com"
    ]
    assert permission["function"] == writer.inputs["name"]
    assert permission["action"] == "lambda:InvokeFunction"
    assert permission["sourceArn"] == pool.outputs["arn"]
    # The pool gives up after five seconds.
    assert writer.inputs["timeout"] <= 5


def test_the_web_app_is_a_public_client_with_code_flow_alone(program: Program) -> None:
    web = client(program).inputs
    assert web["generateSecret"] is False
    assert web["allowedOauthFlows"] == ["code"]
    assert web["allowedOauthFlowsUserPoolClient"] is True
    assert set(web["allowedOauthScopes"]) == {"openid", "email", "profile"}
    assert web["preventUserExistenceErrors"] == "ENABLED"
    assert web["enableTokenRevocation"] is True
    # No password ever travels to the client's own pages; rotation excludes the refresh flow.
    assert web["explicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"]
    assert web["refreshTokenRotation"]["feature"] == "ENABLED"


def test_tokens_are_short_lived(program: Program) -> None:
    web = client(program).inputs
    assert web["tokenValidityUnits"]["accessToken"] == "minutes"
    assert web["accessTokenValidity"] <= 60
    assert web["idTokenValidity"] <= 60


def test_people_come_back_only_to_the_web_app_and_the_origins_of_the_settings(
    programs: dict[str, Program],
) -> None:
    for name, more in (
        ("dev", []),
        ("other", ["http://localhost:5173/", "https://cameras.example.org/"]),
    ):
        web = client(programs[name]).inputs
        wanted = [programs[name].exports["webUrl"] + "/", *more]
        assert web["callbackUrls"] == wanted
        assert web["logoutUrls"] == wanted


def test_the_sign_in_page_has_a_name_of_its_own(program: Program) -> None:
    domain = program.one("aws:cognito/userPoolDomain:UserPoolDomain").inputs
    assert domain["domain"] == choose_prefix(program.exports["userPoolId"])
    assert domain["managedLoginVersion"] == 2
    look = program.one("aws:cognito/managedLoginBranding:ManagedLoginBranding")
    assert look.inputs["clientId"] == client(program).outputs["id"]


@pytest.mark.parametrize(
    "letters", ["AbCdEf123", "1awsXYZ23", "xAwS12345", "Cognito12", "amAZon123"]
)
def test_no_pool_gets_a_word_that_cognito_forbids_in_addresses(letters: str) -> None:
    prefix = choose_prefix(f"eu-central-1_{letters}")
    assert re.fullmatch("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", prefix)
    assert not any(word in prefix for word in ("aws", "amazon", "cognito"))
    assert prefix != choose_prefix(f"eu-central-1_{letters.swapcase()}"), "pools differ by case"


@pytest.mark.parametrize(("mfa", "described"), [("OFF", False), ("OPTIONAL", True), ("ON", True)])
def test_the_second_factor_is_an_authenticator_app(
    mfa: str, described: bool, artefacts: Artefacts
) -> None:
    settings = Settings.model_validate({"mfa": mfa})
    pool = record(settings, artefacts).one("aws:cognito/userPool:UserPool").inputs
    assert pool["mfaConfiguration"] == mfa
    assert ("softwareTokenMfaConfiguration" in pool) is described
    assert "smsConfiguration" not in pool
