"""The packets of MQTT 3.1.1 and 5 that clients send."""

from dataclasses import dataclass, field
from enum import IntEnum

from local.iot.properties import NONE, Properties

MQTT_3_1_1 = 4
MQTT_5 = 5


class Kind(IntEnum):
    """A packet's type, the upper half of its first byte."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    SUBSCRIBE = 8
    SUBACK = 9
    UNSUBSCRIBE = 10
    UNSUBACK = 11
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14


@dataclass(frozen=True, slots=True)
class Connect:
    """`keep_alive_s` 0 leaves it to the broker."""

    version: int
    client_id: str
    user_name: str | None
    password: bytes | None = field(repr=False)
    keep_alive_s: int
    has_will: bool
    properties: Properties = NONE


@dataclass(frozen=True, slots=True)
class Publish:
    """`packet_id` is None with QoS 0; an empty topic stands for the alias in the properties."""

    topic: str
    payload: bytes = field(repr=False)
    qos: int = 0
    retain: bool = False
    packet_id: int | None = None
    properties: Properties = NONE


@dataclass(frozen=True, slots=True)
class Puback:
    packet_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One subscription that is asked for; `no_local` leaves out what the asker publishes."""

    topic_filter: str
    qos: int
    no_local: bool = False


@dataclass(frozen=True, slots=True)
class Subscribe:
    packet_id: int
    asked: tuple[Asked, ...]
    properties: Properties = NONE


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    packet_id: int
    topic_filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pingreq:
    pass


@dataclass(frozen=True, slots=True)
class Disconnect:
    pass


Packet = Connect | Publish | Puback | Subscribe | Unsubscribe | Pingreq | Disconnect
