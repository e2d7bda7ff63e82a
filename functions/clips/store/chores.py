"""The queue of what is to be done to clips' objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class ChoreQueue:
    """Messages as `logic.chores` writes them."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, body: str) -> None:
        """Raises Unavailable."""
        with calling("the queue of chores"):
            self._client.send_message(QueueUrl=self._url, MessageBody=body)
