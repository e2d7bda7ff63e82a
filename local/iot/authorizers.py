"""Custom authorizers: the functions that say who may connect, and what for.

docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html
"""

import base64
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from local.declared import Declarations
from local.foreign import Plain
from local.iot.policies import DOCUMENT_CHARACTERS_MAX, DOCUMENTS_MAX, Policies, read_policies

_TYPE = "aws:iot/authorizer:Authorizer"
_SECONDS = range(300, 86_401)
_PRINCIPAL = re.compile(r"[a-zA-Z0-9]{1,128}")


class NotAdmitted(Exception):
    """The authorizer said no, or what it said is not an answer; the text holds no secret."""


@dataclass(frozen=True, slots=True)
class Authorizer:
    """One declared authorizer whose tokens are not signed for AWS IoT Core."""

    name: str
    arn: str
    function_arn: str


def read_authorizers(declarations: Declarations) -> dict[str, Authorizer]:
    """The active ones by name."""
    return {
        one.outputs["name"]: Authorizer(
            one.outputs["name"], one.outputs["arn"], one.inputs["authorizerFunctionArn"]
        )
        for one in declarations.of(_TYPE)
        if one.outputs["status"] == "ACTIVE"
    }


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client shows when it connects; the same again at every refresh."""

    server_name: str
    headers: Mapping[str, str] = field(repr=False)
    query: str = field(repr=False)
    client_id: str
    user_name: str | None = field(repr=False)
    password: bytes | None = field(repr=False)
    connection_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def event(self) -> dict[str, Any]:
        """As the function gets it."""
        mqtt: dict[str, str] = {"clientId": self.client_id}
        if self.user_name is not None:
            mqtt["username"] = self.user_name
        if self.password is not None:
            mqtt["password"] = base64.b64encode(self.password).decode()
        return {
            "signatureVerified": False,
            "protocols": ["tls", "http", "mqtt"],
            "protocolData": {
                "tls": {"serverName": self.server_name},
                "http": {"headers": dict(self.headers), "queryString": f"?{self.query}"},
                "mqtt": mqtt,
            },
            "connectionMetadata": {"id": self.connection_id},
        }


@dataclass(frozen=True, slots=True)
class Admission:
    """Who a client is, what it may do, and for how long that holds."""

    principal: str
    policies: Policies
    disconnect_after_s: int
    refresh_after_s: int


def read_admission(answer: Plain) -> Admission:
    """Raises NotAdmitted for a no, and for an answer that AWS IoT Core would not take."""
    if not isinstance(answer, dict):
        raise NotAdmitted("its answer is not an object")
    said = cast("dict[str, Plain]", answer)
    if said.get("isAuthenticated") is not True:
        raise NotAdmitted("it says that nobody is authenticated")
    principal = said.get("principalId")
    if not isinstance(principal, str) or not _PRINCIPAL.fullmatch(principal):
        raise NotAdmitted("principalId is not 1 to 128 letters and digits")
    try:
        policies = read_policies(_documents(said.get("policyDocuments")))
    except ValueError as error:
        raise NotAdmitted(f"policyDocuments: {error}") from None
    return Admission(
        principal,
        policies,
        _seconds(said, "disconnectAfterInSeconds"),
        _seconds(said, "refreshAfterInSeconds"),
    )


def _documents(given: Plain) -> list[str]:
    if not isinstance(given, list) or not 0 < len(cast("list[Plain]", given)) <= DOCUMENTS_MAX:
        raise NotAdmitted(f"policyDocuments are not 1 to {DOCUMENTS_MAX}")
    listed = cast("list[Plain]", given)
    documents = [one if isinstance(one, str) else json.dumps(one) for one in listed]
    if max(len(one) for one in documents) > DOCUMENT_CHARACTERS_MAX:
        raise NotAdmitted(f"a policy document has more than {DOCUMENT_CHARACTERS_MAX} characters")
    return documents


def _seconds(said: Mapping[str, Plain], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value not in _SECONDS:
        raise NotAdmitted(f"{name} is not {_SECONDS[0]} to {_SECONDS[-1]}")
    return value
