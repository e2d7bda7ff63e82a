"""One client's connection, from CONNECT to whatever ends it."""

import logging
from collections.abc import Callable
from typing import Protocol

from local.iot import encoding
from local.iot.admission import Admit
from local.iot.authorizers import Admission, Credentials, NotAdmitted
from local.iot.decoding import Decoder
from local.iot.delivery import IN_FLIGHT_MAX, Delivery, TooSlow
from local.iot.opening import Arrival, check_connect, keep_alive_s, welcome
from local.iot.packets import MQTT_5, Connect, Disconnect, Packet, Pingreq, Puback, Publish
from local.iot.packets import Subscribe as Subscribing
from local.iot.packets import Unsubscribe as Unsubscribing
from local.iot.policies import Action
from local.iot.properties import Property
from local.iot.reasons import Malformed, Reason
from local.iot.requests import Requests

_log = logging.getLogger(__name__)

_CONNECT_SECONDS_MAX = 30.0


class Link(Protocol):
    """The way to the client. `send` never waits; `close` comes after what was sent before."""

    def send(self, data: bytes) -> None: ...

    def close(self) -> None: ...


class Hub(Protocol):
    """What a connection wants of the broker."""

    def join(self, connection: "Connection") -> None: ...

    def leave(self, connection: "Connection") -> None: ...

    def route(self, message: Publish, source: object) -> None: ...

    def arn(self, resource: str) -> str: ...


class Connection:
    """Fed with bytes by the link's reader and with time by `tick`; ends once."""

    def __init__(
        self, hub: Hub, link: Link, arrival: Arrival, *, admit: Admit, clock: Callable[[], float]
    ) -> None:
        self.client_id = ""
        self.ended = False
        self._hub = hub
        self._link = link
        self._arrival = arrival
        self._admit = admit
        self._clock = clock
        self._decoder = Decoder()
        self._heard_at = clock()
        self._keep_alive_s = _CONNECT_SECONDS_MAX / 1.5
        self._refresh_at = self._disconnect_at = float("inf")
        self._credentials: Credentials | None = None
        self._admission: Admission | None = None
        self._delivery = Delivery(0, link.send)
        self._requests: Requests | None = None

    async def receive(self, data: bytes) -> None:
        """Bytes of the client, cut anyhow."""
        try:
            for packet in self._decoder.feed(data):
                await self._take(packet)
                if self.ended:
                    return
        except Malformed as malformed:
            self.end(malformed.reason)

    def tick(self) -> None:
        """End what has been silent or connected for too long."""
        now = self._clock()
        if now - self._heard_at >= 1.5 * self._keep_alive_s:
            self.end(Reason.KEEP_ALIVE_TIMEOUT)
        elif now >= self._disconnect_at:
            self.end(Reason.MAXIMUM_CONNECT_TIME)

    def wants_refresh(self) -> bool:
        """Whether the authorizer is to be asked again; says so once for each time."""
        due = not self.ended and self._clock() >= self._refresh_at
        if due:
            self._refresh_at = float("inf")
        return due

    async def refresh(self) -> None:
        """Ask the authorizer again, with what the client showed when it connected."""
        if self._credentials is None:
            return
        try:
            admission = await self._admit(self._arrival.authorizer, self._credentials)
        except NotAdmitted as refusal:
            _log.warning("authorizer %s: %s", self._arrival.authorizer, refusal)
            self.end(Reason.NOT_AUTHORIZED)
            return
        self._admission = admission
        self._refresh_at = self._clock() + admission.refresh_after_s

    def deliver(self, message: Publish, source: object) -> None:
        """Send it on, if the client has subscribed and may receive it now."""
        qos = self._delivery.quality(message, own=source is self)
        if qos is None or not self.may("iot:Receive", f"topic/{message.topic}"):
            return
        try:
            self._delivery.deliver(message, qos)
        except TooSlow:
            self.end(Reason.QUOTA_EXCEEDED)

    def may(self, action: Action, resource: str) -> bool:
        """What the policies of the moment say."""
        if self._admission is None:
            return False
        values = {"iot:clientid": self.client_id, "iot:domainname": self._arrival.server_name}
        return self._admission.policies.allow(action, self._hub.arn(resource), values)

    def end(self, reason: Reason | None) -> None:
        """Say why, where MQTT has words for it, and hang up; None when the client has gone."""
        if self.ended:
            return
        self.ended = True
        self._hub.leave(self)
        if reason is not None and self._requests is not None:
            self._link.send(encoding.disconnect(self._decoder.version, reason))
        elif reason is Reason.UNSUPPORTED_VERSION or (reason and self._decoder.version == MQTT_5):
            self._link.send(encoding.connack(self._decoder.version, reason))
        self._link.close()

    async def _take(self, packet: Packet) -> None:
        if isinstance(packet, Connect):
            if self._credentials is not None:
                raise Malformed(Reason.PROTOCOL_ERROR)
            await self._connect(packet)
            return
        if self._requests is None:
            raise Malformed(Reason.PROTOCOL_ERROR)
        self._heard_at = self._clock()
        match packet:
            case Pingreq():
                self._link.send(encoding.PINGRESP)
            case Disconnect():
                self.end(None)
            case Puback(packet_id):
                self._delivery.confirmed(packet_id)
            case Publish():
                self._requests.publish(packet)
            case Subscribing():
                self._requests.subscribe(packet)
            case Unsubscribing():
                self._requests.unsubscribe(packet)

    async def _connect(self, packet: Connect) -> None:
        reason = check_connect(packet)
        if reason:
            self._refuse(packet, reason)
            return
        self.client_id = packet.client_id
        self._credentials = Credentials(
            self._arrival.server_name,
            self._arrival.headers,
            self._arrival.query,
            packet.client_id,
            packet.user_name,
            packet.password,
        )
        try:
            self._admission = await self._admit(self._arrival.authorizer, self._credentials)
        except NotAdmitted as refusal:
            _log.warning("authorizer %s: %s", self._arrival.authorizer, refusal)
            self._refuse(packet, Reason.NOT_AUTHORIZED)
            return
        if self.ended:
            return
        if not self.may("iot:Connect", f"client/{packet.client_id}"):
            self._refuse(packet, Reason.NOT_AUTHORIZED)
            return
        self._open(packet, self._admission)

    def _open(self, packet: Connect, admission: Admission) -> None:
        now = self._heard_at = self._clock()
        self._keep_alive_s = keep_alive_s(packet)
        self._refresh_at = now + admission.refresh_after_s
        self._disconnect_at = now + admission.disconnect_after_s
        limits = packet.properties.numbers
        self._delivery = Delivery(
            packet.version,
            self._link.send,
            min(limits.get(Property.RECEIVE_MAX, IN_FLIGHT_MAX), IN_FLIGHT_MAX),
            limits.get(Property.PACKET_BYTES_MAX),
        )
        self._requests = Requests(self, self._hub, self._delivery, self._link, packet.version)
        self._hub.join(self)
        self._link.send(welcome(packet))

    def _refuse(self, packet: Connect, reason: Reason) -> None:
        self._link.send(encoding.connack(packet.version, reason))
        self.end(None)
