"""What one connection has subscribed to, and how messages go out to it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from local.iot import encoding
from local.iot.packets import Asked, Publish
from local.iot.topics import covers

IN_FLIGHT_MAX = 100
"""Messages of QoS 1 on their way to a client, and from it: iot-core.html, "inflight"."""
_WAITING_MAX = 1000
_PACKET_IDS = 65_535


class TooSlow(Exception):
    """The client confirms less than it is sent."""


@dataclass
class Delivery:
    """The sending half of a connection; `in_flight_max` and `packet_bytes_max` are the client's."""

    version: int
    send: Callable[[bytes], None]
    in_flight_max: int = IN_FLIGHT_MAX
    packet_bytes_max: int | None = None
    _wanted: dict[str, Asked] = field(default_factory=dict[str, Asked])
    _in_flight: set[int] = field(default_factory=set[int])
    _waiting: deque[Publish] = field(default_factory=deque[Publish])
    _last_id: int = 0

    @property
    def subscriptions(self) -> int:
        return len(self._wanted)

    def has(self, topic_filter: str) -> bool:
        return topic_filter in self._wanted

    def subscribe(self, asked: Asked) -> None:
        """In the place of one with the same filter."""
        self._wanted[asked.topic_filter] = asked

    def unsubscribe(self, topic_filter: str) -> bool:
        """Whether there was one."""
        return self._wanted.pop(topic_filter, None) is not None

    def quality(self, message: Publish, *, own: bool) -> int | None:
        """The QoS with which a message goes out; None if nothing covers its topic."""
        granted = [
            asked.qos
            for asked in self._wanted.values()
            if covers(asked.topic_filter, message.topic) and not (own and asked.no_local)
        ]
        return min(message.qos, max(granted)) if granted else None

    def deliver(self, message: Publish, qos: int) -> None:
        """Once, at most as fast as the client confirms. Raises TooSlow."""
        if qos == 0:
            self._write(replace(message, qos=0, packet_id=None))
        elif len(self._in_flight) < self.in_flight_max:
            self._write(replace(message, qos=1, packet_id=self._next_id()))
        elif len(self._waiting) < _WAITING_MAX:
            self._waiting.append(message)
        else:
            raise TooSlow

    def confirmed(self, packet_id: int) -> None:
        """The client has a message; one that it never got is no matter."""
        self._in_flight.discard(packet_id)
        while self._waiting and len(self._in_flight) < self.in_flight_max:
            self.deliver(self._waiting.popleft(), 1)

    def _write(self, message: Publish) -> None:
        packet = encoding.publish(self.version, message)
        if self.packet_bytes_max is not None and len(packet) > self.packet_bytes_max:
            return  # as if it had been sent: MQTT 5.0, 3.1.2.11.4
        if message.packet_id is not None:
            self._in_flight.add(message.packet_id)
        self.send(packet)

    def _next_id(self) -> int:
        while True:
            self._last_id = self._last_id % _PACKET_IDS + 1
            if self._last_id not in self._in_flight:
                return self._last_id
