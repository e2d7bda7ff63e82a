"""What the declared roles may do and nobody does, and what they were denied."""

import json
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from local.data import DataDirectory
from local.declared import Declarations
from local.gate.ledger import Ledger
from local.gate.usage import report
from local.refusal import Refusal

_SAVE_SECONDS_MAX = 30.0


class Reason(BaseModel):
    """Why some findings are right as they are; `role`, `action` and `resource` may hold `*`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str = "*"
    action: str
    resource: str = "*"
    reason: str


class _Reasons(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    unused: tuple[Reason, ...] = ()
    denied: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Finding:
    """An unused grant, or a denied request; `role` is the role's name."""

    what: str
    role: str
    action: str
    resource: str

    def is_explained(self, reasons: tuple[Reason, ...]) -> bool:
        return any(
            fnmatchcase(self.role, one.role)
            and fnmatchcase(self.action, one.action)
            and fnmatchcase(self.resource, one.resource)
            for one in reasons
        )

    def __str__(self) -> str:
        return f"{self.what:<7} {self.role} {self.action} {self.resource}"


def keep_grants(declarations: Declarations, path: Path) -> None:
    """Write the declared policies of every declared role, by its ARN."""
    roles = {
        one.outputs["name"]: str(one.outputs["arn"]) for one in declarations.of("aws:iam/role:Role")
    }
    grants: dict[str, list[object]] = {arn: [] for arn in roles.values()}
    for policy in declarations.of("aws:iam/rolePolicy:RolePolicy"):
        document = policy.inputs["policy"]
        read = json.loads(document) if isinstance(document, str) else document
        grants[roles[policy.inputs["role"]]].append(read)
    path.write_text(json.dumps(grants, indent=1), "utf-8")


def find(data: DataDirectory) -> list[Finding]:
    """Everything to be explained, of declared roles only, up to now. Raises Refusal."""
    ledger = Ledger()
    if not data.ledger.exists():
        raise Refusal(f"{data.path} holds no ledger of a laptop cloud")
    _await_save(data.ledger)
    try:
        ledger.load(data.ledger)
        declared: Mapping[str, list[dict[str, object]]] = json.loads(data.grants.read_text("utf-8"))
    except (OSError, ValueError):
        raise Refusal(f"{data.path} holds no ledger of a laptop cloud") from None
    told = report(declared, ledger)
    unused = [Finding("unused", _name(one.role), one.action, one.resource) for one in told.unused]
    denied = [
        Finding("denied", _name(one.role), one.action, one.resource)
        for one, _ in told.denied
        if one.role in declared
    ]
    return unused + denied


def unexplained(findings: list[Finding], reasons_file: Path) -> list[Finding]:
    """What is left without the reasons of a TOML file with tables [[unused]] and [[denied]].

    Raises Refusal when the file cannot be used.
    """
    try:
        reasons = _Reasons.model_validate(tomllib.loads(reasons_file.read_text("utf-8")))
    except OSError as error:
        raise Refusal(f"{reasons_file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise Refusal(f"{reasons_file}: {str(error).splitlines()[0]}") from None
    chosen = {"unused": reasons.unused, "denied": reasons.denied}
    return [one for one in findings if not one.is_explained(chosen[one.what])]


def _await_save(path: Path) -> None:
    """A running cloud saves its ledger every second, unless the computer is busy."""
    asked_at_ns, deadline = time.time_ns(), time.monotonic() + _SAVE_SECONDS_MAX
    while path.stat().st_mtime_ns <= asked_at_ns:
        if time.monotonic() > deadline:
            raise Refusal(f"no laptop cloud writes {path}")
        time.sleep(0.05)


def _name(role_arn: str) -> str:
    return role_arn.rpartition("/")[2]
