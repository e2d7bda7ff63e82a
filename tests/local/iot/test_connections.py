"""Connections: how they begin, how long they last, what ends them."""

import pytest
from paho.mqtt.enums import MQTTProtocolVersion

from local.iot.authorizers import Credentials
from tests.local.iot.clients import (
    Paho,
    connect_packet,
    eventually,
    hear,
    hear_all,
    open_socket,
    packet,
    text,
)
from tests.local.iot.conftest import Stage, answer, viewer_policy

Version = MQTTProtocolVersion
PORCH = "event/clips/home/porch/arrived"
ALL = "event/clips/home/+/arrived"


def assert_ended(client: Paho, reason: int) -> None:
    """MQTT 3.1.1 has no words for why."""
    ended = client.ended()
    if client.version is Version.MQTTv5:
        assert ended.value == reason
    else:
        assert ended.is_failure


def test_the_authorizer_is_shown_what_the_client_shows(stage: Stage, version: Version) -> None:
    client = stage.client(version, "viewer-1")
    assert client.connect("the token") == 0
    (shown,) = stage.asked
    event = shown.event()
    assert event["protocols"] == ["tls", "http", "mqtt"]
    assert event["signatureVerified"] is False
    assert event["protocolData"]["tls"] == {"serverName": "broker.example"}
    assert event["protocolData"]["mqtt"] == {
        "clientId": "viewer-1",
        "username": "home",
        "password": "dGhlIHRva2Vu",
    }
    http = event["protocolData"]["http"]
    assert http["queryString"] == "?x-amz-customauthorizer-name=viewers"
    assert http["headers"]["sec-websocket-protocol"] == "mqtt"


def test_a_wrong_token_is_refused(stage: Stage, version: Version) -> None:
    def authorize(one: Credentials) -> object:
        right = one.password == b"right"
        return answer(viewer_policy(one.client_id)) if right else {"isAuthenticated": False}

    stage.authorize = authorize
    refused = stage.client(version).connect("wrong")
    assert refused.is_failure
    assert refused.getName() == "Not authorized"
    assert stage.client(version).connect("right") == 0


def test_a_client_id_that_the_policy_does_not_name_is_refused(
    stage: Stage, version: Version
) -> None:
    stage.authorize = lambda _: answer(viewer_policy("viewer-of-somebody-else"))
    assert stage.client(version).connect().getName() == "Not authorized"


@pytest.mark.parametrize(
    "wrong",
    [
        {"principalId": "with-dashes"},
        {"principalId": ""},
        {"refreshAfterInSeconds": 299},
        {"disconnectAfterInSeconds": 86401},
        {"disconnectAfterInSeconds": "300"},
        {"policyDocuments": []},
        {"policyDocuments": [viewer_policy("a")] * 11},
        {"policyDocuments": [viewer_policy("a" * 2048)]},
        {"policyDocuments": ["not JSON"]},
        {"policyDocuments": None},
        {"isAuthenticated": "true"},
    ],
)
def test_an_answer_that_aws_would_not_take_admits_nobody(
    stage: Stage, wrong: dict[str, object]
) -> None:
    stage.authorize = lambda one: answer(viewer_policy(one.client_id)) | wrong
    assert stage.client(Version.MQTTv5).connect().value == 0x87


def test_a_policy_may_be_text_and_name_the_client_by_variable(
    stage: Stage, version: Version
) -> None:
    text_of = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:Connect",'
    text_of += '"Resource":"arn:aws:iot:*:*:client/${iot:ClientId}"}}'
    stage.authorize = lambda _: answer() | {"policyDocuments": [text_of]}
    assert stage.client(version).connect() == 0


