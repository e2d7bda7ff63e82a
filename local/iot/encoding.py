"""The packets that the broker sends, as bytes of either version."""

from collections.abc import Sequence

from local.iot import wire
from local.iot.packets import MQTT_5, Kind, Publish
from local.iot.properties import NONE, Properties
from local.iot.reasons import Reason, return_code

PINGRESP = bytes([Kind.PINGRESP << 4, 0])


def connack(version: int, reason: Reason, properties: Properties = NONE) -> bytes:
    """There is never a session from before."""
    if version == MQTT_5:
        return _packet(Kind.CONNACK, bytes([0, reason]), properties.encode())
    return _packet(Kind.CONNACK, bytes([0, return_code(reason)]))


def publish(version: int, packet: Publish) -> bytes:
    """Raises ValueError for what is longer than a packet can be."""
    return _packet(
        Kind.PUBLISH,
        wire.text(packet.topic),
        b"" if packet.packet_id is None else wire.number(packet.packet_id, 2),
        packet.properties.encode() if version == MQTT_5 else b"",
        packet.payload,
        flags=packet.qos << 1 | packet.retain,
    )


def puback(version: int, packet_id: int, reason: Reason) -> bytes:
    """MQTT 3.1.1 has no reason in it."""
    said = bytes([reason]) if version == MQTT_5 and reason else b""
    return _packet(Kind.PUBACK, wire.number(packet_id, 2), said)


def suback(version: int, packet_id: int, codes: Sequence[int]) -> bytes:
    none = NONE.encode() if version == MQTT_5 else b""
    return _packet(Kind.SUBACK, wire.number(packet_id, 2), none, bytes(codes))


def unsuback(version: int, packet_id: int, codes: Sequence[int]) -> bytes:
    """MQTT 3.1.1 has no codes in it."""
    said = NONE.encode() + bytes(codes) if version == MQTT_5 else b""
    return _packet(Kind.UNSUBACK, wire.number(packet_id, 2), said)


def disconnect(version: int, reason: Reason) -> bytes:
    """Nothing in MQTT 3.1.1, where only clients say goodbye."""
    return _packet(Kind.DISCONNECT, bytes([reason, 0])) if version == MQTT_5 else b""


def _packet(kind: Kind, *parts: bytes, flags: int = 0) -> bytes:
    body = b"".join(parts)
    return bytes([kind << 4 | flags]) + wire.variable(len(body)) + body
