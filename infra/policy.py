"""IAM policies as data: what may be done to what, and why when a wildcard is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

# Goes into the description of a key whose policy has the statement of this name.
ACCOUNT_DECIDES = "AccountDecides: the account's IAM policies do, as in AWS's default key policy"

Conditions = Mapping[str, Mapping[str, pulumi.Input[str] | Sequence[pulumi.Input[str]]]]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One permission of a role.

    `name` (letters and digits) becomes the statement's Sid. A `*` in an action or a resource needs
    a `reason`; it is written into the role's description, so that it stands beside the grant in
    AWS as well.
    """

    name: str
    actions: Sequence[str]
    resources: Sequence[pulumi.Input[str]]
    reason: str | None = None
    conditions: Conditions | None = None

    def statement(self) -> dict[str, Any]:
        """As IAM reads it."""
        written: dict[str, Any] = {
            "Sid": self.name,
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": list(self.resources),
        }
        return {**written, "Condition": self.conditions} if self.conditions else written


def document(*statements: Mapping[str, Any]) -> pulumi.Output[str]:
    """A policy document of statements, as JSON."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})


def policy_of(grants: Sequence[Grant]) -> pulumi.Output[str]:
    """The identity policy of a role that holds these grants."""
    return document(*(grant.statement() for grant in grants))


def describe(purpose: str, grants: Sequence[Grant]) -> str:
    """What a role is for and why each of its wildcards is needed.

    Raises ValueError above 1,000 characters, IAM's limit.
    """
    reasons = [f"{grant.name}: {grant.reason}" for grant in grants if grant.reason]
    text = purpose + (" Wildcards: " + "; ".join(reasons) + "." if reasons else "")
    if len(text) > 1000:
        raise ValueError(f"the description has {len(text)} characters, more than 1,000: {purpose}")
    return text


def trust_service(service: str) -> pulumi.Output[str]:
    """A trust policy for one AWS service."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
        }
    )


def deny_without_tls(action: str, *resources: pulumi.Input[str]) -> dict[str, Any]:
    """Refuses everybody who does not come by TLS; a resource policy's first statement."""
    return {
        "Sid": "DenyWithoutTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": list(resources),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def root_of(account: pulumi.Output[str]) -> pulumi.Output[str]:
    """The principal that stands for everybody whom the account's own IAM policies admit."""
    return pulumi.Output.concat("arn:aws:iam::", account, ":root")


def account_decides(account: pulumi.Output[str]) -> dict[str, Any]:
    """Lets IAM policies of the account grant the use of a key; its description says why."""
    return {
        "Sid": "AccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": root_of(account)},
        "Action": "kms:*",
        "Resource": "*",
    }


def account_of(arn: pulumi.Output[str]) -> pulumi.Output[str]:
    """The account that an ARN names; saves a lookup, so that the program plans without AWS."""
    return arn.apply(lambda text: text.split(":")[4])
