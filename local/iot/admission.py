"""How AWS IoT Core calls an authorizer's function: only where its resource policy lets it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from local.foreign import Plain
from local.iot.authorizers import (
    Admission,
    Authorizer,
    Credentials,
    NotAdmitted,
    read_admission,
)

_PRINCIPAL = "iot.amazonaws.com"
_ANSWER_SECONDS_MAX = 5.0
"""docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html says so."""

Permits = Callable[[str, str, str, str], bool]
"""`ServicePrincipals.permits`."""
Invoke = Callable[[str, Plain], tuple[Plain, str | None]]
"""`Runtime.invoke`."""


class Admit(Protocol):
    """Asks the authorizer of this name, None for one that the client did not name.

    Raises NotAdmitted.
    """

    async def __call__(self, name: str | None, credentials: Credentials) -> Admission: ...


@dataclass(frozen=True)
class Doorkeeper:
    """Asks the declared authorizers; the account has none that is asked by default."""

    authorizers: Mapping[str, Authorizer]
    permits: Permits
    invoke: Invoke

    async def __call__(self, name: str | None, credentials: Credentials) -> Admission:
        authorizer = self.authorizers.get(name or "")
        if authorizer is None:
            raise NotAdmitted("no active authorizer has the name that the client gave")
        asking = asyncio.to_thread(self._ask, authorizer, credentials)
        try:
            return read_admission(await asyncio.wait_for(asking, _ANSWER_SECONDS_MAX))
        except TimeoutError:
            raise NotAdmitted("its function took more than 5 s") from None

    def _ask(self, authorizer: Authorizer, credentials: Credentials) -> Plain:
        function = authorizer.function_arn
        if not self.permits(_PRINCIPAL, "lambda:InvokeFunction", function, authorizer.arn):
            raise NotAdmitted(f"no resource policy lets {_PRINCIPAL} invoke its function")
        answer, error = self.invoke(function, credentials.event())
        if error is not None:
            raise NotAdmitted("its function failed")
        return answer
