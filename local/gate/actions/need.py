"""One thing IAM is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.gate.patterns import ContextValue


@dataclass(frozen=True, slots=True)
class Need:
    """An action on a resource that an operation needs to be allowed."""

    action: str
    resource: str = "*"
    """ARN; `*` where the action has no resource, or it cannot be told: only `*` grants that."""
    context: Mapping[str, ContextValue] = field(default_factory=dict[str, ContextValue])
    """Context keys in lower case that the operation itself gives."""
    absent: frozenset[str] = frozenset()
    """Further keys that are known not to be there; a name that ends in / or : stands for all that
    begin so."""
