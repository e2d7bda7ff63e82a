"""What a connected client asks for: to publish, to subscribe, to unsubscribe."""

from dataclasses import replace
from typing import Protocol

from local.iot import encoding
from local.iot.delivery import Delivery
from local.iot.packets import MQTT_5, Asked, Publish, Subscribe, Unsubscribe
from local.iot.policies import Action
from local.iot.properties import Property
from local.iot.reasons import SUBSCRIPTION_FAILED, Malformed, Reason
from local.iot.topics import check_filter, check_topic

PAYLOAD_BYTES_MAX = 128 * 1024
SUBSCRIBE_FILTERS_MAX = 8
SUBSCRIPTIONS_MAX = 50
TOPIC_ALIASES_MAX = 8
"""docs.aws.amazon.com/general/latest/gr/iot-core.html, "message broker and protocol limits"."""


class Client(Protocol):
    """Whose requests these are."""

    def may(self, action: Action, resource: str) -> bool: ...

    def end(self, reason: Reason | None) -> None: ...


class Router(Protocol):
    """Where messages go."""

    def route(self, message: Publish, source: object) -> None: ...


class Sender(Protocol):
    """The way to the client."""

    def send(self, data: bytes) -> None: ...


class Requests:
    """Answers them; raises Malformed for what ends the connection."""

    def __init__(
        self, client: Client, router: Router, delivery: Delivery, sender: Sender, version: int
    ) -> None:
        self._client = client
        self._router = router
        self._delivery = delivery
        self._sender = sender
        self._version = version
        self._aliases: dict[int, str] = {}

    def publish(self, packet: Publish) -> None:
        """A message that the policies do not let pass ends the connection, as AWS does it."""
        topic = self._resolve(packet)
        reason = _check(packet, topic)
        if not reason and not self._client.may("iot:Publish", f"topic/{topic}"):
            reason = Reason.NOT_AUTHORIZED
        if packet.packet_id is not None and (self._version == MQTT_5 or not reason):
            self._sender.send(encoding.puback(self._version, packet.packet_id, reason))
        if reason:
            self._client.end(reason)
            return
        plain = packet.properties.without(Property.TOPIC_ALIAS)
        self._router.route(replace(packet, topic=topic, properties=plain), self._client)

    def subscribe(self, packet: Subscribe) -> None:
        """Each filter is answered for itself."""
        if len(packet.asked) > SUBSCRIBE_FILTERS_MAX:
            raise Malformed(Reason.QUOTA_EXCEEDED)
        if Property.SUBSCRIPTION_ID in packet.properties.numbers:
            raise Malformed(Reason.SUBSCRIPTION_IDS_NOT_SUPPORTED)
        codes = [self._subscribe(asked) for asked in packet.asked]
        self._sender.send(encoding.suback(self._version, packet.packet_id, codes))

    def unsubscribe(self, packet: Unsubscribe) -> None:
        """What was not subscribed is no failure."""
        if len(packet.topic_filters) > SUBSCRIBE_FILTERS_MAX:
            raise Malformed(Reason.QUOTA_EXCEEDED)
        codes = [
            Reason.SUCCESS if self._delivery.unsubscribe(one) else Reason.NO_SUBSCRIPTION
            for one in packet.topic_filters
        ]
        self._sender.send(encoding.unsuback(self._version, packet.packet_id, codes))

    def _subscribe(self, asked: Asked) -> int:
        reason = check_filter(asked.topic_filter)
        known = self._delivery.has(asked.topic_filter)
        if not reason and not known and self._delivery.subscriptions >= SUBSCRIPTIONS_MAX:
            reason = Reason.QUOTA_EXCEEDED
        resource = f"topicfilter/{asked.topic_filter}"
        if not reason and not self._client.may("iot:Subscribe", resource):
            reason = Reason.NOT_AUTHORIZED
        if reason:
            return reason if self._version == MQTT_5 else SUBSCRIPTION_FAILED
        granted = replace(asked, qos=min(asked.qos, 1))
        self._delivery.subscribe(granted)
        return granted.qos

    def _resolve(self, packet: Publish) -> str:
        alias = packet.properties.numbers.get(Property.TOPIC_ALIAS)
        if alias is None:
            return packet.topic
        if alias > TOPIC_ALIASES_MAX:
            raise Malformed(Reason.TOPIC_ALIAS_INVALID)
        if packet.topic:
            self._aliases[alias] = packet.topic
        if alias not in self._aliases:
            raise Malformed(Reason.PROTOCOL_ERROR)
        return self._aliases[alias]


def _check(packet: Publish, topic: str) -> Reason:
    if packet.qos > 1:
        raise Malformed(Reason.QOS_NOT_SUPPORTED)
    if packet.retain:
        raise Malformed(Reason.RETAIN_NOT_SUPPORTED)
    if len(packet.payload) > PAYLOAD_BYTES_MAX:
        raise Malformed(Reason.PACKET_TOO_LARGE)
    return check_topic(topic)
