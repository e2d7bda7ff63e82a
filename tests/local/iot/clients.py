"""Clients of the broker: Eclipse Paho, which nobody here wrote, and bare frames for what it refuses
to send."""

import queue
import time
from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from local.foreign import Foreign

PATH = "/mqtt?x-amz-customauthorizer-name=viewers"
SECONDS_MAX = 10.0


class Paho:
    """A client whose news are read one by one; each read waits ten seconds at most."""

    def __init__(self, port: int, version: MQTTProtocolVersion, client_id: str) -> None:
        self.version = version
        self._news: dict[str, queue.Queue[Any]] = {
            kind: queue.Queue() for kind in ("connected", "ended", "granted", "sent", "message")
        }
        self.client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            protocol=version,
            transport="websockets",
            reconnect_on_failure=False,
        )
        self.client.ws_set_options(path=PATH)
        self.client.on_connect = self._heard("connected", 3)
        self.client.on_disconnect = self._heard("ended", 3)
        self.client.on_subscribe = self._heard("granted", 3)
        self.client.on_publish = self._heard("sent", 3)
        self.client.on_message = self._heard("message", 2)
        self._port = port

    def connect(self, password: str = "right", keep_alive_s: int = 60) -> ReasonCode:
        """What the CONNACK said."""
        self.client.username_pw_set("home", password)
        self.client.connect("localhost", self._port, keepalive=keep_alive_s)
        self.client.loop_start()
        return self.next("connected")

    def subscribe(self, *topic_filters: str, qos: int = 0) -> list[ReasonCode]:
        """What the SUBACK said of each."""
        if self.version is MQTTProtocolVersion.MQTTv5:
            options = SubscribeOptions(qos=qos)
            self.client.subscribe([(one, options) for one in topic_filters])
        else:
            self.client.subscribe([(one, qos) for one in topic_filters])
        return self.next("granted")

    def next(self, kind: str) -> Foreign:
        return self._news[kind].get(timeout=SECONDS_MAX)

    def message(self) -> MQTTMessage:
        return self.next("message")

    def ended(self) -> ReasonCode:
        """Why it was disconnected."""
        return self.next("ended")

    @property
    def has_message(self) -> bool:
        return not self._news["message"].empty()

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def _heard(self, kind: str, place: int) -> Callable[..., None]:
        def hear(*given: Foreign) -> None:
            self._news[kind].put(given[place])

        return hear


def eventually(holds: Callable[[], bool]) -> None:
    """Within ten seconds; AssertionError otherwise."""
    deadline = time.monotonic() + SECONDS_MAX
    while not holds():
        assert time.monotonic() < deadline


def open_socket(port: int, path: str = PATH) -> ClientConnection:
    """A WebSocket that speaks no MQTT by itself."""
    return connect(
        f"ws://localhost:{port}{path}",
        subprotocols=[Subprotocol("mqtt")],
        open_timeout=SECONDS_MAX,
        proxy=None,
    )


def hear(socket: ClientConnection) -> bytes:
    """The next frame."""
    frame = socket.recv(timeout=SECONDS_MAX)
    assert isinstance(frame, bytes)
    return frame


def hear_all(socket: ClientConnection) -> bytes:
    """Everything until the broker hangs up. Raises TimeoutError when it does not."""
    heard = b""
    try:
        while True:
            heard += hear(socket)
    except ConnectionClosed:
        return heard


def text(value: str) -> bytes:
    return len(value.encode()).to_bytes(2, "big") + value.encode()


def packet(first: int, body: bytes) -> bytes:
    """Of up to 16,383 bytes."""
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return bytes([first]) + length + body


def connect_packet(
    client_id: str,
    *,
    version: int = 5,
    keep_alive_s: int = 60,
    flags: int = 0xC2,
    will: bytes = b"",
) -> bytes:
    properties = b"\0" if version == 5 else b""
    head = text("MQTT") + bytes([version, flags]) + keep_alive_s.to_bytes(2, "big") + properties
    return packet(0x10, head + text(client_id) + will + text("home") + text("right"))
