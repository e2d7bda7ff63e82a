"""Declared event source mappings, and what Lambda would refuse about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.declared import Declarations, Declared

_BATCHES_MAX = 4
_PARTIAL = "ReportBatchItemFailures"


class WrongMapping(Exception):
    """A mapping that Lambda would refuse to create; one line."""


@dataclass(frozen=True)
class Mapped:
    """One declared mapping, as much of it as polling takes."""

    name: str
    queue_arn: str
    queue_url: str
    function_arn: str
    role_arn: str
    batch: int
    window_s: float
    concurrency: int
    partial: bool


def mappings_of(declarations: Declarations) -> list[Mapped]:
    """The enabled mappings. Raises WrongMapping for timeouts that do not fit each other."""
    declared = declarations.of("aws:lambda/eventSourceMapping:EventSourceMapping")
    return [_mapped(declarations, one) for one in declared if one.inputs.get("enabled", True)]


def _mapped(declarations: Declarations, declared: Declared) -> Mapped:
    inputs = declared.inputs
    queue = declarations.by("aws:sqs/queue:Queue", "arn", inputs["eventSourceArn"])
    function = _function(declarations, inputs["functionName"])
    timeout_s = function.inputs.get("timeout") or 3
    visibility_s = queue.inputs.get("visibilityTimeoutSeconds") or 30
    if visibility_s < timeout_s:
        raise WrongMapping(
            f"{declared.name}: the queue's visibility timeout of {visibility_s} s is less than the "
            f"function's timeout of {timeout_s} s"
        )
    scaling: Mapping[str, Any] = inputs.get("scalingConfig") or {}
    return Mapped(
        name=declared.name,
        queue_arn=inputs["eventSourceArn"],
        queue_url=queue.outputs["url"],
        function_arn=function.outputs["arn"],
        role_arn=function.inputs["role"],
        batch=inputs.get("batchSize") or 10,
        window_s=inputs.get("maximumBatchingWindowInSeconds") or 0,
        concurrency=min(scaling.get("maximumConcurrency") or _BATCHES_MAX, _BATCHES_MAX),
        partial=_PARTIAL in (inputs.get("functionResponseTypes") or []),
    )


def _function(declarations: Declarations, named: str) -> Declared:
    for function in declarations.of("aws:lambda/function:Function"):
        if named in (function.outputs["arn"], function.outputs["name"]):
            return function
    raise WrongMapping(f"no function {named}")
