"""Promises about everything the program declares, now or later."""

import importlib.machinery
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi_aws
import pytest

from contract import names
from infra.program import Artefacts
from infra.settings import Settings
from tests.infra.recording import ACCOUNT, Program, Resource, record

ROOT_OF_ACCOUNT = f"arn:aws:iam::{ACCOUNT}:root"


def policies(program: Program) -> Iterator[tuple[Resource, list[dict[str, Any]]]]:
    """Every policy document of every resource, whatever its property is called."""
    for resource in program:
        for key, value in resource.inputs.items():
            if isinstance(value, str) and value.startswith("{") and '"Statement"' in value:
                yield resource, resource.statements(key)


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def principals(statement: dict[str, Any]) -> list[str]:
    principal = statement.get("Principal", {})
    if isinstance(principal, str):
        return [principal]
    return [each for value in principal.values() for each in listed(value)]


def test_no_policy_admits_the_public(program: Program) -> None:
    seen = 0
    for resource, statements in policies(program):
        for statement in statements:
            seen += 1
            if statement["Effect"] == "Allow":
                for principal in principals(statement):
                    assert "*" not in principal, (resource.name, statement)
                assert "NotPrincipal" not in statement, resource.name
                assert "NotAction" not in statement, resource.name
                assert "NotResource" not in statement, resource.name
    assert seen > 20


def test_a_service_may_act_only_for_a_resource_of_this_account(program: Program) -> None:
    """Else another account's distribution, rule or alarm could reach ours (confused deputy)."""
    for resource, statements in policies(program):
        for statement in statements:
            services = [each for each in principals(statement) if each.endswith(".amazonaws.com")]
            if not services or statement["Action"] == "sts:AssumeRole":
                continue
            if services == ["cloudwatch.amazonaws.com"] and resource.type.startswith("aws:kms/"):
                # Alarms reach this key through the topic alone, whose policy has the condition.
                continue
            assert ACCOUNT in str(statement.get("Condition")), (resource.name, statement["Sid"])


def test_only_known_principals_are_named_anywhere(program: Program) -> None:
    for resource, statements in policies(program):
        for statement in statements:
            if statement["Effect"] == "Deny":
                continue
            for principal in principals(statement):
                of_service = re.fullmatch(r"[a-z0-9.-]+\.amazonaws\.com", principal)
                assert of_service or principal == ROOT_OF_ACCOUNT, (resource.name, principal)


def test_every_wildcard_has_a_written_reason(program: Program) -> None:
    """The reason stands in the description of the role or key that carries the statement."""
    descriptions = {
        each.outputs["name"]: each.inputs["description"] for each in program.of("aws:iam/role:Role")
    } | {
        each.outputs["keyId"]: each.inputs["description"] for each in program.of("aws:kms/key:Key")
    }
    for resource, statements in policies(program):
        in_key_policy = resource.type == "aws:kms/keyPolicy:KeyPolicy"
        holder = resource.inputs.get("role") or resource.inputs.get("keyId")
        for statement in statements:
            if statement["Effect"] == "Deny" or "Resource" not in statement:
                continue
            actions = listed(statement["Action"])
            # In a key's policy "*" is the key itself, and S3 has no other word for all objects of
            # a bucket in the bucket's own policy.
            resources = [] if in_key_policy else listed(statement["Resource"])
            if resource.type == "aws:s3/bucketPolicy:BucketPolicy":
                resources = [each.removesuffix("/*").removesuffix("/clips") for each in resources]
            if any("*" in each for each in actions + resources):
                said = descriptions[holder]
                assert re.search(rf"\b{statement['Sid']}: .{{10,}}", said), (resource.name, said)


def test_no_role_has_a_wildcard_among_its_actions(program: Program) -> None:
    """`s3:*` and the like are never right for a role, whatever the reason."""
    for role_policy in program.of("aws:iam/rolePolicy:RolePolicy"):
        for statement in role_policy.statements():
            for action in listed(statement["Action"]):
                assert "*" not in action, (role_policy.name, action)


