"""Why something was refused or ended: reason codes of MQTT 5, and what MQTT 3.1.1 has of them."""

from enum import IntEnum


class Reason(IntEnum):
    """MQTT 5.0, 2.4; those that this broker says or is told."""

    SUCCESS = 0x00
    NO_SUBSCRIPTION = 0x11
    UNSPECIFIED = 0x80
    MALFORMED_PACKET = 0x81
    PROTOCOL_ERROR = 0x82
    NOT_HAD_HERE = 0x83
    UNSUPPORTED_VERSION = 0x84
    CLIENT_ID_NOT_VALID = 0x85
    NOT_AUTHORIZED = 0x87
    BAD_AUTHENTICATION_METHOD = 0x8C
    KEEP_ALIVE_TIMEOUT = 0x8D
    SESSION_TAKEN_OVER = 0x8E
    TOPIC_FILTER_INVALID = 0x8F
    TOPIC_NAME_INVALID = 0x90
    RECEIVE_MAXIMUM_EXCEEDED = 0x93
    TOPIC_ALIAS_INVALID = 0x94
    PACKET_TOO_LARGE = 0x95
    QUOTA_EXCEEDED = 0x97
    RETAIN_NOT_SUPPORTED = 0x9A
    QOS_NOT_SUPPORTED = 0x9B
    SHARED_SUBSCRIPTIONS_NOT_SUPPORTED = 0x9E
    MAXIMUM_CONNECT_TIME = 0xA0
    SUBSCRIPTION_IDS_NOT_SUPPORTED = 0xA1


SUBSCRIPTION_FAILED = 0x80
"""The one failure that a SUBACK of MQTT 3.1.1 knows."""

_RETURN_CODES = {
    Reason.SUCCESS: 0,
    Reason.UNSUPPORTED_VERSION: 1,
    Reason.CLIENT_ID_NOT_VALID: 2,
    Reason.NOT_AUTHORIZED: 5,
}


def return_code(reason: Reason) -> int:
    """The CONNACK's return code of MQTT 3.1.1; 3 (server unavailable) for all that it lacks."""
    return _RETURN_CODES.get(reason, 3)


class Malformed(Exception):
    """Bytes that are no packet, or a packet that its sender must not send."""

    def __init__(self, reason: Reason = Reason.MALFORMED_PACKET) -> None:
        super().__init__(reason.name)
        self.reason = reason
