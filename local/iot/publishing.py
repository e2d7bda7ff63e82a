"""iot-data's Publish over HTTP: what the gate let pass goes to the broker.

docs.aws.amazon.com/iot/latest/apireference/API_iotdata_Publish.html
"""

import base64
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from urllib.parse import unquote

from moto.iotdata.responses import IoTDataPlaneResponse

from local.foreign import Foreign
from local.iot.packets import Publish
from local.iot.properties import Properties, Property
from local.iot.requests import PAYLOAD_BYTES_MAX
from local.iot.topics import check_topic
from local.repairs import Repairs

_PATH = "/topics/"
_USER_PROPERTIES = "x-amz-mqtt5-user-properties"
_CORRELATION = "x-amz-mqtt5-correlation-data"
_FORMAT = "x-amz-mqtt5-payload-format-indicator"
_FORMATS = {"UNSPECIFIED_BYTES": 0, "UTF8_DATA": 1}

Answer = tuple[str, dict[str, str | int]]
"""Body and headers; moto takes the status from among these."""


class _Invalid(Exception):
    """What AWS IoT Core would not publish; the text is for the caller."""


def repair(repairs: Repairs, publish: Callable[[Publish], None]) -> None:
    """moto keeps what is published and tells nobody."""

    def answer(response: Foreign) -> Answer:
        body = bytes(response.body)
        if len(body) > PAYLOAD_BYTES_MAX:
            text = f"The payload has more than {PAYLOAD_BYTES_MAX} bytes"
            return _error(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "RequestEntityTooLargeException", text
            )
        try:
            message = _message(response, body)
        except _Invalid as invalid:
            return _error(HTTPStatus.BAD_REQUEST, "InvalidRequestException", str(invalid))
        publish(message)
        return json.dumps({"message": "OK"}), {}

    repairs.replace(IoTDataPlaneResponse, "publish", lambda _: answer)


def _message(response: Foreign, body: bytes) -> Publish:
    path: str = response.path
    query: dict[str, list[str]] = response.querystring
    # Decoded once, as the gate did: a topic may hold what looks like an encoded slash.
    topic = unquote(path.removeprefix(_PATH))
    if check_topic(topic):
        raise _Invalid("The topic is not one to publish to")
    qos = query.get("qos", ["0"])[0]
    if qos not in ("0", "1"):
        raise _Invalid("qos is 0 or 1")
    if query.get("retain", ["false"])[0] == "true":
        raise _Invalid("The laptop cloud retains no messages")
    return Publish(topic, body, int(qos), properties=_properties(query, response.headers))


def _properties(query: dict[str, list[str]], headers: Foreign) -> Properties:
    numbers: dict[Property, int] = {}
    if "messageExpiry" in query:
        numbers[Property.MESSAGE_EXPIRY_S] = int(query["messageExpiry"][0])
    if _FORMAT in headers:
        numbers[Property.PAYLOAD_FORMAT] = _FORMATS[headers[_FORMAT]]
    texts = {
        key: query[name][0]
        for key, name in (
            (Property.CONTENT_TYPE, "contentType"),
            (Property.RESPONSE_TOPIC, "responseTopic"),
        )
        if name in query
    }
    try:
        binaries: dict[Property, bytes] = {}
        if _CORRELATION in headers:
            data = base64.b64decode(headers[_CORRELATION], validate=True)
            binaries[Property.CORRELATION_DATA] = data
        pairs = _pairs(headers[_USER_PROPERTIES]) if _USER_PROPERTIES in headers else ()
    except (ValueError, TypeError, AttributeError):
        raise _Invalid("A property of MQTT 5 is not what it should be") from None
    return Properties(numbers, texts, binaries, pairs)


def _pairs(header: str) -> tuple[tuple[str, str], ...]:
    """`[{"name": "value"}, ...]`, in base64."""
    listed = cast("list[dict[str, str]]", json.loads(base64.b64decode(header, validate=True)))
    return tuple((str(name), str(value)) for one in listed for name, value in one.items())


def _error(status: HTTPStatus, code: str, text: str) -> Answer:
    headers: dict[str, str | int] = {"status": status.value, "x-amzn-errortype": code}
    return json.dumps({"message": text}), headers
