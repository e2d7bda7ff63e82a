"""How the HTTP API calls functions: only where their resource policies let it."""

import json
from dataclasses import dataclass

from local.http_api.app import FunctionFailed
from local.moto_server import AwsEndpoint

_PRINCIPAL = "apigateway.amazonaws.com"


@dataclass(frozen=True)
class ApiGateway:
    """The service principal of API Gateway."""

    endpoint: AwsEndpoint

    def __call__(self, function_arn: str, payload: bytes, source_arn: str) -> bytes:
        """Raises FunctionFailed."""
        permits = self.endpoint.services.permits
        if not permits(_PRINCIPAL, "lambda:InvokeFunction", function_arn, source_arn):
            raise FunctionFailed("no resource policy lets API Gateway invoke the function")
        invoke = self.endpoint.invoke
        if invoke is None:
            raise FunctionFailed("functions do not run")
        answer, error = invoke(function_arn, json.loads(payload))
        if error is not None:
            raise FunctionFailed(error)
        return json.dumps(answer).encode()
