"""A broker on a port of its own, with a clock and an authorizer that the test sets."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from paho.mqtt.enums import MQTTProtocolVersion

from local.account import Account
from local.account import Credentials as Key
from local.iot import Broker, build_iot
from local.iot.authorizers import Admission, Credentials, read_admission
from local.iot.packets import Publish
from local.serving import bind, serve
from tests.local.iot.clients import Paho

ACCOUNT = Account("http://127.0.0.1:1", Key("AKIA", "secret"))


def arn(resource: str) -> str:
    return ACCOUNT.arn("iot", resource)


def allow(*pairs: tuple[str, str]) -> dict[str, Any]:
    """A policy document of actions and resources."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": action, "Resource": arn(resource)}
            for action, resource in pairs
        ],
    }


ANYTHING: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "iot:*", "Resource": "*"},
}


def viewer_policy(client_id: str, site: str = "home") -> dict[str, Any]:
    return allow(
        ("iot:Connect", f"client/{client_id}"),
        ("iot:Subscribe", f"topicfilter/event/clips/{site}/*/arrived"),
        ("iot:Receive", f"topic/event/clips/{site}/*/arrived"),
    )


def answer(*documents: dict[str, Any], **changes: object) -> dict[str, Any]:
    """What an authorizer's function says of somebody it knows."""
    return {
        "isAuthenticated": True,
        "principalId": "somebody",
        "disconnectAfterInSeconds": 86400,
        "refreshAfterInSeconds": 300,
        "policyDocuments": list(documents),
        **changes,
    }


@dataclass
class Stage:
    """The running broker; `authorize` answers its questions, `asked` are these questions."""

    broker: Broker
    port: int
    now: list[float]
    asked: list[Credentials] = field(default_factory=list[Credentials])
    clients: list[Paho] = field(default_factory=list[Paho])
    authorize: Callable[[Credentials], Any] = lambda one: answer(viewer_policy(one.client_id))

    def client(self, version: MQTTProtocolVersion, client_id: str | None = None) -> Paho:
        """Not yet connected."""
        client = Paho(self.port, version, client_id or f"viewer-{next(_NUMBERS)}")
        self.clients.append(client)
        return client

    def publish(self, topic: str, payload: bytes = b"{}", qos: int = 0) -> None:
        """As iot-data does it."""
        self.broker.publish(Publish(topic, payload, qos))

    def pass_time(self, seconds: float) -> None:
        self.now[0] += seconds


_NUMBERS = itertools.count()


@pytest.fixture
def stage() -> Iterator[Stage]:
    now = [1000.0]

    async def admit(name: str | None, credentials: Credentials) -> Admission:
        assert name == "viewers"
        here.asked.append(credentials)
        return read_admission(here.authorize(credentials))

    broker = Broker(ACCOUNT, admit=admit, clock=lambda: now[0])
    listener = bind(0)
    app = build_iot(broker, server_name="broker.example", tick_s=0.01)
    serving = serve(app, listener, "broker", websockets=True)
    here = Stage(broker, serving.port, now)
    yield here
    for client in here.clients:
        client.close()
    serving.stop()


@pytest.fixture(
    params=[MQTTProtocolVersion.MQTTv311, MQTTProtocolVersion.MQTTv5], ids=["mqtt3", "mqtt5"]
)
def version(request: pytest.FixtureRequest) -> MQTTProtocolVersion:
    return request.param
