"""AWS IoT Core's message broker: MQTT over WebSocket, and Publish over HTTP."""

from local.iot.admission import Doorkeeper
from local.iot.app import build_iot
from local.iot.authorizers import read_authorizers
from local.iot.broker import Broker

__all__ = ["Broker", "Doorkeeper", "build_iot", "read_authorizers"]
