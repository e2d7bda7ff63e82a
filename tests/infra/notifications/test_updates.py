"""Promises about updates: who is asked, and what may be published."""

import re

from tests.infra.notifications.test_capability import NOTIFY, function, statements
from tests.infra.recording import ACCOUNT, IOT_HOST, Program

ADMIT = "functions.notifications.handler.admit"


def test_iot_core_asks_our_function_and_only_for_our_authorizer(program: Program) -> None:
    admit = function(program, ADMIT)
    authorizer = program.one("aws:iot/authorizer:Authorizer")
    assert authorizer.inputs["authorizerFunctionArn"] == admit.outputs["arn"]
    assert authorizer.inputs["status"] == "ACTIVE"
    permission = program.one("aws:lambda/permission:Permission", function=admit.inputs["name"])
    assert permission.inputs["principal"] == "iot.amazonaws.com"
    assert permission.inputs["sourceArn"] == authorizer.outputs["arn"]
    # docs.aws.amazon.com/iot/latest/apireference/API_CreateAuthorizer.html
    assert re.fullmatch(r"[\w=,@-]{1,128}", authorizer.inputs["name"])


def test_iot_core_waits_five_seconds_for_an_answer(program: Program) -> None:
    assert function(program, ADMIT).inputs["timeout"] <= 5


def test_who_lets_viewers_in_reads_memberships_and_no_more(program: Program) -> None:
    own = {"WriteLog", "Traces"}
    assert set(statements(program, ADMIT)) - own == {"ReadMemberships", "ReadMembershipsKey"}
    told = function(program, ADMIT).inputs["environment"]["variables"]
    assert told["WEB_CLIENT_ID"] == program.exports["userPoolClientId"]
    assert told["TOKEN_ISSUER"].endswith("/" + program.exports["userPoolId"])


def test_only_who_tells_people_publishes_and_only_arrivals(program: Program) -> None:
    publish = statements(program, NOTIFY)["PublishArrivals"]
    assert publish["Action"] == ["iot:Publish"]
    assert publish["Resource"] == [
        f"arn:aws:iot:eu-central-1:{ACCOUNT}:topic/event/clips/*/*/arrived"
    ]
    told = function(program, NOTIFY).inputs["environment"]["variables"]
    assert told["UPDATES_URL"] == f"https://{IOT_HOST}"
    holders = [
        each.name
        for each in program.of("aws:iam/rolePolicy:RolePolicy")
        if "iot:" in each.inputs["policy"]
    ]
    assert holders == ["notifications-notify-policy"]
