"""How a connection begins: what a CONNECT may ask for, and what CONNACK promises."""

from dataclasses import dataclass, field

from local.iot import encoding
from local.iot.decoding import PACKET_BYTES_MAX
from local.iot.delivery import IN_FLIGHT_MAX
from local.iot.packets import Connect
from local.iot.properties import Properties, Property
from local.iot.reasons import Reason
from local.iot.requests import TOPIC_ALIASES_MAX

CLIENT_ID_BYTES_MAX = 128
KEEP_ALIVE_S_MIN = 30
KEEP_ALIVE_S_MAX = 1200
"""docs.aws.amazon.com/general/latest/gr/iot-core.html; 0 and what is longer get the most."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the WebSocket's request said, before there was a CONNECT."""

    authorizer: str | None
    server_name: str
    headers: dict[str, str] = field(repr=False)
    query: str = field(repr=False)


def check_connect(packet: Connect) -> Reason:
    """SUCCESS, or why nobody may connect like this."""
    size = len(packet.client_id.encode())
    if not 0 < size <= CLIENT_ID_BYTES_MAX or packet.client_id.startswith("$"):
        return Reason.CLIENT_ID_NOT_VALID
    if packet.has_will:
        return Reason.NOT_HAD_HERE
    if Property.AUTHENTICATION_METHOD in packet.properties.texts:
        return Reason.BAD_AUTHENTICATION_METHOD
    return Reason.SUCCESS


def keep_alive_s(packet: Connect) -> int:
    """How often the broker expects to hear of the client; half as long again ends it."""
    if not 0 < packet.keep_alive_s <= KEEP_ALIVE_S_MAX:
        return KEEP_ALIVE_S_MAX
    return max(packet.keep_alive_s, KEEP_ALIVE_S_MIN)


def welcome(packet: Connect) -> bytes:
    """The CONNACK. A session ends with its connection, whatever the client would like."""
    promised = {
        Property.SESSION_EXPIRY_S: 0,
        Property.RECEIVE_MAX: IN_FLIGHT_MAX,
        Property.QOS_MAX: 1,
        Property.RETAIN_AVAILABLE: 0,
        Property.PACKET_BYTES_MAX: PACKET_BYTES_MAX,
        Property.TOPIC_ALIAS_MAX: TOPIC_ALIASES_MAX,
        Property.SUBSCRIPTION_IDS_AVAILABLE: 0,
        Property.SHARED_AVAILABLE: 0,
        Property.SERVER_KEEP_ALIVE_S: keep_alive_s(packet),
    }
    return encoding.connack(packet.version, Reason.SUCCESS, Properties(promised))
