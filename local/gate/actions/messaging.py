"""SQS, SNS and EventBridge."""

from local.gate.actions import reference
from local.gate.actions.need import Need
from local.gate.operations import Operation


def sqs_needs(operation: Operation) -> list[Need]:
    """What an operation of SQS needs; a batch needs what one message needs."""
    action = f"sqs:{operation.name.removesuffix('Batch')}"
    queue = operation.params.get("QueueUrl") or operation.params.get("QueueName")
    if not queue:
        return reference.needs(operation)
    return [Need(action, operation.arn(str(queue).rpartition("/")[2]))]


def sns_needs(operation: Operation) -> list[Need]:
    """What an operation of SNS needs."""
    params = operation.params
    action = f"sns:{operation.name.removesuffix('Batch')}"
    topic = params.get("TopicArn") or params.get("TargetArn") or params.get("ResourceArn")
    if topic:
        return [Need(action, topic)]
    if operation.name == "CreateTopic":
        return [Need(action, operation.arn(params["Name"]))]
    return [Need(action)]


def events_needs(operation: Operation) -> list[Need]:
    """What an operation of EventBridge needs: for entries, each entry's bus."""
    if operation.name != "PutEvents":
        return _rule_needs(operation)
    return [
        Need(
            "events:PutEvents",
            _bus(operation, entry.get("EventBusName")),
            {
                key: str(entry[name])
                for key, name in (
                    ("events:source", "Source"),
                    ("events:detail-type", "DetailType"),
                )
                if entry.get(name)
            },
            frozenset({"events:source", "events:detail-type"}),
        )
        for entry in operation.params.get("Entries", [])
    ] or [Need("events:PutEvents")]


def _rule_needs(operation: Operation) -> list[Need]:
    params = operation.params
    name = params.get("Rule") or (params.get("Name") if "Rule" in operation.name else None)
    if not name:
        return reference.needs(operation)
    bus = str(params.get("EventBusName") or "default").rpartition("/")[2]
    path = name if bus == "default" else f"{bus}/{name}"
    return [Need(f"events:{operation.name}", operation.arn(f"rule/{path}"))]


def _bus(operation: Operation, name: str | None) -> str:
    if name and name.startswith("arn:"):
        return name
    return operation.arn(f"event-bus/{name or 'default'}")
