"""Promises about how the bucket follows stars and deletions."""

import json

from functions.clips.logic.chores import Sweep, read_message
from tests.infra.recording import Program

FUNCTION = "aws:lambda/function:Function"


def actions_by_role(program: Program) -> dict[str, set[str]]:
    return {
        policy.name.removesuffix("-policy"): {
            action for statement in policy.statements() for action in statement["Action"]
        }
        for policy in program.of("aws:iam/rolePolicy:RolePolicy")
    }


def test_nobody_but_the_keeper_holds_releases_or_deletes_recordings(program: Program) -> None:
    alone = {"s3:PutObjectLegalHold", "s3:PutObjectVersionTagging", "s3:DeleteObjectVersion"}
    for role, actions in actions_by_role(program).items():
        if role == "clips-keeping-keeper":
            assert alone <= actions
            # It never sees what is in them.
            assert not {"s3:GetObject", "s3:GetObjectVersion"} & actions
        else:
            assert not (alone | {"s3:DeleteObject", "s3:BypassGovernanceRetention"}) & actions, role


def test_the_schedule_sends_what_the_keeper_understands(program: Program) -> None:
    rule = next(
        each
        for each in program.of("aws:cloudwatch/eventRule:EventRule")
        if each.inputs.get("scheduleExpression")
    )
    target = program.one("aws:cloudwatch/eventTarget:EventTarget", rule=rule.outputs["name"]).inputs
    assert read_message(target["input"]) == Sweep()
    assert json.loads(target["input"]) == {"chore": "sweep"}
    keeper = program.one(FUNCTION, handler="functions.clips.handler.keep")
    (mapping,) = (
        each
        for each in program.of("aws:lambda/eventSourceMapping:EventSourceMapping")
        if each.inputs["functionName"] == keeper.outputs["arn"]
    )
    assert mapping.inputs["eventSourceArn"] == target["arn"]
