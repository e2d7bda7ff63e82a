"""Grants become statements as IAM reads them."""

import pytest

from infra.policy import Grant, describe


def test_a_grant_is_a_statement() -> None:
    grant = Grant(
        name="Read",
        actions=("s3:GetObject",),
        resources=("arn:aws:s3:::b/k",),
        conditions={"Bool": {"aws:SecureTransport": "true"}},
    )
    assert grant.statement() == {
        "Sid": "Read",
        "Effect": "Allow",
        "Action": ["s3:GetObject"],
        "Resource": ["arn:aws:s3:::b/k"],
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    }


def test_a_grant_without_conditions_writes_none() -> None:
    assert "Condition" not in Grant(name="A", actions=("a:B",), resources=("arn",)).statement()


def test_reasons_stand_in_the_description() -> None:
    grants = [
        Grant(name="Traces", actions=("xray:PutTraceSegments",), resources=("*",), reason="no arn"),
        Grant(name="Read", actions=("s3:GetObject",), resources=("arn",)),
    ]
    assert describe("Does it.", grants) == "Does it. Wildcards: Traces: no arn."
    assert describe("Does it.", grants[1:]) == "Does it."


def test_a_description_that_iam_would_refuse_is_refused_here() -> None:
    with pytest.raises(ValueError, match="more than 1,000"):
        describe("x" * 1001, [])
