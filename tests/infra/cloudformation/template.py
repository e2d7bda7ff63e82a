"""What is declared, written as CloudFormation, whose resource schemas are AWS's own.

Property names differ in few places; those are listed, so that a new property whose name does not
follow from Pulumi's is refused by the schema and not overlooked.
"""

from typing import Any

from tests.infra.cloudformation.kinds import COMPANIONS, KINDS
from tests.infra.recording import Program

# What CloudFormation cannot declare.
_UNKNOWN_THERE = {"aws:s3/bucketObjectv2:BucketObjectv2"}


def template(program: Program) -> dict[str, Any]:
    """A CloudFormation template of a program; raises KeyError for a type it does not know."""
    resources: dict[str, Any] = {}
    for resource in program:
        if resource.type in _UNKNOWN_THERE or resource.type in COMPANIONS:
            continue
        kind, write = KINDS[resource.type]
        logical = "".join(part.title() for part in resource.name.replace("-", " ").split())
        properties = write(program, resource)
        resources[logical + kind.split("::")[-1]] = {"Type": kind, "Properties": properties}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
