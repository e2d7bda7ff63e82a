"""Condition blocks of IAM policies.

A condition holds, does not hold, or is undecided (None): a value that cannot be read, or a context
key that the asker cannot know. Undecided counts against the caller, see evaluation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from local.gate.comparisons import COMPARISONS, Comparison
from local.gate.patterns import ContextValue, Pattern, PolicyError, read_pattern

Quantifier = Literal["", "ForAllValues", "ForAnyValue"]


def every_key(_key: str) -> bool:
    """The asker knows every context key: what it did not give, the request does not have."""
    return True


@dataclass(frozen=True, slots=True)
class Context:
    """The context of one request: values by lower-case key, and which keys the asker can know.

    A key that `known` refuses and that has no value leaves its conditions undecided.
    """

    values: Mapping[str, ContextValue]
    known: Callable[[str], bool] = every_key


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator with one key."""

    key: str
    quantifier: Quantifier
    if_exists: bool
    comparison: Comparison | None
    """None for the operator Null."""
    patterns: tuple[Pattern, ...]

    def holds(self, context: Context) -> bool | None:
        """Whether the request fulfils the condition; None when that cannot be decided."""
        value = context.values.get(self.key)
        if value is None and not context.known(self.key):
            return None
        if self.comparison is None:
            wanted_absent = self.patterns[0].text.lower() == "true"
            return (value is None) == wanted_absent
        if value is None:
            return self._holds_without_value(self.comparison)
        return self._holds_with(value, self.comparison, context.values)

    def _holds_without_value(self, comparison: Comparison) -> bool:
        if self.if_exists or self.quantifier == "ForAllValues":
            return True
        return comparison.negated and self.quantifier != "ForAnyValue"

    def _holds_with(
        self, value: ContextValue, comparison: Comparison, context: Mapping[str, ContextValue]
    ) -> bool | None:
        if isinstance(value, str):
            return self._compares(value, comparison, context)
        results = [self._compares(one, comparison, context) for one in value]
        if self.quantifier == "ForAllValues":
            return all_of(results)
        if self.quantifier == "ForAnyValue":
            return any_of(results)
        return None

    def _compares(
        self, value: str, comparison: Comparison, context: Mapping[str, ContextValue]
    ) -> bool | None:
        held = any_of(comparison.compare(one, value, context) for one in self.patterns)
        if held is None or not comparison.negated:
            return held
        return not held


def read_conditions(
    block: Mapping[str, Mapping[str, object]], *, variables: bool
) -> tuple[Condition, ...]:
    """Read a Condition element. Raises PolicyError for an operator or a value it does not know."""
    return tuple(
        _read_condition(operator, key, values, variables)
        for operator, keys in block.items()
        for key, values in keys.items()
    )


def _read_condition(operator: str, key: str, values: object, variables: bool) -> Condition:
    quantifier, name = _split_quantifier(operator)
    if_exists = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    texts = [_text(one) for one in _listed(values)]
    patterns = tuple(read_pattern(text, variables=variables) for text in texts)
    if not patterns:
        raise PolicyError(f"condition {operator} on {key} has no value")
    if name == "Null":
        if quantifier or if_exists or any(one.lower() not in ("true", "false") for one in texts):
            raise PolicyError("Null takes true or false, and neither a quantifier nor IfExists")
        if len(set(texts)) > 1:
            raise PolicyError("Null takes one value")
        return Condition(key.lower(), "", False, None, patterns)
    comparison = COMPARISONS.get(name)
    if comparison is None:
        raise PolicyError(f"unknown condition operator {operator!r}")
    for pattern in patterns:
        comparison.check(pattern)
    return Condition(key.lower(), quantifier, if_exists, comparison, patterns)


def _split_quantifier(operator: str) -> tuple[Quantifier, str]:
    head, colon, tail = operator.partition(":")
    if not colon:
        return "", operator
    if head == "ForAllValues":
        return "ForAllValues", tail
    if head == "ForAnyValue":
        return "ForAnyValue", tail
    raise PolicyError(f"unknown condition operator {operator!r}")


def _listed(values: object) -> list[object]:
    return cast(list[object], values) if isinstance(values, list) else [values]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise PolicyError("a condition's values are texts, numbers and booleans")


def any_of(results: Iterable[bool | None]) -> bool | None:
    """Or, with None for undecided."""
    undecided = False
    for one in results:
        if one:
            return True
        undecided = undecided or one is None
    return None if undecided else False


def all_of(results: Iterable[bool | None]) -> bool | None:
    """And, with None for undecided."""
    undecided = False
    for one in results:
        if one is None:
            undecided = True
        elif not one:
            return False
    return None if undecided else True
