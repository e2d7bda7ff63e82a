"""The queue of those who want to know of new clips."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from functions.aws import calling

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Arrivals:
    """Clips that are in the catalogue now (`clip_arrived` of the contract)."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def announce(self, clip: dict[str, str]) -> None:
        """Raises Unavailable."""
        with calling("the queue of new clips"):
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(clip))
