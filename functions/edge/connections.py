"""The edge of IoT Core's custom authorizer: who may connect, and one log line a question."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.edge.telemetry import Telemetry
from functions.errors import Rejected, Unavailable

Admit = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class ConnectionEdge:
    """Answers what `admit` does, or `refusal` where it raises Rejected or Unavailable.

    What is logged is why, never what was sent: it holds a token.
    """

    def __init__(self, admit: Admit, refusal: Mapping[str, Any], telemetry: Telemetry) -> None:
        self._admit = admit
        self._refusal = refusal
        self._telemetry = telemetry

    def __call__(self, event: dict[str, Any], _: LambdaContext) -> Mapping[str, Any]:
        """A bug is raised: Lambda counts it, and IoT Core refuses."""
        logger, metrics = self._telemetry.logger, self._telemetry.metrics
        try:
            answer = self._admit(event)
        except Rejected as rejected:
            logger.info("connection refused", code=rejected.code, why=rejected.text)
            metrics.add_metric("refused", MetricUnit.Count, 1)
            return self._refusal
        except Unavailable as unavailable:
            logger.warning("connection postponed", why=unavailable.text)
            metrics.add_metric("unavailable", MetricUnit.Count, 1)
            return self._refusal
        logger.info("connection admitted")
        metrics.add_metric("admitted", MetricUnit.Count, 1)
        return answer
