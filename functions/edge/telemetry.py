"""Logger, metrics and tracer of one process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.utilities.typing import LambdaContext

Handler = Callable[[dict[str, Any], LambdaContext], Mapping[str, Any]]


@dataclass(frozen=True)
class Telemetry:
    """What a process tells of itself; nothing else in it logs or measures."""

    logger: Logger
    metrics: Metrics
    tracer: Tracer

    def watch(self, handle: Handler) -> Handler:
        """Wrap an entry point: fields of the call on each log line, metrics flushed, a trace."""

        def handler(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
            return handle(event, context)

        logged = self.logger.inject_lambda_context(handler, log_event=False, clear_state=True)
        measured = self.metrics.log_metrics(logged)
        return self.tracer.capture_lambda_handler(measured, capture_response=False)


def open_telemetry(capability: str) -> Telemetry:
    """Make the three; `capability` is the log field and metric dimension `service`.

    The level comes from POWERTOOLS_LOG_LEVEL. Values that could carry a token or a signed URL
    (events, responses) are never logged or traced, whatever the environment says.
    """
    return Telemetry(
        logger=Logger(service=capability, utc=True),
        metrics=Metrics(namespace="vedette", service=capability),
        # Patching everything would import every database driver that X-Ray knows.
        tracer=Tracer(service=capability, patch_modules=("botocore",)),
    )
