"""The queue of notifications that are to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

_BATCH_MAX = 10


class Outbox:
    """Where one message waits for each browser or letter."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def add(self, bodies: list[str]) -> None:
        """Queue messages; raises Unavailable when one of them is not taken."""
        for start in range(0, len(bodies), _BATCH_MAX):
            entries: list[SendMessageBatchRequestEntryTypeDef] = [
                {"Id": str(number), "MessageBody": body}
                for number, body in enumerate(bodies[start : start + _BATCH_MAX])
            ]
            with calling("the queue of notifications"):
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            failed = answer.get("Failed", [])
            if failed:
                raise Unavailable(
                    f"the queue of notifications does not take {len(failed)}: {failed[0]['Code']}"
                )
