"""The evaluator against a second implementation, on random policies."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import cast

import pytest

from local.gate.conditions import Context
from local.gate.evaluation import Grants, Question, decide
from local.gate.patterns import ContextValue
from local.gate.policy import read_identity_policy, read_resource_policy
from local.gate.principals import Asker
from tests.local.gate.random_cases import ACCOUNT, ROLE, SESSION, Case, Generator

CASES = 8000
SEED = 20261121
ORACLE = Path(__file__).with_name("oracle")


@pytest.fixture(scope="module")
def oracle() -> list[str]:
    """The command of the second implementation, installed if need be."""
    node, npm = shutil.which("node"), shutil.which("npm")
    assert node, "no node on the PATH; `make test` puts one there"
    assert npm, "no npm on the PATH; `make test` puts one there"
    if not (ORACLE / "node_modules").is_dir():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=ORACLE, check=True)
    return [node, str(ORACLE / "oracle.mjs")]


def _ours(case: Case) -> bool:
    asker = Asker(case["principal"], ACCOUNT, ROLE if case["principal"] == SESSION else None)
    context: dict[str, ContextValue] = {
        key.lower(): tuple(cast(list[str], value)) if isinstance(value, list) else value
        for key, value in case["context"].items()
    }
    question = Question(asker, case["action"], case["resource"], Context(context))
    by_resource = case.get("resource_policy")
    grants = Grants(
        identity=tuple(read_identity_policy(one) for one in case["identity"]),
        session=read_identity_policy(case["session"]) if "session" in case else None,
        boundary=read_identity_policy(case["boundary"]) if "boundary" in case else None,
        resource=read_resource_policy(by_resource) if by_resource else None,
        resource_rules=case["rules"],
    )
    return decide(question, grants).allowed


def test_thousands_of_random_policies_are_decided_as_a_second_implementation_decides_them(
    oracle: list[str],
) -> None:
    generator = Generator(SEED)
    cases = [generator.case() for _ in range(CASES)]
    answered = subprocess.run(
        oracle,
        input="\n".join(json.dumps(case) for case in cases) + "\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=150,
    )
    theirs = [json.loads(line) for line in answered.stdout.splitlines()]
    assert len(theirs) == CASES
    assert [one for one in theirs if "error" in one] == []
    differing = [
        (case, their["allowed"])
        for case, their in zip(cases, theirs, strict=True)
        if _ours(case) != their["allowed"]
    ]
    assert differing == []
    # Both answers must be common, or the agreement would mean little.
    allowed = sum(one["allowed"] for one in theirs)
    assert CASES * 0.15 < allowed < CASES * 0.85
    for part in ("session", "boundary", "resource_policy"):
        assert sum(part in case for case in cases) > CASES * 0.05
