"""Where open lists hear of new clips: topics of IoT Core."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import ClientError

from contract import names
from functions.aws import Session, calling, read_code
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_iot_data import IoTDataPlaneClient

# One try: whoever hears nothing asks the API, and people wait to be told.
_LIMITS = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1})


def open_client(session: Session, url: str) -> IoTDataPlaneClient:
    """A client of the account's own endpoint that gives up soon."""
    return session.client("iot-data", config=_LIMITS, endpoint_url=url)


class Updates:
    """Tells everybody who has a list with the clip's camera open."""

    def __init__(self, client: IoTDataPlaneClient) -> None:
        self._client = client

    def publish(self, arrived: Mapping[str, str]) -> None:
        """Takes the contract's clip_arrived; raises Unavailable for whatever reason."""
        topic = names.format_arrived_topic(arrived["site"], arrived["camera"])
        try:
            with calling("IoT Core"):
                self._client.publish(
                    topic=topic,
                    qos=1,
                    contentType="application/json",
                    payload=json.dumps(dict(arrived)).encode(),
                )
        except ClientError as error:
            raise Unavailable(f"IoT Core takes no message: {read_code(error)}") from error
