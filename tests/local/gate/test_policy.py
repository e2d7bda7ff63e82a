"""Documents that say something unknown are not read."""

import pytest

from local.gate.patterns import PolicyError
from local.gate.policy import read_identity_policy, read_resource_policy
from tests.local.gate.cloud import Statement, allow, deny, document

READ = "s3:GetObject"
ROLE = "arn:aws:iam::123456789012:role/reader"


@pytest.mark.parametrize(
    "statement",
    [
        allow(READ, "*", Condition={"StringMatches": {"k": "x"}}),
        allow(READ, "*", Condition={"ForSome:StringEquals": {"k": "x"}}),
        allow(READ, "*", Condition={"NullIfExists": {"k": "true"}}),
        allow(READ, "*", Condition={"Null": {"k": "maybe"}}),
        allow(READ, "*", Condition={"NumericLessThan": {"k": "few"}}),
        allow(READ, "*", Condition={"IpAddress": {"k": "everywhere"}}),
        allow(READ, "*", Condition={"Bool": {"k": "yes"}}),
        allow(READ, "*", Condition={"ArnLike": {"k": "arn:aws:s3"}}),
        allow(READ, "*", Condition={"StringEquals": {"k": []}}),
        allow(READ, "*", Condition={"StringEquals": "x"}),
        allow(READ, "*", Condition={"StringEquals": {"k": {"a": "b"}}}),
        allow(READ, "arn:aws:s3:::media/${aws:username"),
        allow(READ, "arn:aws:s3"),
        allow("GetObject", "*"),
        allow([], "*"),
        allow(READ),
        allow(READ, "*", NotAction="s3:*"),
        allow(READ, "*", NotResource="*"),
        allow(READ, "*", Principal="*"),
        allow(READ, "*", Surprise="x"),
        {"Effect": "Permit", "Action": READ, "Resource": "*"},
        {"Action": READ, "Resource": "*"},
    ],
)
def test_a_policy_with_something_unknown_is_not_read(statement: Statement) -> None:
    with pytest.raises(PolicyError):
        read_identity_policy(document(statement))


@pytest.mark.parametrize(
    "principal",
    [
        {"CanonicalUser": "79a5"},
        {"AWS": "arn:aws:iam::123456789012:role/*"},
        {"AWS": "anna"},
        {"AWS": [1]},
        {},
        "anna",
    ],
)
def test_a_principal_of_an_unknown_kind_is_not_read(principal: object) -> None:
    with pytest.raises(PolicyError):
        read_resource_policy(document(deny(READ, "*", Principal=principal)))


def test_a_resource_policy_needs_principals_and_no_allow_by_exception() -> None:
    for statement in (allow(READ, "*"), allow(READ, "*", NotPrincipal={"AWS": ROLE})):
        with pytest.raises(PolicyError):
            read_resource_policy(document(statement))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"Version":"2020-01-01","Statement":[]}', "1"])
def test_a_text_that_is_no_policy_is_not_read(text: str) -> None:
    with pytest.raises(PolicyError):
        read_identity_policy(text)
