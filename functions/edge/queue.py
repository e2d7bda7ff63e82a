"""The edge of a queue: each message is done, parked with a reason, or left for redelivery."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.edge.telemetry import Telemetry
from functions.errors import Rejected, Unavailable

Handle = Callable[[str], Mapping[str, str]]
Park = Callable[[str, str, str], None]


class _Batch(Protocol):
    # Powertools types what the method returns in part only; nothing here needs it.
    def process(self) -> object: ...


class QueueEdge:
    """Gives each message's body to `handle`; what it rejects goes to `park`(body, reason, text).

    What `handle` returns is logged.

    A message whose handling or parking fails otherwise stays in the queue, alone: the rest of its
    batch is done. The queue's own redrive ends that after some tries.
    """

    def __init__(self, handle: Handle, park: Park, telemetry: Telemetry) -> None:
        self._handle = handle
        self._park = park
        self._telemetry = telemetry

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
        """The batch item failures that SQS redelivers."""
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        with processor(event["Records"], self._take, context):
            _drain(processor)
        return processor.response()

    def _take(self, record: SQSRecord) -> None:
        logger, metrics = self._telemetry.logger, self._telemetry.metrics
        message = {"message_id": record.message_id}
        try:
            try:
                done = self._handle(record.body)
                logger.info("message done", extra={**message, **done})
                metrics.add_metric("done", MetricUnit.Count, 1)
            except Rejected as rejected:
                text = _printable(rejected.text)
                self._park(record.body, rejected.code, text)
                metrics.add_metric("parked", MetricUnit.Count, 1)
                logger.warning(
                    "message parked", extra={**message, "reason": rejected.code, "text": text}
                )
        except Unavailable as unavailable:
            logger.warning(
                "message left for redelivery", extra={**message, "why": unavailable.text}
            )
            metrics.add_metric("left", MetricUnit.Count, 1)
            raise
        except Exception:
            logger.exception("message failed", extra=message)
            metrics.add_metric("failed", MetricUnit.Count, 1)
            raise


def _drain(batch: _Batch) -> None:
    batch.process()


def _printable(text: str) -> str:
    # SQS takes no empty attribute and no control characters; a reader needs no more than this.
    return "".join(letter if " " <= letter <= "~" else "?" for letter in text[:256]) or "-"
