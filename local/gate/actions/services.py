"""Which actions an operation needs, by service."""

from collections.abc import Callable

from local.gate.actions import dynamodb, kms, mail, messaging, reference, s3
from local.gate.actions.need import Need
from local.gate.identities import iam_name_arn
from local.gate.operations import Operation
from local.gate.patterns import ContextValue
from local.gate.refusals import Kind, Refused


def needs_of(operation: Operation) -> list[Need]:
    """Everything that must be allowed for an operation."""
    return _SERVICES.get(operation.prefix, reference.needs)(operation)


def _lambda(operation: Operation) -> list[Need]:
    action = "InvokeFunction" if operation.name == "Invoke" else operation.name
    name = operation.params.get("FunctionName")
    if not name:
        return reference.needs(operation)
    if not name.startswith("arn:"):
        name = operation.arn(f"function:{name.rpartition('function:')[2]}")
    qualifier = operation.params.get("Qualifier")
    return [Need(f"lambda:{action}", f"{name}:{qualifier}" if qualifier else name)]


def _sts(operation: Operation) -> list[Need]:
    role = operation.params.get("RoleArn")
    if not role:
        return [Need(f"sts:{operation.name}")]
    if operation.params.get("Tags") or operation.params.get("PolicyArns"):
        text = "This endpoint keeps no session tags and no managed session policies"
        raise Refused(Kind.UNREADABLE, text)
    given: dict[str, ContextValue] = {
        key: str(operation.params[name])
        for key, name in (
            ("sts:externalid", "ExternalId"),
            ("sts:rolesessionname", "RoleSessionName"),
            ("sts:sourceidentity", "SourceIdentity"),
        )
        if operation.params.get(name)
    }
    absent = frozenset({"sts:externalid", "sts:sourceidentity"})
    names = [operation.name]
    if operation.params.get("SourceIdentity"):
        names.append("SetSourceIdentity")
    return [Need(f"sts:{name}", role, given, absent) for name in names]


def _iam(operation: Operation) -> list[Need]:
    for kind in ("Role", "User"):
        name = operation.params.get(f"{kind}Name")
        if name:
            arn = iam_name_arn(operation.account_id, kind, name)
            return [Need(f"iam:{operation.name}", arn)]
    arn = operation.params.get("PolicyArn")
    return [Need(f"iam:{operation.name}", arn)] if arn else [Need(f"iam:{operation.name}")]


def _logs(operation: Operation) -> list[Need]:
    group = operation.params.get("logGroupName")
    if not group:
        return reference.needs(operation)
    # AWS asks about a group as about its streams: with a colon and what may be nothing.
    stream = operation.params.get("logStreamName") or ""
    resource = operation.arn(f"log-group:{group}:log-stream:{stream}")
    return [Need(f"logs:{operation.name}", resource)]


def _cloudwatch(operation: Operation) -> list[Need]:
    if operation.name != "PutMetricData":
        return reference.needs(operation)
    namespace = str(operation.params.get("Namespace") or "")
    return [Need("cloudwatch:PutMetricData", "*", {"cloudwatch:namespace": namespace})]


_SERVICES: dict[str, Callable[[Operation], list[Need]]] = {
    "s3": s3.needs,
    "dynamodb": dynamodb.needs,
    "kms": kms.needs,
    "sqs": messaging.sqs_needs,
    "sns": messaging.sns_needs,
    "events": messaging.events_needs,
    "ses": mail.needs,
    "lambda": _lambda,
    "sts": _sts,
    "iam": _iam,
    "logs": _logs,
    "cloudwatch": _cloudwatch,
}
