"""Functions, who may call them, and the queues that feed them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _function(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    code = wanted.take("code")
    if not isinstance(code, dict) or "path" not in code:
        raise NotImplementedError("code must be a FileArchive of a folder: it is run from there")
    wanted.leave("skipDestroy", "sourceCodeHash", "codeSha256")
    reserved = wanted.take("reservedConcurrentExecutions")
    values: dict[str, Any] = {
        "FunctionName": name,
        "Code": {"ZipFile": _marker()},
        "Tags": wanted.tags(),
        **wanted.inputs,
    }
    wanted.inputs.clear()
    answer = cloud.call("lambda", "CreateFunction", values, _FUNCTION_NAMES)
    if reserved is not None:
        limit = {"FunctionName": name, "ReservedConcurrentExecutions": reserved}
        cloud.call("lambda", "PutFunctionConcurrency", limit)
    arn = answer["FunctionArn"]
    return Made(
        name,
        {
            "name": name,
            "arn": arn,
            "invokeArn": invoke_arn(cloud.account.region, arn),
            "qualifiedArn": f"{arn}:$LATEST",
            "version": "$LATEST",
        },
    )


_FUNCTION_NAMES = {"kmsKeyArn": "KMSKeyArn"}


def invoke_arn(region: str, function_arn: str) -> str:
    """What an API integration calls a function by."""
    return (
        f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    )


def _marker() -> bytes:
    """The service wants code; the laptop runs the source tree instead."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("README", "The laptop cloud runs the source tree.\n")
    return buffer.getvalue()


def _permission(cloud: Cloud, wanted: Wanted) -> Made:
    statement = wanted.take("statementId", wanted.name)
    values = {
        "FunctionName": wanted.take("function"),
        "StatementId": statement,
        "Action": wanted.take("action"),
        "Principal": wanted.take("principal"),
        "SourceArn": wanted.take("sourceArn"),
        "SourceAccount": wanted.take("sourceAccount"),
        "Qualifier": wanted.take("qualifier"),
    }
    cloud.call("lambda", "AddPermission", values)
    return Made(statement, {"statementId": statement})


def _event_source(cloud: Cloud, wanted: Wanted) -> Made:
    """Checked and recorded; `local.event_sources` polls it, as moto's own poller loses failures."""
    if wanted.inputs.get("filterCriteria"):
        raise NotImplementedError("filterCriteria: every message reaches the function here")
    if not str(wanted.inputs.get("eventSourceArn")).startswith("arn:aws:sqs:"):
        raise NotImplementedError("only queues feed functions here")
    values = dict(wanted.inputs)
    wanted.inputs.clear()
    cloud.spelled("lambda", "CreateEventSourceMapping", values)
    _batch(values)
    identity = f"esm-{wanted.name}"
    arn = cloud.account.arn("lambda", f"event-source-mapping:{identity}")
    return Made(identity, {"uuid": identity, "arn": arn, "state": "Enabled"})


def _batch(values: Mapping[str, Any]) -> None:
    """A batch over ten needs a window: CreateEventSourceMapping, BatchSize."""
    if values.get("batchSize", 10) > 10 and not values.get("maximumBatchingWindowInSeconds"):
        raise ValueError("batchSize over 10 needs maximumBatchingWindowInSeconds of 1 or more")


MAKERS: Mapping[str, Maker] = {
    "aws:lambda/function:Function": _function,
    "aws:lambda/permission:Permission": _permission,
    "aws:lambda/eventSourceMapping:EventSourceMapping": _event_source,
}
