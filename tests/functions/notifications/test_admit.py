"""Who may connect to hear of new clips: real tokens, real keys over HTTP, the sites table."""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import jwt
import pytest

from functions.notifications import handler
from tests.functions.cloud import Cloud, Context
from tests.functions.notifications.user_pool import CLIENT, ISSUER, NO_CHANGES, POOL, UserPool

IOT = "arn:aws:iot:eu-central-1:123456789012"
CLIENT_ID = "viewer-anna-0123456789abcdef"
OWNER = {"cognito:groups": ["site:home"]}


class Door:
    """The function, asked as IoT Core asks it."""

    def __init__(self, pool: UserPool, cloud: Cloud) -> None:
        self.pool = pool
        self.cloud = cloud

    def ask(
        self,
        token: str,
        site: str = "home",
        client_id: str = CLIENT_ID,
        changes: Mapping[str, object] = NO_CHANGES,
    ) -> Mapping[str, Any]:
        password = base64.b64encode(token.encode()).decode()
        said = {"username": site, "password": password, "clientId": client_id, **changes}
        event: dict[str, Any] = {
            "protocols": ["tls", "http", "mqtt"],
            "protocolData": {
                "tls": {"serverName": "a1b2c3-ats.iot.eu-central-1.amazonaws.com"},
                "http": {
                    "headers": {},
                    "queryString": "?x-amz-customauthorizer-name=vedette-viewers",
                },
                "mqtt": said,
            },
            "connectionMetadata": {"id": "0a4ad2fb-fa0b-4ae5-b8e8-5d1a2b4cbb1c"},
            "signatureVerified": False,
        }
        return handler.admit(event, Context())

    def admits(self, token: str, site: str = "home", client_id: str = CLIENT_ID) -> bool:
        answer = self.ask(token, site, client_id)
        assert answer["isAuthenticated"] or answer == {"isAuthenticated": False}
        return answer["isAuthenticated"]


@pytest.fixture(scope="module")
def pool() -> Iterator[UserPool]:
    running = UserPool()
    yield running
    running.close()


@pytest.fixture
def door(pool: UserPool, cloud: Cloud) -> Iterator[Door]:
    pool.keys.clear()
    pool.add_key("one")
    pool.status, pool.asked = 200, 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", pool.origin)
        patch.setenv("SITES_TABLE_NAME", cloud.sites_table)
        patch.setenv("USER_POOL_ID", POOL)
        patch.setenv("TOKEN_ISSUER", ISSUER)
        patch.setenv("WEB_CLIENT_ID", CLIENT)
        patch.setenv("IOT_ARN", IOT)
        handler.build_admit.cache_clear()
        yield Door(pool, cloud)
    handler.build_admit.cache_clear()


def statements(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        each for document in answer["policyDocuments"] for each in json.loads(document)["Statement"]
    ]


def test_an_owner_hears_of_all_cameras_of_that_site_and_of_nothing_else(door: Door) -> None:
    token = door.pool.sign({"cognito:groups": ["site:home", "site:barn", "other"]})
    answer = door.ask(token)
    assert answer["isAuthenticated"] is True
    assert answer["principalId"] == "anna"
    assert statements(answer) == [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": f"{IOT}:client/{CLIENT_ID}"},
        {
            "Effect": "Allow",
            "Action": ["iot:Subscribe", "iot:Receive"],
            "Resource": [
                f"{IOT}:topicfilter/event/clips/home/+/arrived",
                f"{IOT}:topic/event/clips/home/*/arrived",
            ],
        },
    ]
    assert not door.admits(token, "villa")


def test_a_guest_hears_of_the_own_cameras_only(door: Door) -> None:
    door.cloud.add_member("anna", "home", "guest", cameras=["porch", "garden"])
    answer = door.ask(door.pool.sign())
    heard = [each["Resource"] for each in statements(answer) if "iot:Receive" in each["Action"]]
    assert {resource for resources in heard for resource in resources} == {
        f"{IOT}:{kind}/event/clips/home/{camera}/arrived"
        for kind in ("topicfilter", "topic")
        for camera in ("garden", "porch")
    }


def test_it_is_asked_again_soon_and_ends_with_the_token(door: Door) -> None:
    door.cloud.add_member("anna", "home")
    answer = door.ask(door.pool.sign())
    assert answer["refreshAfterInSeconds"] == 300
    assert 1790 <= answer["disconnectAfterInSeconds"] <= 1800
    ends_soon = door.ask(door.pool.sign({"exp": int(time.time()) + 60}))
    assert ends_soon["disconnectAfterInSeconds"] == 300, "IoT Core takes no less"


