"""What AWS's own services may do: deliveries that moto makes inside itself, such as EventBridge to
SQS, by the policy of the resource that they arrive at."""

from collections.abc import Mapping

from local.gate.conditions import Context
from local.gate.evaluation import Question, resource_allows
from local.gate.patterns import ContextValue, PolicyError
from local.gate.policy import Document, read_resource_policy
from local.gate.principals import Asker

# What a service that acts by itself, and not in somebody's name, has no value for.
_ABSENT_FAMILIES = ("aws:principaltag/",)
_ABSENT = frozenset(
    {
        *("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:userid"),
        *("aws:username", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceorgid"),
    }
)


def service_allowed(
    resource_policy: Document | None,
    service: str,
    action: str,
    resource_arn: str,
    source_arn: str,
    source_account: str,
    context: Mapping[str, ContextValue] | None = None,
) -> bool:
    """Whether a resource's policy lets a service of AWS do this for one of its resources.

    `service` is the principal, such as events.amazonaws.com; `source_arn` the rule, distribution or
    topic it acts for; `context` holds further context keys. A missing policy, or one that is not
    understood, allows nothing."""
    if resource_policy is None:
        return False
    try:
        policy = read_resource_policy(resource_policy)
    except PolicyError:
        return False
    values: dict[str, ContextValue] = {
        "aws:principalisawsservice": "true",
        "aws:principalservicename": service,
        "aws:securetransport": "true",
        "aws:sourcearn": source_arn,
        "aws:sourceaccount": source_account,
        "aws:resourceaccount": source_account,
        **{key.lower(): value for key, value in (context or {}).items()},
    }

    def known(key: str) -> bool:
        return key in _ABSENT or key.startswith(_ABSENT_FAMILIES)

    question = Question(Asker(service), action, resource_arn, Context(values, known))
    return resource_allows(question, policy)
