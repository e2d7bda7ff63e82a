"""How a user pool calls functions: only where their resource policies let it."""

from collections.abc import Callable
from dataclasses import dataclass

from moto.core.exceptions import JsonRESTError

from local.foreign import Plain
from local.runtime import Invoke
from local.service_principals import ServicePrincipals

_PRINCIPAL = "cognito-idp.amazonaws.com"


@dataclass(frozen=True)
class Triggers:
    """The service principal of Cognito's user pools; `running` is None while no functions run."""

    services: ServicePrincipals
    running: Callable[[], Invoke | None]

    def __call__(self, function_arn: str, event: Plain, pool_arn: str) -> Plain:
        """What the function answers.

        Raises JsonRESTError UnexpectedLambdaException or UserLambdaValidationException.
        """
        action = "lambda:InvokeFunction"
        if not self.services.permits(_PRINCIPAL, action, function_arn, pool_arn):
            raise _unexpected("no resource policy lets the user pool invoke the function")
        invoke = self.running()
        if invoke is None:
            raise _unexpected("functions do not run")
        answer, error = invoke(function_arn, event)
        if error is not None:
            raise JsonRESTError("UserLambdaValidationException", f"the function fails: {answer}")
        return answer


def _unexpected(text: str) -> JsonRESTError:
    return JsonRESTError("UnexpectedLambdaException", text)
