"""Patterns of IAM policies: `*`, `?` and policy variables, matched as IAM matches them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

ContextValue = str | tuple[str, ...]
"""What a request says of one context key: one value, or a set for the set operators."""

_VARIABLE = re.compile(r"\$\{\s*([^},']+?)\s*(?:,\s*'([^']*)'\s*)?\}")
_ESCAPES = {"${*}": "*", "${?}": "?", "${$}": "$"}


class PolicyError(ValueError):
    """A policy that is malformed, or says something that this evaluator does not know."""


@dataclass(frozen=True, slots=True)
class Variable:
    """`${key}` or `${key, 'default'}`; the key in lower case."""

    key: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Wild:
    """`*` or `?`."""

    mark: str


Token = str | Variable | Wild


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a policy, read but not yet filled with the values of a request."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def literal(self) -> str | None:
        """The text with escapes resolved when it has no variable in it; wildcards stay letters."""
        return self.filled({})

    def filled(self, context: Mapping[str, ContextValue]) -> str | None:
        """The text with its variables filled in and wildcards left as letters; None if one has
        no single value."""
        parts: list[str] = []
        for token in self.tokens:
            part = _value(token, context) if isinstance(token, Variable) else token
            if part is None:
                return None
            parts.append(part.mark if isinstance(part, Wild) else part)
        return "".join(parts)

    def with_any_values(self) -> "Pattern":
        """The pattern with a `*` in place of each variable."""
        tokens = (Wild("*") if isinstance(one, Variable) else one for one in self.tokens)
        return Pattern(self.text, tuple(tokens))

    def matches(
        self,
        value: str,
        context: Mapping[str, ContextValue],
        *,
        arn: bool = False,
        any_case: bool = False,
    ) -> bool | None:
        """Whether the pattern covers the value; None if one of its variables has no value.

        `arn`: a wildcard stays inside its colon-separated field, but for the last field.
        """
        filled: list[str | Wild] = []
        for token in self.tokens:
            part = _value(token, context) if isinstance(token, Variable) else token
            if part is None:
                return None
            filled.append(part)
        expression = _expression(tuple(filled), arn, any_case)
        return expression.fullmatch(value) is not None


@lru_cache(maxsize=4096)
def read_pattern(text: str, *, variables: bool) -> Pattern:
    """Read a pattern; `variables` is False for policies of before version 2012-10-17."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if variables and text.startswith("${", at):
            escape = _ESCAPES.get(text[at : at + 4])
            found = None if escape else _VARIABLE.match(text, at)
            if escape:
                tokens.append(escape)
                at += 4
            elif found:
                tokens.append(Variable(found[1].lower(), found[2]))
                at = found.end()
            else:
                raise PolicyError(f"not a policy variable in {text!r}")
        else:
            tokens.append(Wild(text[at]) if text[at] in "*?" else text[at])
            at += 1
    return Pattern(text, _joined(tokens))


def _joined(tokens: list[Token]) -> tuple[Token, ...]:
    joined: list[Token] = []
    for token in tokens:
        if isinstance(token, str) and joined and isinstance(joined[-1], str):
            joined[-1] += token
        else:
            joined.append(token)
    return tuple(joined)


def _value(variable: Variable, context: Mapping[str, ContextValue]) -> str | None:
    value = context.get(variable.key)
    return value if isinstance(value, str) else variable.default


@lru_cache(maxsize=4096)
def _expression(parts: tuple[str | Wild, ...], arn: bool, any_case: bool) -> re.Pattern[str]:
    source: list[str] = []
    colons = 0
    for part in parts:
        if isinstance(part, str):
            source.append(re.escape(part))
            colons += part.count(":")
            continue
        inside = "[^:]" if arn and colons < 5 else "."
        source.append(inside + ("*" if part.mark == "*" else ""))
    return re.compile("".join(source), re.DOTALL | (re.IGNORECASE if any_case else 0))
