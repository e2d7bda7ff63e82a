"""Properties of MQTT 5's packets (2.2.2): which there are, how they look, where they may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from local.iot import wire
from local.iot.reasons import Malformed, Reason
from local.iot.wire import Reader


class Property(IntEnum):
    """Identifiers of the properties that clients and brokers send."""

    PAYLOAD_FORMAT = 1
    MESSAGE_EXPIRY_S = 2
    CONTENT_TYPE = 3
    RESPONSE_TOPIC = 8
    CORRELATION_DATA = 9
    SUBSCRIPTION_ID = 11
    SESSION_EXPIRY_S = 17
    SERVER_KEEP_ALIVE_S = 19
    AUTHENTICATION_METHOD = 21
    AUTHENTICATION_DATA = 22
    REQUEST_PROBLEM = 23
    WILL_DELAY_S = 24
    REQUEST_RESPONSE = 25
    REASON_TEXT = 31
    RECEIVE_MAX = 33
    TOPIC_ALIAS_MAX = 34
    TOPIC_ALIAS = 35
    QOS_MAX = 36
    RETAIN_AVAILABLE = 37
    USER_PROPERTY = 38
    PACKET_BYTES_MAX = 39
    WILDCARDS_AVAILABLE = 40
    SUBSCRIPTION_IDS_AVAILABLE = 41
    SHARED_AVAILABLE = 42


P = Property

_SIZES = {
    **dict.fromkeys((P.PAYLOAD_FORMAT, P.REQUEST_PROBLEM, P.REQUEST_RESPONSE, P.QOS_MAX), 1),
    **dict.fromkeys((P.RETAIN_AVAILABLE, P.WILDCARDS_AVAILABLE, P.SHARED_AVAILABLE), 1),
    P.SUBSCRIPTION_IDS_AVAILABLE: 1,
    **dict.fromkeys((P.SERVER_KEEP_ALIVE_S, P.RECEIVE_MAX, P.TOPIC_ALIAS_MAX, P.TOPIC_ALIAS), 2),
    **dict.fromkeys((P.MESSAGE_EXPIRY_S, P.SESSION_EXPIRY_S), 4),
    **dict.fromkeys((P.WILL_DELAY_S, P.PACKET_BYTES_MAX), 4),
}
_TEXTS = {P.CONTENT_TYPE, P.RESPONSE_TOPIC, P.AUTHENTICATION_METHOD, P.REASON_TEXT}
_BINARIES = {P.CORRELATION_DATA, P.AUTHENTICATION_DATA}

_MESSAGE = frozenset(
    {P.PAYLOAD_FORMAT, P.MESSAGE_EXPIRY_S, P.CONTENT_TYPE, P.RESPONSE_TOPIC}
    | {P.CORRELATION_DATA, P.USER_PROPERTY}
)
OF_CONNECT = frozenset(
    {P.SESSION_EXPIRY_S, P.RECEIVE_MAX, P.PACKET_BYTES_MAX, P.TOPIC_ALIAS_MAX}
    | {P.REQUEST_RESPONSE, P.REQUEST_PROBLEM, P.USER_PROPERTY}
    | {P.AUTHENTICATION_METHOD, P.AUTHENTICATION_DATA}
)
OF_WILL = _MESSAGE | {P.WILL_DELAY_S}
OF_PUBLISH = _MESSAGE | {P.TOPIC_ALIAS}
OF_PUBACK = frozenset({P.REASON_TEXT, P.USER_PROPERTY})
OF_SUBSCRIBE = frozenset({P.SUBSCRIPTION_ID, P.USER_PROPERTY})
OF_UNSUBSCRIBE = frozenset({P.USER_PROPERTY})
OF_DISCONNECT = frozenset({P.SESSION_EXPIRY_S, P.REASON_TEXT, P.USER_PROPERTY})
_NEVER_ZERO = {P.RECEIVE_MAX, P.PACKET_BYTES_MAX, P.TOPIC_ALIAS, P.SUBSCRIPTION_ID}
_FLAGS = {P.PAYLOAD_FORMAT, P.REQUEST_PROBLEM, P.REQUEST_RESPONSE}


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of one packet; `pairs` are the user's own, in their order."""

    numbers: Mapping[Property, int] = field(default_factory=dict[Property, int])
    texts: Mapping[Property, str] = field(default_factory=dict[Property, str])
    binaries: Mapping[Property, bytes] = field(default_factory=dict[Property, bytes])
    pairs: tuple[tuple[str, str], ...] = ()

    def without(self, *left_out: Property) -> "Properties":
        """Numbers without some; a topic's alias is for one connection only."""
        numbers = {key: value for key, value in self.numbers.items() if key not in left_out}
        return Properties(numbers, self.texts, self.binaries, self.pairs)

    def encode(self) -> bytes:
        """With their length in front."""
        parts = [bytes([key]) + wire.number(one, _SIZES[key]) for key, one in self.numbers.items()]
        parts += [bytes([key]) + wire.text(one) for key, one in self.texts.items()]
        parts += [bytes([key]) + wire.binary(one) for key, one in self.binaries.items()]
        user = bytes([P.USER_PROPERTY])
        parts += [user + wire.text(name) + wire.text(value) for name, value in self.pairs]
        written = b"".join(parts)
        return wire.variable(len(written)) + written


NONE = Properties()


def read_properties(packet: Reader, allowed: frozenset[Property]) -> Properties:
    """Raises Malformed for one that is unknown, comes twice or does not belong there."""
    reader = packet.part()
    numbers: dict[Property, int] = {}
    texts: dict[Property, str] = {}
    binaries: dict[Property, bytes] = {}
    pairs: list[tuple[str, str]] = []
    while not reader.is_at_end:
        key = _identifier(reader)
        if key not in allowed or key in {*numbers, *texts, *binaries}:
            raise Malformed(Reason.PROTOCOL_ERROR)
        if key is P.USER_PROPERTY:
            pairs.append((reader.text(), reader.text()))
        elif key in _TEXTS:
            texts[key] = reader.text()
        elif key in _BINARIES:
            binaries[key] = reader.binary()
        else:
            numbers[key] = _number(reader, key)
    return Properties(numbers, texts, binaries, tuple(pairs))


def _identifier(reader: Reader) -> Property:
    try:
        return Property(reader.variable())
    except ValueError:
        raise Malformed from None


def _number(reader: Reader, key: Property) -> int:
    value = reader.variable() if key is P.SUBSCRIPTION_ID else reader.number(_SIZES[key])
    if (key in _NEVER_ZERO and not value) or (key in _FLAGS and value > 1):
        raise Malformed(Reason.PROTOCOL_ERROR)
    return value
