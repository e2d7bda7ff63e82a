"""An MQTT broker, listened to for as long as the process lives."""

import random
import ssl
import threading
from collections.abc import Callable
from typing import Protocol, cast

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from vedette_gateway.errors import Unavailable
from vedette_gateway.ports.frigate import read_secret
from vedette_gateway.ways.settings import Mqtt

_KEEPALIVE_S = 30
_CONNECT_S = 5.0
_TURN_S = 0.5
_FIRST_PAUSE_S, _PAUSE_MAX_S = 0.5, 60.0
_CHANCE = random.SystemRandom()


class _Securable(Protocol):
    def tls_set_context(self, context: ssl.SSLContext) -> None: ...


class Subscription:
    """One topic; `hear` gets each message, `be_connected` is called after each connection.

    What is published while there is no connection is not heard.
    """

    def __init__(
        self, settings: Mqtt, hear: Callable[[bytes], None], be_connected: Callable[[], None]
    ) -> None:
        self.is_connected = False
        self.last_error: str | None = None
        self._settings = settings
        self._hear = hear
        self._be_connected = be_connected

    def run(self, stopping: threading.Event) -> None:
        failures = 0
        while not stopping.is_set():
            was_connected = self._listen(stopping)
            failures = 1 if was_connected else failures + 1
            longest = min(_PAUSE_MAX_S, _FIRST_PAUSE_S * 2 ** min(failures - 1, 16))
            stopping.wait(_CHANCE.uniform(longest / 2, longest))

    def _listen(self, stopping: threading.Event) -> bool:
        """Until the connection breaks; whether there was one."""
        was_connected = False
        try:
            client = self._make_client()
            client.connect(self._settings.host, self._settings.port, _KEEPALIVE_S)
            result = MQTTErrorCode.MQTT_ERR_SUCCESS
            while result == MQTTErrorCode.MQTT_ERR_SUCCESS and not stopping.is_set():
                result = client.loop(_TURN_S)
                was_connected = was_connected or self.is_connected
            client.disconnect()
            if was_connected:
                self.last_error = f"connection lost: {mqtt.error_string(result)}"
        except (OSError, ValueError, Unavailable) as error:
            self.last_error = f"{type(error).__name__}: {error}"[:200]
        self.is_connected = False
        return was_connected

    def _make_client(self) -> mqtt.Client:
        settings = self._settings
        client = mqtt.Client(CallbackAPIVersion.VERSION2)
        client.connect_timeout = _CONNECT_S
        if settings.user is not None:
            secret = settings.password_file
            client.username_pw_set(settings.user, None if secret is None else read_secret(secret))
        if settings.tls:
            cast(_Securable, client).tls_set_context(
                ssl.create_default_context(cafile=settings.ca_file)
            )
        client.on_connect = self._on_connect
        client.on_message = self._on_message
        return client

    def _on_connect(
        self,
        client: mqtt.Client,
        userdata: object,
        flags: mqtt.ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        del userdata, flags, properties
        if reason.is_failure:
            self.last_error = f"refused by the broker: {reason}"
            return
        client.subscribe(self._settings.topic, qos=1)
        self.is_connected = True
        self._be_connected()

    def _on_message(self, client: mqtt.Client, userdata: object, message: mqtt.MQTTMessage) -> None:
        del client, userdata
        self._hear(bytes(message.payload))
