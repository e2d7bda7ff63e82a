"""Packets out of a stream of bytes, however it is cut into frames."""

from collections.abc import Iterator

from local.iot import properties
from local.iot.packets import (
    MQTT_3_1_1,
    MQTT_5,
    Asked,
    Connect,
    Disconnect,
    Kind,
    Packet,
    Pingreq,
    Puback,
    Publish,
    Subscribe,
    Unsubscribe,
)
from local.iot.properties import NONE, Properties, Property, read_properties
from local.iot.reasons import Malformed, Reason
from local.iot.wire import Reader

PACKET_BYTES_MAX = 149_504
"""AWS IoT Core's CONNACK says so as Maximum Packet Size: 146 KiB."""
_HEADER_BYTES_MAX = 5
_FLAGS = {Kind.SUBSCRIBE: 2, Kind.UNSUBSCRIBE: 2}
"""Lower half of a packet's first byte where it is not 0; PUBLISH has flags of its own."""


class Decoder:
    """Keeps what is not yet a packet; the version is the one that CONNECT names."""

    def __init__(self) -> None:
        self.version = MQTT_3_1_1
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[Packet]:
        """The packets that are whole now. Raises Malformed, after which the stream is lost."""
        self._waiting += data
        while (found := self._whole()) is not None:
            first, start, end = found
            body = bytes(self._waiting[start:end])
            del self._waiting[:end]
            yield self._decode(first, body)

    def _whole(self) -> tuple[int, int, int] | None:
        """First byte of the packet in front, and where its body begins and ends."""
        length = 0
        for at in range(1, min(len(self._waiting), _HEADER_BYTES_MAX)):
            byte = self._waiting[at]
            length |= (byte & 0x7F) << 7 * (at - 1)
            if byte & 0x80:
                continue
            end = at + 1 + length
            if end > PACKET_BYTES_MAX:
                raise Malformed(Reason.PACKET_TOO_LARGE)
            return (self._waiting[0], at + 1, end) if len(self._waiting) >= end else None
        if len(self._waiting) >= _HEADER_BYTES_MAX:
            raise Malformed
        return None

    def _decode(self, first: int, body: bytes) -> Packet:
        try:
            kind = Kind(first >> 4)
        except ValueError:
            raise Malformed(Reason.PROTOCOL_ERROR) from None
        if kind is not Kind.PUBLISH and first & 0x0F != _FLAGS.get(kind, 0):
            raise Malformed
        reader = Reader(body)
        packet = self._read(kind, first & 0x0F, reader)
        if not reader.is_at_end:
            raise Malformed
        return packet

    def _read(self, kind: Kind, flags: int, reader: Reader) -> Packet:
        match kind:
            case Kind.CONNECT:
                return self._connect(reader)
            case Kind.PUBLISH:
                return self._publish(flags, reader)
            case Kind.PUBACK:
                return self._puback(reader)
            case Kind.SUBSCRIBE:
                return self._subscribe(reader)
            case Kind.UNSUBSCRIBE:
                return self._unsubscribe(reader)
            case Kind.PINGREQ:
                return Pingreq()
            case Kind.DISCONNECT:
                return self._disconnect(reader)
            case _:
                raise Malformed(Reason.PROTOCOL_ERROR)

    def _connect(self, reader: Reader) -> Connect:
        if reader.text() != "MQTT":
            raise Malformed(Reason.UNSUPPORTED_VERSION)
        version = reader.number(1)
        if version not in (MQTT_3_1_1, MQTT_5):
            raise Malformed(Reason.UNSUPPORTED_VERSION)
        self.version = version
        flags = reader.number(1)
        will = bool(flags & 0x04)
        if flags & 0x01 or flags & 0x18 == 0x18 or (not will and flags & 0x38):
            raise Malformed
        if version == MQTT_3_1_1 and flags & 0xC0 == 0x40:
            raise Malformed  # a password without a user name: 3.1.1, 3.1.2.9
        keep_alive_s = reader.number(2)
        given = self._properties(reader, properties.OF_CONNECT)
        client_id = reader.text()
        if will:
            self._properties(reader, properties.OF_WILL)
            reader.text()
            reader.binary()
        user_name = reader.text() if flags & 0x80 else None
        password = reader.binary() if flags & 0x40 else None
        return Connect(version, client_id, user_name, password, keep_alive_s, will, given)

    def _publish(self, flags: int, reader: Reader) -> Publish:
        qos = flags >> 1 & 3
        if qos > 2 or (qos == 0 and flags & 8):
            raise Malformed
        topic = reader.text()
        packet_id = self._packet_id(reader) if qos else None
        given = self._properties(reader, properties.OF_PUBLISH)
        if not topic and Property.TOPIC_ALIAS not in given.numbers:
            raise Malformed(Reason.PROTOCOL_ERROR)
        return Publish(topic, reader.rest(), qos, bool(flags & 1), packet_id, given)

    def _puback(self, reader: Reader) -> Puback:
        packet_id = self._packet_id(reader)
        self._reason(reader, properties.OF_PUBACK)
        return Puback(packet_id)

    def _subscribe(self, reader: Reader) -> Subscribe:
        packet_id = self._packet_id(reader)
        given = self._properties(reader, properties.OF_SUBSCRIBE)
        asked: list[Asked] = []
        while not reader.is_at_end:
            topic_filter, options = reader.text(), reader.number(1)
            unused = 0xC0 if self.version == MQTT_5 else 0xFC
            if options & unused or options & 3 == 3 or options & 0x30 == 0x30:
                raise Malformed
            asked.append(Asked(topic_filter, options & 3, bool(options & 4)))
        if not asked:
            raise Malformed(Reason.PROTOCOL_ERROR)
        return Subscribe(packet_id, tuple(asked), given)

    def _unsubscribe(self, reader: Reader) -> Unsubscribe:
        packet_id = self._packet_id(reader)
        self._properties(reader, properties.OF_UNSUBSCRIBE)
        topic_filters: list[str] = []
        while not reader.is_at_end:
            topic_filters.append(reader.text())
        if not topic_filters:
            raise Malformed(Reason.PROTOCOL_ERROR)
        return Unsubscribe(packet_id, tuple(topic_filters))

    def _disconnect(self, reader: Reader) -> Disconnect:
        self._reason(reader, properties.OF_DISCONNECT)
        return Disconnect()

    def _packet_id(self, reader: Reader) -> int:
        packet_id = reader.number(2)
        if not packet_id:
            raise Malformed(Reason.PROTOCOL_ERROR)
        return packet_id

    def _reason(self, reader: Reader, allowed: frozenset[Property]) -> None:
        """The reason and its properties, both of which MQTT 5 lets a sender leave out."""
        if self.version == MQTT_5 and not reader.is_at_end:
            reader.number(1)
            if not reader.is_at_end:
                read_properties(reader, allowed)

    def _properties(self, reader: Reader, allowed: frozenset[Property]) -> Properties:
        return read_properties(reader, allowed) if self.version == MQTT_5 else NONE