def test_trust_is_narrow(program: Program) -> None:
    """A role is for one service, or for gateways of this account."""
    for role in program.of("aws:iam/role:Role"):
        (statement,) = role.statements("assumeRolePolicy")
        (principal,) = principals(statement)
        if role.name.startswith("gateway-"):
            assert principal == ROOT_OF_ACCOUNT
        else:
            assert principal == "lambda.amazonaws.com", role.name
        assert statement["Action"] == "sts:AssumeRole"
        assert not role.inputs.get("managedPolicyArns")
        assert not role.inputs.get("inlinePolicies")


def test_every_role_has_exactly_one_policy(program: Program) -> None:
    policies_of = [each.inputs["role"] for each in program.of("aws:iam/rolePolicy:RolePolicy")]
    roles = [each.outputs["name"] for each in program.of("aws:iam/role:Role")]
    assert sorted(policies_of) == sorted(roles)


def test_everything_that_can_have_tags_has_them(program: Program) -> None:
    for resource in program:
        module, name = resource.type.split(":")[1].split("/")[0], resource.type.split(":")[-1]
        kind = getattr(getattr(pulumi_aws, {"lambda": "lambda_"}.get(module, module)), name)
        if hasattr(kind, "tags"):
            assert resource.inputs["tags"]["project"] == "vedette", resource.name
            assert resource.inputs["tags"]["stack"], resource.name


def test_only_the_aws_provider_is_used(program: Program) -> None:
    assert {resource.type.split(":")[0] for resource in program} == {"aws"}


def test_nothing_deprecated_is_used(program: Program) -> None:
    assert program.complaints == []


def test_no_secret_is_declared(program: Program) -> None:
    """Nothing to leak from the state file: no password, no private key, no client secret."""
    client = program.one("aws:cognito/userPoolClient:UserPoolClient")
    assert client.inputs["generateSecret"] is False
    for resource in program:
        assert "PRIVATE KEY" not in json.dumps(resource.inputs, default=str), resource.name


def test_exports_are_complete(program: Program) -> None:
    for name in (
        *("webUrl", "apiUrl", "loginUrl", "region", "userPoolId", "userPoolClientId"),
        *(
            "mediaBucket",
            "webBucket",
            "clipsTable",
            "sitesTable",
            "alarmTopicArn",
            "gatewayRoleArns",
        ),
    ):
        assert program.exports[name], name
    assert program.exports["webUrl"].startswith("https://")
    assert program.exports["apiUrl"].startswith("https://")


def test_prod_protects_data_and_dev_can_be_thrown_away(dev: Program, prod: Program) -> None:
    for program, kept in ((dev, False), (prod, True)):
        pool = program.one("aws:cognito/userPool:UserPool")
        media = next(
            each for each in program.of("aws:s3/bucket:Bucket") if each.name.endswith("media")
        )
        tables = program.of("aws:dynamodb/table:Table")
        arns = {each.inputs["serverSideEncryption"]["kmsKeyArn"] for each in tables}
        keys = [each for each in program.of("aws:kms/key:Key") if each.outputs["arn"] in arns]
        assert {each.inputs["deletionProtectionEnabled"] for each in tables} == {kept}
        assert pool.inputs["deletionProtection"] == ("ACTIVE" if kept else "INACTIVE")
        assert media.inputs["forceDestroy"] is not kept
        kinds = (*tables, *keys, pool, media)
        assert [each.protect for each in kinds] == [kept] * len(kinds)
    for key in prod.of("aws:kms/key:Key"):
        assert key.inputs["deletionWindowInDays"] == 30
        assert key.protect, "without the key of logs nobody reads a log"


def test_what_is_waited_for_never_waits_back(program: Program) -> None:
    for resource in program:
        assert resource.urn not in program.waits_for(resource), resource.name


