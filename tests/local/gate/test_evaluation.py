"""What the comparison with a second implementation leaves out, as tables."""

from collections.abc import Mapping
from typing import Any

import pytest

from local.gate.conditions import Context
from local.gate.evaluation import Decision, Grants, Question, decide
from local.gate.patterns import ContextValue
from local.gate.policy import read_identity_policy, read_resource_policy
from local.gate.principals import Asker
from tests.local.gate.cloud import ACCOUNT, ROOT_ARN, Statement, allow, deny, document

SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/tuesday"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"
USER = f"arn:aws:iam::{ACCOUNT}:user/anna"
OBJECT = "arn:aws:s3:::media/anna/clip.mp4"
READ = "s3:GetObject"


def _known(key: str) -> bool:
    return not key.startswith("unknown:")


def _decide(
    context: Mapping[str, ContextValue] | None = None,
    asker: Asker | None = None,
    resource_rules: bool = False,
    **policies: list[Statement],
) -> Decision:
    question = Question(
        asker or Asker(SESSION, ACCOUNT, ROLE), READ, OBJECT, Context(context or {}, _known)
    )
    limits = {
        name: read_identity_policy(document(*policies[name]))
        for name in ("session", "boundary")
        if name in policies
    }
    grants = Grants(
        identity=(read_identity_policy(document(*policies.get("identity", []))),),
        resource=read_resource_policy(document(*policies.get("resource", []))),
        resource_rules=resource_rules,
        **limits,
    )
    return decide(question, grants)


@pytest.mark.parametrize(
    ("condition", "context", "holds"),
    [
        ({"StringEquals": {"k": "${*}x"}}, {"k": "*x"}, True),
        ({"StringEquals": {"k": "a*"}}, {"k": "ab"}, False),
        ({"StringLike": {"k": "${?}b"}}, {"k": "ab"}, False),
        ({"StringLike": {"k": "a?c*"}}, {"k": "abc\ndef"}, True),
        ({"StringEquals": {"K": "x"}}, {"k": "x"}, True),
        ({"NotIpAddress": {"k": "10.0.0.0/8"}}, {"k": "2001:db8::7"}, True),
        ({"IpAddress": {"k": "2001:db8::/32"}}, {"k": "2001:db8::7"}, True),
        ({"IpAddress": {"k": "::/0"}}, {"k": "10.1.1.1"}, False),
        ({"BinaryEquals": {"k": "QUJD"}}, {"k": "QUJD"}, True),
        ({"DateLessThan": {"k": "1764000000"}}, {"k": "2025-11-24T00:00:00Z"}, True),
        ({"Bool": {"k": True}}, {"k": "TRUE"}, True),
        ({"NumericEquals": {"k": 10}}, {"k": "10.0"}, True),
        ({"ArnLike": {"k": "arn:aws:sns:*:1:a*"}}, {"k": "arn:aws:sns:x:y:1:a"}, False),
        ({"Null": {"k": "true"}}, {}, True),
        ({"ForAllValues:StringEquals": {"k": "a"}}, {}, True),
        ({"ForAnyValue:StringNotEquals": {"k": "a"}}, {}, False),
        ({"ForAnyValue:StringEquals": {"k": "a"}}, {"k": "a"}, True),
        ({"StringEqualsIfExists": {"k": "a"}}, {}, True),
        ({"StringEquals": {"k": "${other, 'a'}"}}, {"k": "a"}, True),
    ],
)
def test_conditions_hold(
    condition: dict[str, Any], context: dict[str, ContextValue], holds: bool
) -> None:
    granted = allow(READ, OBJECT, Condition=condition)
    assert _decide(context, identity=[granted]).allowed is holds
    denied = deny(READ, OBJECT, Condition=condition)
    assert _decide(context, identity=[allow("*", "*"), denied]).allowed is not holds


@pytest.mark.parametrize(
    ("condition", "context"),
    [
        ({"StringNotEquals": {"unknown:key": "x"}}, {}),
        ({"StringEquals": {"unknown:key": "x"}}, {}),
        ({"StringEqualsIfExists": {"unknown:key": "x"}}, {}),
        ({"Null": {"unknown:key": "true"}}, {}),
        ({"ForAllValues:StringEquals": {"unknown:key": "x"}}, {}),
        ({"NumericNotEquals": {"k": "1"}}, {"k": "many"}),
        ({"DateGreaterThan": {"k": "2026-01-01T00:00:00Z"}}, {"k": "soon"}),
        ({"NotIpAddress": {"k": "10.0.0.0/8"}}, {"k": "home"}),
        ({"StringNotEquals": {"k": "${missing}"}}, {"k": "x"}),
        ({"StringEquals": {"k": "x"}}, {"k": ("x", "y")}),
    ],
)
def test_what_cannot_be_decided_counts_against_the_caller(
    condition: dict[str, Any], context: dict[str, ContextValue]
) -> None:
    assert not _decide(context, identity=[allow(READ, OBJECT, Condition=condition)]).allowed
    denied = deny(READ, OBJECT, Condition=condition)
    assert not _decide(context, identity=[allow("*", "*"), denied]).allowed


def test_a_condition_that_fails_decides_in_spite_of_an_undecided_one() -> None:
    both = {"StringEquals": {"unknown:key": "x", "k": "x"}}
    denied = deny(READ, OBJECT, Condition=both)
    assert _decide({"k": "y"}, identity=[allow("*", "*"), denied]).allowed


