"""Messages on their way: who gets them, and who may send them."""

import pytest
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from local.foreign import Foreign
from local.iot.delivery import IN_FLIGHT_MAX
from local.iot.packets import Publish
from local.iot.properties import Properties as Written
from local.iot.properties import Property
from tests.local.iot.conftest import ANYTHING, Stage, allow, answer, viewer_policy

Version = MQTTProtocolVersion
PORCH = "event/clips/home/porch/arrived"
ALL = "event/clips/home/+/arrived"


def test_two_subscribers_get_what_is_published(stage: Stage, version: Version) -> None:
    first, second = stage.client(version), stage.client(version)
    for client in (first, second):
        assert client.connect() == 0
        assert client.subscribe(ALL) == [0]
    stage.publish(PORCH, b'{"clip_id":"a"}', qos=1)
    for client in (first, second):
        message = client.message()
        assert (message.topic, message.payload, message.qos) == (PORCH, b'{"clip_id":"a"}', 0)


def test_what_nobody_asked_for_reaches_nobody(stage: Stage, version: Version) -> None:
    client = stage.client(version)
    client.connect()
    client.subscribe("event/clips/home/garden/arrived")
    stage.publish(PORCH)
    stage.publish("event/clips/home/garden/arrived", b"mine")
    assert client.message().payload == b"mine"


def test_overlapping_subscriptions_bring_a_message_once(stage: Stage, version: Version) -> None:
    client = stage.client(version)
    client.connect()
    assert client.subscribe(ALL, PORCH, qos=1) == [1, 1]
    stage.publish(PORCH, b"1", qos=1)
    stage.publish(PORCH, b"2", qos=1)
    assert [client.message().payload for _ in range(2)] == [b"1", b"2"]


def test_another_sites_topic_is_refused_and_the_rest_of_the_list_granted(
    stage: Stage, version: Version
) -> None:
    client = stage.client(version)
    client.connect()
    refused = 0x87 if version is Version.MQTTv5 else 0x80
    codes = client.subscribe("event/clips/barn/+/arrived", ALL, "#", "event/clips/+/+/arrived")
    assert codes == [refused, 0, refused, refused]
    stage.publish("event/clips/barn/door/arrived", b"barn's")
    stage.publish(PORCH, b"home's")
    assert client.message().payload == b"home's"
    assert not client.has_message


def test_every_message_is_asked_for_again_whether_it_may_be_received(
    stage: Stage, version: Version
) -> None:
    stage.authorize = lambda one: answer(
        allow(
            ("iot:Connect", f"client/{one.client_id}"),
            ("iot:Subscribe", "topicfilter/*"),
            ("iot:Receive", f"topic/{PORCH}"),
        )
    )
    client = stage.client(version)
    client.connect()
    assert client.subscribe(ALL) == [0]
    stage.publish("event/clips/home/garden/arrived", b"not to be received")
    stage.publish(PORCH, b"to be received")
    assert client.message().payload == b"to be received"


def test_a_deny_wins(stage: Stage, version: Version) -> None:
    stage.authorize = lambda _: answer(
        ANYTHING,
        {
            "Version": "2012-10-17",
            "Statement": {"Effect": "Deny", "Action": "iot:Subscribe", "Resource": "*"},
        },
    )
    client = stage.client(version)
    assert client.connect() == 0
    assert client.subscribe(ALL)[0].is_failure


def test_a_client_publishes_where_it_may(stage: Stage, version: Version) -> None:
    stage.authorize = lambda one: answer(
        viewer_policy(one.client_id), allow(("iot:Publish", f"topic/{PORCH}"))
    )
    reader, writer = stage.client(version), stage.client(version)
    for client in (reader, writer):
        client.connect()
        client.subscribe(ALL, qos=1)
    writer.client.publish(PORCH, b"by a client", qos=1)
    writer.next("sent")
    message = reader.message()
    assert (message.payload, message.qos) == (b"by a client", 1)
    assert writer.message().payload == b"by a client"


@pytest.mark.parametrize("qos", [0, 1])
def test_a_client_that_publishes_where_it_may_not_is_disconnected(
    stage: Stage, version: Version, qos: int
) -> None:
    reader, writer = stage.client(version), stage.client(version)
    for client in (reader, writer):
        client.connect()
        client.subscribe(ALL)
    writer.client.publish(PORCH, b"forged", qos=qos)
    reason = writer.ended()
    if version is Version.MQTTv5:
        assert reason.value == 0x87
    stage.publish(PORCH, b"real")
    assert reader.message().payload == b"real"


def test_properties_of_mqtt_5_come_along(stage: Stage) -> None:
    client = stage.client(Version.MQTTv5)
    client.connect()
    client.subscribe(ALL)
    given = Written(
        {Property.PAYLOAD_FORMAT: 1},
        {Property.CONTENT_TYPE: "application/json"},
        {Property.CORRELATION_DATA: b"\0\1"},
        (("a", "1"), ("a", "2")),
    )
    stage.broker.publish(Publish(PORCH, b"{}", properties=given))
    got: Foreign = client.message().properties
    assert got.PayloadFormatIndicator == 1
    assert got.ContentType == "application/json"
    assert got.CorrelationData == b"\0\1"
    assert got.UserProperty == [("a", "1"), ("a", "2")]


def test_an_alias_stands_for_a_topic(stage: Stage) -> None:
    stage.authorize = lambda one: answer(
        viewer_policy(one.client_id), allow(("iot:Publish", f"topic/{PORCH}"))
    )
    client = stage.client(Version.MQTTv5)
    client.connect()
    client.subscribe(ALL)
    alias = Properties(PacketTypes.PUBLISH)
    alias.TopicAlias = 3
    client.client.publish(PORCH, b"named", properties=alias)
    client.client.publish("", b"by alias", properties=alias)
    assert [client.message().payload for _ in range(2)] == [b"named", b"by alias"]


def test_more_than_can_be_in_flight_arrives_all_the_same(stage: Stage, version: Version) -> None:
    client = stage.client(version)
    client.connect()
    client.subscribe(ALL, qos=1)
    count = 3 * IN_FLIGHT_MAX
    for number in range(count):
        stage.publish(PORCH, str(number).encode(), qos=1)
    assert [int(client.message().payload) for _ in range(count)] == list(range(count))


def test_after_unsubscribing_nothing_comes(stage: Stage, version: Version) -> None:
    client = stage.client(version)
    client.connect()
    client.subscribe(ALL, "event/clips/home/garden/arrived")
    client.client.unsubscribe(ALL)
    assert client.subscribe("event/clips/home/garden/arrived") == [0]  # answered after it
    stage.publish(PORCH, b"too late")
    stage.publish("event/clips/home/garden/arrived", b"still")
    assert client.message().payload == b"still"
