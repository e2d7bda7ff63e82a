"""AWS IoT Core policies of a connection: the grammar and the evaluation are those of IAM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from local.gate.conditions import Context
from local.gate.patterns import PolicyError
from local.gate.policy import Document, Policy, read_identity_policy

Action = Literal["iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive"]

DOCUMENTS_MAX = 10
DOCUMENT_CHARACTERS_MAX = 2048


@dataclass(frozen=True, slots=True)
class Policies:
    """What a connection may do: a deny wins, and what nothing allows is denied."""

    listed: tuple[Policy, ...]

    def allow(self, action: Action, resource_arn: str, values: Mapping[str, str]) -> bool:
        """`values` are the policy variables of the connection, in lower case: `iot:clientid`."""
        context = Context(values)
        effects = {
            statement.effect
            for policy in self.listed
            for statement in policy.statements
            if statement.covers(action, resource_arn, context)
        }
        return effects == {"Allow"}


def read_policies(documents: Sequence[Document]) -> Policies:
    """Raises PolicyError for one that is not understood."""
    return Policies(tuple(read_identity_policy(document) for document in documents))


__all__ = ["Action", "Policies", "PolicyError", "read_policies"]