@pytest.mark.parametrize(
    ("pattern", "covers"),
    [
        ("arn:aws:s3:::media/${aws:username}/*", True),
        ("arn:aws:s3:::media/${aws:UserName}/*.mp4", True),
        ("arn:aws:s3:::media/${aws:missing}/*", False),
        ("arn:aws:s3:::media/${aws:missing, 'anna'}/*", True),
        ("arn:aws:s3:::media/${*}/clip.mp4", False),
        ("arn:aws:*:::media/anna/clip.mp4", True),
        ("arn:aws:s3*:media/anna/clip.mp4:*:*", False),
        ("arn:aws:s3:::MEDIA/anna/clip.mp4", False),
        ("arn:aws:s3:::media.anna/clip.mp4", False),
        ("*", True),
    ],
)
def test_resources_are_covered(pattern: str, covers: bool) -> None:
    found = _decide({"aws:username": "anna"}, identity=[allow(READ, pattern)])
    assert found.allowed is covers


def test_a_value_from_the_request_is_never_a_pattern() -> None:
    own = allow(READ, "arn:aws:s3:::media/${aws:username}/*")
    assert not _decide({"aws:username": "*"}, identity=[own]).allowed
    assert not _decide({"aws:username": "an.a"}, identity=[own]).allowed


def test_a_deny_outside_a_place_that_is_not_known_denies_everything() -> None:
    outside: Statement = {
        "Effect": "Deny",
        "Action": "*",
        "NotResource": "arn:aws:s3:::media/${aws:username}/*",
    }
    granted = allow("*", "*")
    assert not _decide({}, identity=[granted, outside]).allowed
    assert _decide({"aws:username": "anna"}, identity=[granted, outside]).allowed


def test_old_policies_have_no_variables() -> None:
    statement = allow(READ, "arn:aws:s3:::media/${aws:username}/*")
    old = read_identity_policy({"Version": "2008-10-17", "Statement": [statement]})
    question = Question(
        Asker(SESSION, ACCOUNT, ROLE), READ, OBJECT, Context({"aws:username": "anna"})
    )
    assert not decide(question, Grants(identity=(old,))).allowed


NOTHING = [allow("sqs:*", "*")]


@pytest.mark.parametrize(
    ("principal", "boundary", "session", "allowed"),
    [
        (SESSION, NOTHING, NOTHING, True),
        ("*", NOTHING, NOTHING, True),
        (ROLE, None, None, True),
        (ROLE, NOTHING, None, False),
        (ROLE, None, NOTHING, False),
        (ROLE, [allow(READ, "*")], [allow(READ, "*")], True),
        (ROOT_ARN, None, None, False),
        (ACCOUNT, None, None, False),
        (USER, None, None, False),
        ("arn:aws:iam::999999999999:root", None, None, False),
    ],
)
def test_what_a_resource_grants_is_limited_by_how_it_names_the_caller(
    principal: str,
    boundary: list[Statement] | None,
    session: list[Statement] | None,
    allowed: bool,
) -> None:
    limits = {"boundary": boundary, "session": session}
    given = {name: one for name, one in limits.items() if one is not None}
    resource = [allow(READ, OBJECT, Principal={"AWS": principal})]
    assert _decide(None, None, False, resource=resource, **given).allowed is allowed


@pytest.mark.parametrize(
    ("identity", "resource", "allowed"),
    [
        ([allow(READ, "*")], [], False),
        ([allow(READ, "*")], [allow(READ, "*", Principal={"AWS": ROOT_ARN})], True),
        ([allow(READ, "*")], [allow(READ, "*", Principal={"AWS": ACCOUNT})], True),
        ([allow(READ, "*")], [allow(READ, "*", Principal={"AWS": USER})], False),
        ([], [allow(READ, "*", Principal={"AWS": ROOT_ARN})], False),
        ([], [allow(READ, "*", Principal={"AWS": ROLE})], True),
        ([deny(READ, "*")], [allow(READ, "*", Principal={"AWS": ROLE})], False),
        ([allow(READ, "*")], [allow(READ, "*", Principal={"Service": "s3.amazonaws.com"})], False),
    ],
)
def test_keys_and_roles_open_by_their_own_policy(
    identity: list[Statement], resource: list[Statement], allowed: bool
) -> None:
    found = _decide(identity=identity, resource=resource, resource_rules=True)
    assert found.allowed is allowed


@pytest.mark.parametrize(
    ("spared", "boundary", "allowed"),
    [
        ([ROOT_ARN, ROLE, SESSION], None, True),
        ([ROOT_ARN, ROLE], None, False),
        ([ROLE, SESSION], None, False),
        ([ROOT_ARN, SESSION], None, False),
        (["*"], None, True),
        ([ROOT_ARN, ROLE, SESSION], [allow("*", "*")], False),
    ],
)
def test_not_principal_spares_who_is_named_with_role_and_account(
    spared: list[str], boundary: list[Statement] | None, allowed: bool
) -> None:
    denied: Statement = {
        "Effect": "Deny",
        "NotPrincipal": {"AWS": spared},
        "Action": "*",
        "Resource": "*",
    }
    limits = {} if boundary is None else {"boundary": boundary}
    found = _decide(None, None, False, identity=[allow("*", "*")], resource=[denied], **limits)
    assert found.allowed is allowed


def test_the_reason_names_the_policy_that_refused() -> None:
    everything = [allow("*", "*")]
    reasons = {
        "because no identity-based policy allows": {},
        "because no permissions boundary allows": {"identity": everything, "boundary": NOTHING},
        "because no session policy allows": {"identity": everything, "session": NOTHING},
        "with an explicit deny in an identity-based": {"identity": [deny("*", "*")]},
        "with an explicit deny in a session": {"session": [deny("*", "*")]},
        "with an explicit deny in a resource-based": {"resource": [deny("*", Principal="*")]},
    }
    for reason, policies in reasons.items():
        found = _decide(None, None, False, **policies)
        assert not found.allowed
        assert found.reason.startswith(reason)