def test_it_ends_with_the_membership(door: Door) -> None:
    now_s = int(time.time())
    door.cloud.add_member("anna", "home", ends_s=now_s + 600)
    assert 590 <= door.ask(door.pool.sign())["disconnectAfterInSeconds"] <= 600
    door.cloud.add_member("anna", "home", ends_s=now_s - 1)
    assert not door.admits(door.pool.sign())


def test_whoever_was_removed_is_refused_the_next_time(door: Door) -> None:
    token = door.pool.sign()
    assert not door.admits(token)
    door.cloud.add_member("anna", "home")
    assert door.admits(token)


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other"},
        {"client_id": "another-client"},
        {"token_use": "id"},
        {"sub": None},
        {"sub": "an/na"},
    ],
)
def test_a_token_that_is_not_one_of_the_web_app_is_refused(
    door: Door, changes: dict[str, object]
) -> None:
    assert door.admits(door.pool.sign(OWNER))
    assert not door.admits(door.pool.sign({**OWNER, **changes}))


def test_a_forged_token_is_refused(door: Door) -> None:
    good = door.pool.sign(OWNER)
    claims = jwt.decode(good, options={"verify_signature": False})
    other = UserPool()
    other.add_key("one")
    other.close()
    assert not door.admits(other.sign(OWNER))
    assert not door.admits(jwt.encode(claims, "", algorithm="none", headers={"kid": "one"}))
    shared = jwt.encode(claims, "s" * 64, algorithm="HS256", headers={"kid": "one"})
    assert not door.admits(shared)
    assert not door.admits("no token")
    assert not door.admits("")
    assert door.admits(good)


@pytest.mark.parametrize(
    "client_id",
    [
        "viewer-bert-0123456789abcdef",
        "viewer-anna",
        "viewer-anna-",
        "viewer-anna-*",
        "viewer-anna-0123456789abcde*",
        "viewer-anna-0123456789abcdef0",
        "camera-anna-0123456789abcdef",
        "",
    ],
)
def test_nobody_takes_anothers_client_id(door: Door, client_id: str) -> None:
    door.cloud.add_member("anna", "home")
    assert not door.admits(door.pool.sign(), client_id=client_id)


@pytest.mark.parametrize(
    "mqtt",
    [
        {"username": "*"},
        {"username": "home/+"},
        {"username": None},
        {"password": "not base64"},
        {"password": None},
        {"clientId": None},
    ],
)
def test_what_no_viewer_sends_is_refused(door: Door, mqtt: dict[str, object]) -> None:
    door.cloud.add_member("anna", "home")
    assert door.ask(door.pool.sign(), changes=mqtt) == {"isAuthenticated": False}
    assert handler.admit({"protocolData": {}}, Context()) == {"isAuthenticated": False}


def test_keys_are_asked_for_once_and_again_for_a_new_one_but_not_by_everybody(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.cloud.add_member("anna", "home")
    now_s = int(time.time())
    tokens = [door.pool.sign(), door.pool.sign()]
    assert [door.admits(token) for token in tokens] == [True, True]
    assert door.pool.asked == 1
    door.pool.add_key("two")
    fresh = door.pool.sign(key="two")
    monkeypatch.setattr(time, "time", lambda: now_s + 59)
    assert [door.admits(fresh) for _ in range(3)] == [False] * 3
    assert door.pool.asked == 1
    monkeypatch.setattr(time, "time", lambda: now_s + 62)
    assert door.admits(fresh)
    assert door.admits(tokens[0])
    assert door.pool.asked == 2


def test_a_pool_that_does_not_answer_is_asked_again_at_the_next_connection(door: Door) -> None:
    door.cloud.add_member("anna", "home")
    door.pool.status = 503
    assert not door.admits(door.pool.sign())
    door.pool.status = 200
    assert door.admits(door.pool.sign())


def test_neither_tokens_nor_addresses_are_logged(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.cloud.add_member("anna", "home")
    token = door.pool.sign({"email": "anna@example.org"})
    assert door.admits(token)
    assert not door.admits(token, "barn")
    assert not door.admits(token[:-9] + "AAAAAAAAA")
    assert caplog.messages == ["connection admitted", "connection refused", "connection refused"]
    said = "".join(str(vars(record)) for record in caplog.records)
    assert "bad_token" in said
    for secret in (*token.split("."), base64.b64encode(token.encode()).decode(), "anna@example"):
        assert secret not in said
