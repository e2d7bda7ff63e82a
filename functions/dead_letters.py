"""The queue where messages wait for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class DeadLetters:
    """Messages that no redelivery would help."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def park(self, body: str, reason: str, text: str) -> None:
        """Keep a message with why it is here; `text` is printable ASCII. Raises Unavailable."""
        with calling("the dead letter queue"):
            self._client.send_message(
                QueueUrl=self._url,
                MessageBody=body,
                MessageAttributes={
                    "reason": {"DataType": "String", "StringValue": reason},
                    "text": {"DataType": "String", "StringValue": text},
                },
            )
