"""Who a key belongs to and what it may do, as moto's IAM and STS hold it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.iam.models import IAMBackend, Policy, Role, User, iam_backends
from moto.sts.models import AssumedRole, sts_backends

from local.gate.evaluation import Grants
from local.gate.patterns import ContextValue, PolicyError
from local.gate.policy import read_identity_policy
from local.gate.principals import Asker


@dataclass(frozen=True, slots=True)
class Documents:
    """The policies of an identity as texts; None in place of one that is gone."""

    attached: tuple[str, ...]
    session: str | None = None
    boundary: str | None = None

    def read(self) -> Grants:
        """Raises PolicyError for a policy that is not understood."""
        return Grants(
            identity=tuple(read_identity_policy(one) for one in self.attached),
            session=None if self.session is None else read_identity_policy(self.session),
            boundary=None if self.boundary is None else read_identity_policy(self.boundary),
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """The owner of a key."""

    asker: Asker
    secret: str
    token: str
    """Session token, empty for the key of a user."""
    expires: datetime | None
    documents: Documents
    context: dict[str, ContextValue]

    @property
    def arn(self) -> str:
        """ARN of the role or user: what policies are attached to."""
        return self.asker.role_arn or self.asker.arn


def find_identity(account_id: str, access_key_id: str) -> Identity | None:
    """The user or role session with this key; None when there is none, or it is not active."""
    iam = iam_backends[account_id]["aws"]
    for session in reversed([*sts_backends[account_id]["aws"].assumed_roles]):
        if session.access_key_id == access_key_id:
            role = find_role(account_id, session.role_arn)
            return _of_session(iam, session, role) if role else None
    for user in [*iam.users.values()]:
        for key in user.access_keys:
            if key.access_key_id == access_key_id and key.status == "Active":
                return _of_user(iam, user, key.secret_access_key)
    return None


def find_role(account_id: str, arn: str) -> Role | None:
    """The role with this ARN."""
    for role in [*iam_backends[account_id]["aws"].roles.values()]:
        if role.arn == arn:
            return role
    return None


def _of_session(iam: IAMBackend, session: AssumedRole, role: Role) -> Identity:
    attached = [*role.policies.values(), *_documents(role.managed_policies.values())]
    return Identity(
        asker=Asker(session.arn, role.account_id, role.arn),
        secret=session.secret_access_key,
        token=session.session_token,
        expires=session.expiration.replace(tzinfo=UTC),
        documents=Documents(
            attached=tuple(attached),
            session=session.policy or None,
            boundary=_boundary(iam, role.permissions_boundary_arn),
        ),
        context={
            **_context(role.arn, f"{role.id}:{session.session_name}", role.account_id),
            "aws:principaltype": "AssumedRole",
            **{f"aws:principaltag/{tag['Key'].lower()}": tag["Value"] for tag in _tags(role)},
        },
    )


def _of_user(iam: IAMBackend, user: User, secret: str) -> Identity:
    attached = [*user.policies.values(), *_documents(user.managed_policies.values())]
    for group in iam.get_groups_for_user(user.name):
        attached += [*group.policies.values(), *_documents(group.managed_policies.values())]
    tags = user.tags or []
    return Identity(
        asker=Asker(user.arn, user.account_id),
        secret=secret,
        token="",
        expires=None,
        documents=Documents(attached=tuple(attached)),
        context={
            **_context(user.arn, user.id, user.account_id),
            "aws:principaltype": "User",
            "aws:username": user.name,
            **{f"aws:principaltag/{tag['Key'].lower()}": tag["Value"] for tag in tags},
        },
    )


def _context(arn: str, user_id: str, account_id: str) -> dict[str, ContextValue]:
    return {
        "aws:principalarn": arn,
        "aws:userid": user_id,
        "aws:principalaccount": account_id,
    }


def _tags(role: Role) -> Iterable[dict[str, str]]:
    return role.tags or []


def _documents(policies: Iterable[Policy]) -> list[str]:
    return [_default_version(one) for one in policies]


def _default_version(policy: Policy) -> str:
    for version in policy.versions:
        if version.is_default:
            return version.document
    raise PolicyError(f"the policy {policy.name} has no default version")


def _boundary(iam: IAMBackend, arn: str | None) -> str | None:
    if arn is None:
        return None
    policy = iam.managed_policies.get(arn)
    # A boundary that is gone allows nothing.
    return _default_version(policy) if policy else '{"Version":"2012-10-17","Statement":[]}'


def iam_name_arn(account_id: str, kind: str, name: str) -> str:
    """The ARN of the role or user (`kind` Role or User) with this name, with its path."""
    iam = iam_backends[account_id]["aws"]
    held = [*iam.roles.values()] if kind == "Role" else [*iam.users.values()]
    for one in held:
        if one.name == name:
            return one.arn
    return f"arn:aws:iam::{account_id}:{kind.lower()}/{name}"