def test_nothing_is_used_before_its_permission_is_there(program: Program) -> None:
    """AWS refuses what comes too early; the order is part of the declaration."""
    urns_of_policies = {
        each.inputs["role"]: each.urn for each in program.of("aws:iam/rolePolicy:RolePolicy")
    }
    role_names = {
        each.outputs["arn"]: each.outputs["name"] for each in program.of("aws:iam/role:Role")
    }
    for function in program.of("aws:lambda/function:Function"):
        policy = urns_of_policies[role_names[function.inputs["role"]]]
        assert policy in program.waits_for(function), function.name
    functions = {each.outputs["arn"]: each for each in program.of("aws:lambda/function:Function")}
    for mapping in program.of("aws:lambda/eventSourceMapping:EventSourceMapping"):
        behind = program.waits_for(mapping)
        assert functions[mapping.inputs["functionName"]].urn in behind
    key_policies = {
        each.inputs["keyId"]: each.urn for each in program.of("aws:kms/keyPolicy:KeyPolicy")
    }
    for log in program.of("aws:cloudwatch/logGroup:LogGroup"):
        key_id = log.inputs["kmsKeyId"].split("/")[-1]
        assert key_policies[key_id] in program.waits_for(log), log.name
    queue_policies = {
        each.inputs["queueUrl"]: each.urn for each in program.of("aws:sqs/queuePolicy:QueuePolicy")
    }
    urls = {each.outputs["arn"]: each.outputs["url"] for each in program.of("aws:sqs/queue:Queue")}
    for target in program.of("aws:cloudwatch/eventTarget:EventTarget"):
        behind = program.waits_for(target)
        assert queue_policies[urls[target.inputs["arn"]]] in behind
        assert queue_policies[urls[target.inputs["deadLetterConfig"]["arn"]]] in behind


def test_a_plan_in_an_empty_account_has_every_resource(dev: Program, artefacts: Artefacts) -> None:
    """Else `pulumi preview` would show less than `pulumi up` does."""
    plan = record(Settings(), artefacts, planning=True)
    assert plan.exports == {}, "nothing is known"
    assert {(each.type, each.name) for each in plan} == {(each.type, each.name) for each in dev}


def test_each_site_has_a_group_and_a_gateway_role(programs: dict[str, Program]) -> None:
    program = programs["other"]
    sites = set(program.exports["gatewayRoleArns"])
    groups = {each.inputs["name"] for each in program.of("aws:cognito/userGroup:UserGroup")}
    assert sites == {"home", "barn", "a-site-with-a-name-of-32-letters"}
    assert groups == {names.format_site_group(site) for site in sites}


def test_the_same_stack_can_stand_in_two_regions_of_an_account(artefacts: Artefacts) -> None:
    """Names of IAM and CloudFront are the account's, not the region's."""
    names_of = [
        {
            (each.type, each.inputs["name"])
            for each in record(Settings(stack="a" * 20, region=region), artefacts)
            if each.type.split(":")[1].split("/")[0] in ("iam", "cloudfront")
            and "name" in each.inputs
        }
        for region in ("eu-central-1", "ap-southeast-1")
    ]
    assert len(names_of[0]) >= 4
    assert not names_of[0] & names_of[1]
    for _, name in names_of[1]:
        assert len(name) <= 64, name


def test_the_program_has_no_name_of_another_module() -> None:
    """Pulumi puts infra/ itself on the path: a module there must not hide one of that name."""
    here = Path(__file__).resolve().parents[2] / "infra"
    mine = {path.stem for path in here.iterdir() if path.suffix == ".py" or path.is_dir()}
    elsewhere = [entry for entry in sys.path if Path(entry or ".").resolve() != here]
    for name in mine - {"__init__", "__main__", "__pycache__", "README"}:
        found = importlib.machinery.PathFinder.find_spec(name, elsewhere)
        assert found is None, f"infra/{name} hides {found.origin if found else ''}"
        assert name not in sys.stdlib_module_names, name


def test_a_wrong_file_of_the_web_app_is_named(tmp_path: Path, artefacts: Artefacts) -> None:
    (tmp_path / "index.exe").write_text("")
    with pytest.raises(ValueError, match=r"index\.exe"):
        record(Settings(), Artefacts(functions=artefacts.functions, web=tmp_path))
