"""Findings of the ledger, and the reasons that explain them."""

import json
import threading
from pathlib import Path

import pytest

from local.data import DataDirectory
from local.declared import Declarations, Declared
from local.gate.ledger import Ledger
from local.grants import Finding, find, keep_grants, unexplained
from local.refusal import Refusal

ROLE = "arn:aws:iam::123456789012:role/api-role-1"
TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/clips"


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    """A ledger of one used and one denied request, of a role with two grants."""
    data = DataDirectory(tmp_path)
    document = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem", "dynamodb:Query"],
            "Resource": TABLE,
        },
    }
    role = {"name": "api-role-1", "arn": ROLE}
    policy = {"role": "api-role-1", "policy": json.dumps(document)}
    declarations = Declarations(
        [
            Declared("aws:iam/role:Role", "api-role", "api-role-1", {}, role),
            Declared("aws:iam/rolePolicy:RolePolicy", "policy", "p", policy, policy),
        ],
        {},
    )
    keep_grants(declarations, data.grants)
    ledger = Ledger()
    ledger.record(ROLE, "dynamodb:Query", TABLE, allowed=True)
    ledger.record(ROLE, "s3:GetObject", "arn:aws:s3:::b/k", allowed=False)
    ledger.record("arn:aws:iam::123456789012:user/eve", "s3:GetObject", "arn:x", allowed=False)
    ledger.save(data.ledger)
    return data


def saving(data: DataDirectory) -> threading.Timer:
    """As a running cloud does."""
    ledger = Ledger()
    ledger.load(data.ledger)
    timer = threading.Timer(0.2, lambda: ledger.save(data.ledger))
    timer.start()
    return timer


def test_unused_grants_and_denied_requests_of_declared_roles_are_found(
    data: DataDirectory,
) -> None:
    timer = saving(data)
    assert find(data) == [
        Finding("unused", "api-role-1", "dynamodb:GetItem", TABLE),
        Finding("denied", "api-role-1", "s3:GetObject", "arn:aws:s3:::b/k"),
    ]
    timer.join()


def test_what_has_a_reason_is_left_out(tmp_path: Path) -> None:
    findings = [
        Finding("unused", "api-role-1", "dynamodb:GetItem", TABLE),
        Finding("denied", "api-role-1", "dynamodb:GetItem", TABLE),
        Finding("unused", "other", "dynamodb:GetItem", TABLE),
    ]
    file = tmp_path / "reasons.toml"
    file.write_text(
        '[[unused]]\nrole = "api-role-*"\naction = "dynamodb:*"\nreason = "for the next release"\n'
    )
    assert unexplained(findings, file) == findings[1:]


@pytest.mark.parametrize(
    "text", ["[[unused]]\naction = 'x'\n", "[[else]]\n", "[", "[[unused]]\nreason = 'x'\n"]
)
def test_a_file_of_reasons_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "reasons.toml"
    file.write_text(text)
    with pytest.raises(Refusal, match=r"reasons\.toml"):
        unexplained([], file)


def test_the_reasons_of_the_project_can_be_read() -> None:
    finding = Finding("unused", "clips-api-role-1", "logs:PutLogEvents", "arn:x")
    file = Path(__file__).resolve().parents[2] / "local" / "grants.toml"
    assert unexplained([finding], file) == []