def test_a_refresh_asks_again_and_takes_the_new_policy(stage: Stage, version: Version) -> None:
    sites = {"viewer-moved": "home", "viewer-stays": "home"}
    stage.authorize = lambda one: answer(viewer_policy(one.client_id, sites[one.client_id]))
    moved, stays = stage.client(version, "viewer-moved"), stage.client(version, "viewer-stays")
    for client in (moved, stays):
        client.connect(keep_alive_s=1200)
        client.subscribe(ALL)
    sites["viewer-moved"] = "barn"
    stage.pass_time(299)
    stage.publish(PORCH, b"before")
    assert [client.message().payload for client in (moved, stays)] == [b"before"] * 2
    assert len(stage.asked) == 2
    stage.pass_time(1)
    eventually(lambda: moved.subscribe(ALL)[0].is_failure)
    stage.publish(PORCH, b"after")
    stage.publish("event/clips/barn/door/arrived", b"nobody has asked for it")
    assert stays.message().payload == b"after"
    assert moved.subscribe("event/clips/barn/+/arrived") == [0]
    assert not moved.has_message


def test_a_refused_refresh_ends_the_connection(stage: Stage, version: Version) -> None:
    client = stage.client(version)
    client.connect(keep_alive_s=1200)
    stage.pass_time(299)
    assert client.subscribe(ALL) == [0]
    stage.authorize = lambda _: {"isAuthenticated": False}
    stage.pass_time(1)
    assert_ended(client, 0x87)
    first, second = stage.asked
    assert first == second
    assert first.password == b"right"


def test_a_connection_lasts_as_long_as_the_authorizer_says(stage: Stage, version: Version) -> None:
    stage.authorize = lambda one: answer(
        viewer_policy(one.client_id), disconnectAfterInSeconds=900, refreshAfterInSeconds=86400
    )
    client = stage.client(version)
    client.connect(keep_alive_s=1200)
    stage.pass_time(899)
    assert client.subscribe(ALL) == [0]
    stage.pass_time(1)
    assert_ended(client, 0xA0)


def test_a_client_id_belongs_to_who_came_last(stage: Stage, version: Version) -> None:
    first, second = stage.client(version, "viewer-1"), stage.client(version, "viewer-1")
    first.connect()
    first.subscribe(ALL)
    assert second.connect() == 0
    assert_ended(first, 0x8E)
    second.subscribe(ALL)
    stage.publish(PORCH, b"for the second")
    assert second.message().payload == b"for the second"


@pytest.mark.parametrize(("asked_s", "ends_after_s"), [(60, 90), (1, 45), (0, 1800), (65535, 1800)])
def test_who_is_silent_for_too_long_is_gone(stage: Stage, asked_s: int, ends_after_s: int) -> None:
    stage.authorize = lambda one: answer(viewer_policy(one.client_id), refreshAfterInSeconds=86400)
    with open_socket(stage.port) as socket:
        socket.send(connect_packet("viewer-1", keep_alive_s=asked_s))
        assert hear(socket)[:1] == b"\x20"
        stage.pass_time(ends_after_s - 1)
        socket.send(packet(0xC0, b""))
        assert hear(socket) == b"\xd0\0"
        stage.pass_time(ends_after_s - 1)
        socket.send(packet(0xC0, b""))
        assert hear(socket) == b"\xd0\0"
        stage.pass_time(ends_after_s)
        assert hear_all(socket) == b"\xe0\x02\x8d\0"


def test_who_never_says_who_they_are_is_hung_up_on(stage: Stage) -> None:
    with open_socket(stage.port) as socket:
        socket.ping().wait(10)
        stage.pass_time(30)
        assert hear_all(socket) == b""


@pytest.mark.parametrize(
    ("sent", "answer_bytes"),
    [
        (connect_packet(""), b"\x20\x03\0\x85\0"),
        (connect_packet("", version=4), b"\x20\x02\0\x02"),
        (connect_packet("$own"), b"\x20\x03\0\x85\0"),
        (connect_packet("c" * 129), b"\x20\x03\0\x85\0"),
        (connect_packet("c", flags=0xC6, will=b"\0" + text("t") + text("m")), b"\x20\x03\0\x83\0"),
        (connect_packet("c", version=3), b"\x20\x02\0\x01"),
        (packet(0x10, text("MQIsdp") + b"\x03"), b"\x20\x02\0\x01"),
        (packet(0xC0, b""), b""),
    ],
)
def test_a_beginning_that_is_not_had_is_refused(
    stage: Stage, sent: bytes, answer_bytes: bytes
) -> None:
    with open_socket(stage.port) as socket:
        socket.send(sent)
        assert hear_all(socket) == answer_bytes
    assert stage.asked == []
