"""Random policies and requests for the comparison of two evaluators."""

import random
from dataclasses import dataclass
from typing import Any

ACCOUNT = "123456789012"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/tuesday"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"
USER = f"arn:aws:iam::{ACCOUNT}:user/anna"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
_HERE = f"eu-central-1:{ACCOUNT}"

Case = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """An action, resources it may be about, and patterns that nearly cover them."""

    action: str
    resources: tuple[str, ...]
    near: tuple[str, ...]
    rules: bool = False
    """The resource's policy must agree; the simulator knows that of KMS and STS."""


ASKED = (
    Asked(
        "s3:GetObject",
        ("arn:aws:s3:::media/clips/home/a.mp4", "arn:aws:s3:::media/anna/b:c", "arn:aws:s3:::m/k"),
        (
            *("arn:aws:s3:::media/*", "arn:aws:s3:::media/clips/????/*", "arn:aws:s3:::*/k"),
            *("arn:aws:s3:::media/${aws:username}/*", "arn:*:s3:::media/clips/*.mp4"),
            *("arn:aws:s3:::media/${aws:PrincipalTag/team, 'clips'}/*", "arn:aws:s3:::med?a/*:?"),
            *("arn:aws:s3:::media", "arn:aws:s3:::media/${*}/*", "arn:aws:s3:::*"),
        ),
    ),
    Asked(
        "s3:ListBucket",
        ("arn:aws:s3:::media", "arn:aws:s3:::other"),
        ("arn:aws:s3:::m*", "arn:aws:s3:::medi?", "arn:aws:s3:::media/*", "arn:aws:s3:::*"),
    ),
    Asked(
        "dynamodb:Query",
        (
            f"arn:aws:dynamodb:{_HERE}:table/clips",
            f"arn:aws:dynamodb:{_HERE}:table/clips/index/site",
        ),
        (
            *(f"arn:aws:dynamodb:{_HERE}:table/clips/index/*", "arn:aws:dynamodb:*:*:table/clips"),
            *(f"arn:aws:dynamodb:{_HERE}:table/*", "arn:aws:dynamodb:eu-*:*:table/c*s"),
            *("arn:aws:dynamodb:us-east-1:*:*", f"arn:aws:dynamodb:*:{ACCOUNT}:*"),
        ),
    ),
    Asked(
        "sqs:SendMessage",
        (f"arn:aws:sqs:{_HERE}:clips", f"arn:aws:sqs:{_HERE}:clips-dead"),
        (f"arn:aws:sqs:{_HERE}:clips*", "arn:aws:sqs:*:*:clips", "arn:aws:sqs:*:*:?lips-*"),
    ),
    Asked(
        "kms:Decrypt",
        (f"arn:aws:kms:{_HERE}:key/11111111-2222-3333-4444-555555555555",),
        (f"arn:aws:kms:{_HERE}:key/*", "arn:aws:kms:*:*:key/1*5", f"arn:aws:kms:{_HERE}:alias/x"),
        rules=True,
    ),
    Asked(
        "sts:AssumeRole",
        (f"arn:aws:iam::{ACCOUNT}:role/gateway-home",),
        (
            *(f"arn:aws:iam::{ACCOUNT}:role/gateway-*", f"arn:aws:iam::{ACCOUNT}:role/*"),
            "arn:aws:iam::*:user/*",
        ),
        rules=True,
    ),
)  # fmt: skip

