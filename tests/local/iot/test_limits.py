"""What AWS IoT Core's quotas refuse, and bytes that are no packets."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paho.mqtt.enums import MQTTProtocolVersion
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from local.iot.decoding import PACKET_BYTES_MAX, Decoder
from local.iot.packets import Packet
from local.iot.reasons import Malformed
from local.iot.topics import check_filter, check_topic, covers
from tests.local.iot.clients import (
    PATH,
    connect_packet,
    hear,
    hear_all,
    open_socket,
    packet,
    text,
)
from tests.local.iot.conftest import ANYTHING, Stage, answer

Version = MQTTProtocolVersion
ALL = "event/clips/home/+/arrived"
WELCOME, SUBACK = 0x20, 0x90

SUBSCRIBE = packet(0x82, b"\0\1\0" + text(ALL) + b"\0")
PUBLISH = packet(0x32, text("event/x") + b"\0\1\0" + b"{}")


def ending(stage: Stage, sent: bytes) -> bytes:
    """What the broker says after CONNACK when it is sent something that it does not take."""
    with open_socket(stage.port) as socket:
        socket.send(connect_packet("viewer-1"))
        assert hear(socket)[0] == WELCOME
        socket.send(sent)
        return hear_all(socket)


def filters(count: int) -> bytes:
    return b"".join(text(f"event/clips/home/c{number}/arrived") + b"\0" for number in range(count))


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (packet(0x82, b"\0\1\0" + filters(9)), 0x97),
        (packet(0x82, b"\0\1\x02\x0b\x01" + filters(1)), 0xA1),
        (packet(0x82, b"\0\1\0"), 0x82),
        (packet(0x82, b"\0\0\0" + filters(1)), 0x82),
        (packet(0x80, b"\0\1\0" + filters(1)), 0x81),
        (packet(0x34, text("event/x") + b"\0\1\0"), 0x9B),
        (packet(0x36, text("event/x") + b"\0\1\0"), 0x81),
        (packet(0x31, text("event/x") + b"\0"), 0x9A),
        (packet(0x30, text("") + b"\0"), 0x82),
        (packet(0x30, text("") + b"\x03\x23\0\x01"), 0x82),
        (packet(0x30, text("a") + b"\x03\x23\0\x09"), 0x94),
        (packet(0x30, text("a/b/c/d/e/f/g/h/i") + b"\0"), 0x90),
        (packet(0x30, text("event/+") + b"\0"), 0x90),
        (packet(0x30, text("$aws/things/x") + b"\0"), 0x90),
        (packet(0x30, b"\0\x02\xc3\x28\0"), 0x81),
        (packet(0x30, b"\0\x01\0\0"), 0x81),
        (bytes([0x30, 0xFF, 0xFF, 0xFF, 0x7F]), 0x95),
        (bytes([0x30, 0xFF, 0xFF, 0xFF, 0xFF]), 0x81),
        (connect_packet("viewer-1"), 0x82),
        (packet(0x20, b"\0\0\0"), 0x82),
        (packet(0xF0, b"\0"), 0x82),
        (packet(0x00, b""), 0x82),
        (packet(0xC0, b"\0"), 0x81),
    ],
)
def test_what_breaks_the_protocol_or_a_limit_ends_the_connection(
    stage: Stage, sent: bytes, reason: int
) -> None:
    assert ending(stage, sent) == bytes([0xE0, 2, reason, 0])


def test_a_payload_has_128_kib_at_most(stage: Stage) -> None:
    stage.authorize = lambda _: answer(ANYTHING)
    client = stage.client(Version.MQTTv5)
    client.connect()
    client.subscribe(ALL)
    client.client.publish("event/clips/home/porch/arrived", b"x" * 128 * 1024)
    assert len(client.message().payload) == 128 * 1024
    client.client.publish("event/clips/home/porch/arrived", b"x" * (128 * 1024 + 1))
    assert client.ended().value == 0x95


def test_a_connection_has_fifty_subscriptions(stage: Stage) -> None:
    client = stage.client(Version.MQTTv5)
    client.connect()
    names = [f"event/clips/home/c{number}/arrived" for number in range(51)]
    codes = [client.subscribe(*names[at : at + 8]) for at in range(0, 51, 8)]
    assert [code.value for some in codes for code in some] == [0] * 50 + [0x97]
    assert client.subscribe(names[0]) == [0]


def test_shared_subscriptions_are_not_had(stage: Stage) -> None:
    client = stage.client(Version.MQTTv5)
    client.connect()
    assert client.subscribe(f"$share/all/{ALL}")[0].value == 0x9E


def test_a_socket_of_another_protocol_or_path_is_not_opened(stage: Stage) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"ws://localhost:{stage.port}{PATH}", proxy=None)
    with pytest.raises(InvalidStatus, match="403"):
        open_socket(stage.port, "/other")


def test_who_does_not_read_is_hung_up_on(stage: Stage) -> None:
    steady = stage.client(Version.MQTTv5)
    steady.connect()
    steady.subscribe("event/clips/home/garden/arrived")
    count, payload = 400, b"x" * 100_000
    with open_socket(stage.port) as socket:
        socket.send(connect_packet("viewer-1") + SUBSCRIBE)
        assert hear(socket)[0] == WELCOME
        assert hear(socket)[0] == SUBACK
        for _ in range(count):
            stage.publish("event/clips/home/porch/arrived", payload)
        stage.publish("event/clips/home/garden/arrived", b"after all of them")
        assert steady.message().payload == b"after all of them"
        assert len(hear_all(socket)) < count * len(payload)


def test_text_is_not_mqtt(stage: Stage) -> None:
    with open_socket(stage.port) as socket:
        socket.send("CONNECT")
        assert hear_all(socket) == b""


def test_packets_may_be_cut_anyhow(stage: Stage) -> None:
    with open_socket(stage.port) as socket:
        for byte in connect_packet("viewer-1"):
            socket.send(bytes([byte]))
        assert hear(socket)[0] == WELCOME
        socket.send(SUBSCRIBE + packet(0xC0, b"") + packet(0xC0, b"") + packet(0xE0, b""))
        assert hear_all(socket) == bytes.fromhex("90 04 00 01 00 00 d0 00 d0 00")


def test_other_connections_live_on_beside_broken_ones(stage: Stage) -> None:
    steady = stage.client(Version.MQTTv5)
    steady.connect()

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.binary(min_size=5, max_size=60), st.booleans())
    def break_one(data: bytes, connected: bool) -> None:
        with open_socket(stage.port) as socket:
            if connected:
                socket.send(connect_packet("viewer-broken"))
                hear(socket)
            # Whatever length the packet in front claims, it is here, and what follows is none.
            socket.send(data + b"\xff" * PACKET_BYTES_MAX)
            hear_all(socket)

    break_one()
    assert steady.subscribe(ALL) == [0]


@given(
    st.lists(
        st.sampled_from([connect_packet("c"), connect_packet("c", version=4), SUBSCRIBE, PUBLISH])
        | st.binary(max_size=40),
        max_size=6,
    ).map(b"".join),
    st.integers(0, 400),
    st.integers(0, 255),
    st.integers(1, 9),
)
def test_bytes_are_packets_or_malformed_however_they_are_cut(
    data: bytes, place: int, byte: int, size: int
) -> None:
    if place < len(data):
        data = data[:place] + bytes([byte]) + data[place + 1 :]

    def decode(chunks: list[bytes]) -> tuple[list[Packet], object]:
        decoder, packets = Decoder(), list[Packet]()
        try:
            for chunk in chunks:
                packets.extend(decoder.feed(chunk))
        except Malformed as malformed:
            return packets, malformed.reason
        return packets, None

    whole, reason = decode([data])
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    again, reason_again = decode(pieces)
    assert reason_again == reason
    assert again[: len(whole)] == whole


@pytest.mark.parametrize(
    ("topic_filter", "topic", "expected"),
    [
        ("a/b", "a/b", True),
        ("a/+", "a/b", True),
        ("a/+", "a", False),
        ("a/+", "a/b/c", False),
        ("a/#", "a", True),
        ("a/#", "a/b/c", True),
        ("#", "a/b", True),
        ("+/+", "a/", True),
        ("+", "/a", False),
        ("a/b", "a/B", False),
    ],
)
def test_filters_cover_topics(topic_filter: str, topic: str, expected: bool) -> None:
    assert not check_filter(topic_filter)
    assert not check_topic(topic)
    assert covers(topic_filter, topic) is expected


@pytest.mark.parametrize(
    "wrong", ["", "a+", "a/#/b", "##", "a/b/c/d/e/f/g/h/i", "x" * 257, "$SYS/#"]
)
def test_filters_that_nobody_can_subscribe_to(wrong: str) -> None:
    assert check_filter(wrong)
