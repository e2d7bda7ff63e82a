"""A person's browsers: added, renewed, shown, removed, and never another's."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from contract import names
from functions.notifications.logic.push import decode, encode
from functions.notifications.store.encryption import read_point
from tests.functions.cloud import Cloud
from tests.functions.notifications.account import PUSH_SERVICE, SENDER, TABLE
from tests.functions.notifications.browser import Browser
from tests.functions.notifications.conftest import Functions

AUTH = encode(bytes(16))
NO_POINT = encode(b"\x04" + bytes(64))
ALL = "/v1/me/push-subscriptions"


def browser(number: int = 1) -> Browser:
    return Browser(f"https://{PUSH_SERVICE}/send/{number}", f"Browser {number}")


def listed(functions: Functions, person: str = "anna") -> list[str]:
    status, body = functions.call("GET", ALL, person=person)
    assert status == 200
    return [each["label"] for each in body["items"]]


def test_the_push_key_is_the_point_that_browsers_want(functions: Functions, cloud: Cloud) -> None:
    status, body = functions.call("GET", "/v1/me/push-key")
    assert (status, body["mail_sender"]) == (200, SENDER)
    key = read_point(decode(body["key"]))
    assert isinstance(key.curve, ec.SECP256R1)
    assert functions.call("GET", "/v1/me/push-key")[1] == body, "the same key for everybody"
    _ = cloud


def test_a_browser_is_added_once_however_often_it_says_so(functions: Functions) -> None:
    one = browser()
    answers = [functions.call("PUT", ALL, one.subscription()) for _ in range(2)]
    assert [status for status, _ in answers] == [200, 200]
    assert answers[0][1]["id"] == answers[1][1]["id"]
    assert listed(functions) == ["Browser 1"]


def test_the_endpoint_is_never_shown(functions: Functions) -> None:
    one = browser()
    answered = functions.call("PUT", ALL, one.subscription())
    shown = functions.call("GET", ALL)
    for _, body in (answered, shown):
        assert one.endpoint not in json.dumps(body)
        assert one.subscription()["keys"]["auth"] not in json.dumps(body)


def test_a_removed_browser_is_gone_and_may_be_removed_again(functions: Functions) -> None:
    _, body = functions.call("PUT", ALL, browser().subscription())
    for _ in range(2):
        assert functions.call("DELETE", f"{ALL}/{body['id']}") == (200, {"id": body["id"]})
    assert listed(functions) == []


def test_nobody_sees_or_removes_the_browser_of_another(functions: Functions) -> None:
    _, body = functions.call("PUT", ALL, browser().subscription())
    assert listed(functions, "berta") == []
    functions.call("DELETE", f"{ALL}/{body['id']}", person="berta")
    assert listed(functions) == ["Browser 1"]


def test_a_browser_is_for_the_person_who_signed_in_last(functions: Functions) -> None:
    functions.call("PUT", ALL, browser().subscription())
    functions.call("PUT", ALL, browser().subscription(), person="berta")
    assert (listed(functions), listed(functions, "berta")) == ([], ["Browser 1"])


def test_the_oldest_browsers_give_way(functions: Functions, cloud: Cloud) -> None:
    most = names.NOTIFICATIONS_BROWSERS_PER_PERSON_MAX
    _, first = functions.call("PUT", ALL, browser(0).subscription())
    cloud.dynamodb.update_item(
        TableName=TABLE,
        Key={"pk": {"S": names.format_push_key(first["id"])}},
        UpdateExpression="SET ordered = :earlier",
        ExpressionAttributeValues={":earlier": {"S": "000000000001"}},
    )
    for number in range(1, most + 1):
        functions.call("PUT", ALL, browser(number).subscription())
    shown = listed(functions)
    assert len(shown) == most
    assert "Browser 0" not in shown
    assert f"Browser {most}" in shown


def wrong(**changes: object) -> dict[str, Any]:
    return {**browser().subscription(), **changes}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (wrong(endpoint="https://evil.example/send/1"), "unknown_push_service"),
        (wrong(endpoint="http://push.example/send/1"), "unknown_push_service"),
        (wrong(endpoint="https://127.0.0.1:9001/"), "unknown_push_service"),
        (
            wrong(keys={"p256dh": encode(b"\x04" + bytes(64)), "auth": encode(bytes(16))}),
            "bad_keys",
        ),
        (wrong(keys={"p256dh": "AAAA", "auth": AUTH}), "bad_keys"),
        (wrong(keys={"p256dh": "AAAA"}), "invalid_parameter"),
        (wrong(label="x" * 81), "invalid_parameter"),
        (wrong(label="a\nb"), "invalid_parameter"),
        (wrong(label="\ud800"), "invalid_parameter"),
        (wrong(endpoint="https://push.example\u2100/send/1"), "unknown_push_service"),
        ({}, "invalid_parameter"),
    ],
)
def test_what_no_browser_says_is_refused(functions: Functions, body: object, code: str) -> None:
    status, problem = functions.call("PUT", ALL, body)
    assert (status, problem["code"]) == (400, code)
    assert "send/1" not in json.dumps(problem)
    assert listed(functions) == []


def test_an_id_that_cannot_be_is_not_found(functions: Functions) -> None:
    assert functions.call("DELETE", f"{ALL}/{'G' * 32}")[0] == 404
    assert functions.call("DELETE", f"{ALL}/1")[0] == 404