_ORDERS = (
    *("Equals", "NotEquals", "LessThan", "LessThanEquals"),
    *("GreaterThan", "GreaterThanEquals"),
)
_KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # context key: values of requests, values of policies, operators
    "aws:PrincipalTag/team": (
        ("team", "clips", "Team*"),
        ("team", "TEAM", "cl?ps", "t*m", "${aws:PrincipalAccount}", "*"),
        (
            *("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
            *("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
        ),
    ),
    "aws:RequestedRegion": (
        ("eu-central-1", "us-east-1"),
        ("eu-central-1", "eu-*", "EU-CENTRAL-1"),
        ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
    ),
    "aws:SourceIp": (
        ("10.1.2.3", "192.168.0.9", "172.16.0.1"),
        ("10.0.0.0/8", "10.1.2.3", "192.168.0.0/24", "172.16.0.1/32"),
        ("IpAddress", "NotIpAddress"),
    ),
    "aws:SecureTransport": (("true", "false"), ("true", "false"), ("Bool",)),
    "aws:MultiFactorAuthAge": (
        ("30", "300", "3000"),
        ("300", "300.0", "299", "1000"),
        tuple(f"Numeric{one}" for one in _ORDERS),
    ),
    "aws:CurrentTime": (
        ("2026-11-21T04:26:14Z", "2026-01-01T00:00:00Z"),
        ("2026-11-21T04:26:14Z", "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        tuple(f"Date{one}" for one in _ORDERS),
    ),
    "aws:SourceArn": (
        (f"arn:aws:events:{_HERE}:rule/clips", f"arn:aws:sns:{_HERE}:alarm:x"),
        (
            *(f"arn:aws:events:{_HERE}:rule/*", f"arn:aws:events:{_HERE}:rule/clips"),
            "arn:aws:*:*:*:alarm*",
        ),
        ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
    ),
}  # fmt: skip
_SETS: dict[str, tuple[str, ...]] = {"aws:TagKeys": ("site", "owner", "cost")}


class Generator:
    """Makes cases, always the same ones for a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def case(self) -> Case:
        """One request with every policy that has a say."""
        pick = self._random
        asked = pick.choice(ASKED)
        principal = pick.choice((SESSION, SESSION, USER))
        session = principal == SESSION and pick.random() < 0.25
        by_resource = asked.rules or (
            asked.action.startswith(("s3", "sqs")) and pick.random() < 0.4
        )
        case: Case = {
            "principal": principal,
            "account": ACCOUNT,
            "action": asked.action,
            "resource": pick.choice(asked.resources),
            "context": self._context(principal),
            "identity": [self._policy(asked) for _ in range(pick.choice((0, 1, 1, 2)))],
            "rules": asked.rules,
        }
        if session:
            case["session"] = self._policy(asked)
        if pick.random() < 0.25:
            case["boundary"] = self._policy(asked)
        if by_resource:
            case["resource_policy"] = self._policy(asked, named_directly=not session)
        return case

    def _context(self, principal: str) -> dict[str, str | list[str]]:
        pick = self._random
        context: dict[str, str | list[str]] = {
            key: pick.choice(values)
            for key, (values, _, _) in _KINDS.items()
            if pick.random() < 0.7
        }
        for key, values in _SETS.items():
            if pick.random() < 0.7:
                context[key] = pick.sample(values, pick.randint(1, len(values)))
        if principal == USER:
            context["aws:username"] = "anna"
        context["aws:PrincipalAccount"] = ACCOUNT
        return context

    def _policy(self, asked: Asked, named_directly: bool | None = None) -> dict[str, Any]:
        pick = self._random
        statements = [
            self._statement(asked, named_directly) for _ in range(pick.choice((1, 1, 2, 3)))
        ]
        return {"Version": "2012-10-17", "Statement": statements}

    def _statement(self, asked: Asked, named_directly: bool | None) -> dict[str, Any]:
        pick = self._random
        statement: dict[str, Any] = {"Effect": "Allow" if pick.random() < 0.8 else "Deny"}
        if named_directly is not None:
            self._add_principal(statement, named_directly)
        if pick.random() < 0.88:
            statement["Action"] = self._some(self._actions(asked))
        else:
            statement["NotAction"] = self._some(self._actions(asked))
        trust = asked.action == "sts:AssumeRole" and named_directly is not None
        if not trust:
            patterns = (*asked.near, *asked.resources, "*")
            if pick.random() < 0.88:
                statement["Resource"] = self._some(patterns)
            else:
                # The simulator lets a Deny lapse whose NotResource has a variable without value.
                valued = tuple(one for one in patterns if "${aws:username}" not in one)
                statement["NotResource"] = self._some(valued)
        if pick.random() < 0.45:
            statement["Condition"] = self._condition()
        return statement

    def _add_principal(self, statement: dict[str, Any], directly: bool) -> None:
        pick = self._random
        others = ("arn:aws:iam::123456789012:role/other", "arn:aws:iam::123456789012:user/bert")
        named = [ROLE, ROOT, ACCOUNT, *others]
        if directly or statement["Effect"] == "Deny":
            named += [SESSION, USER, "*"]
        if statement["Effect"] == "Deny" and pick.random() < 0.15:
            statement["NotPrincipal"] = {"AWS": [ROOT, ROLE, SESSION, USER]}
        elif pick.random() < 0.1:
            statement["Principal"] = {"Service": "events.amazonaws.com"}
        else:
            statement["Principal"] = {"AWS": self._some(tuple(named))}

    def _actions(self, asked: Asked) -> tuple[str, ...]:
        service, _, name = asked.action.partition(":")
        return (
            *(asked.action, asked.action.upper(), asked.action.lower(), "*", f"{service}:*"),
            *(f"{service}:{name[:3]}*", f"{service}:?{name[1:]}", f"{service}:Other", "iam:*"),
        )

    def _some(self, values: tuple[str, ...]) -> str | list[str]:
        pick = self._random
        if pick.random() < 0.5:
            return pick.choice(values)
        return pick.sample(values, pick.choice((1, 2, 3)))

    def _condition(self) -> dict[str, Any]:
        pick = self._random
        block: dict[str, Any] = {}
        for _ in range(pick.choice((1, 1, 2))):
            if pick.random() < 0.2:
                key, values = pick.choice(list(_SETS.items()))
                quantifier = pick.choice(("ForAllValues", "ForAnyValue"))
                name = pick.choice(("StringEquals", "StringNotEquals", "StringLike"))
                block.setdefault(f"{quantifier}:{name}", {})[key] = self._some((*values, "o*"))
            elif pick.random() < 0.12:
                block.setdefault("Null", {})[pick.choice(list(_KINDS))] = pick.choice(
                    ("true", "false")
                )
            else:
                key, (_, values, operators) = pick.choice(list(_KINDS.items()))
                suffix = "IfExists" if pick.random() < 0.2 else ""
                block.setdefault(pick.choice(operators) + suffix, {})[key] = self._values(values)
        return block

    def _values(self, values: tuple[str, ...]) -> str | list[str]:
        return self._some(values) if len(values) > 2 else self._random.choice(values)
