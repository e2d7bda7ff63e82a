"""The condition operators of IAM policies, but for Null and the set operators."""

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from local.gate.patterns import ContextValue, Pattern, PolicyError

Parsed = TypeVar("Parsed")
Values = Mapping[str, ContextValue]
Compare = Callable[[Pattern, str, Values], bool | None]

_EPOCH = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one policy value is compared with one value of the request; None when undecided."""

    compare: Compare
    check: Callable[[Pattern], None]
    """Raises PolicyError for a policy value that can never be read."""
    negated: bool = False

    def inverted(self) -> "Comparison":
        """The Not form: it holds when no policy value compares."""
        return Comparison(self.compare, self.check, not self.negated)


def _anything(_pattern: Pattern) -> None:
    return None


def _text(compare: Callable[[str, str], bool]) -> Comparison:
    def compared(pattern: Pattern, value: str, context: Values) -> bool | None:
        wanted = pattern.filled(context)
        return None if wanted is None else compare(wanted, value)

    return Comparison(compared, _anything)


def _like(pattern: Pattern, value: str, context: Values) -> bool | None:
    return pattern.matches(value, context)


def _arn(pattern: Pattern, value: str, context: Values) -> bool | None:
    return pattern.matches(value, context, arn=True)


def _check_arn(pattern: Pattern) -> None:
    if pattern.text.count(":") < 5 and pattern.text != "*" and "${" not in pattern.text:
        raise PolicyError(f"not an ARN: {pattern.text!r}")


def _value(parse: Callable[[str], Parsed], compare: Callable[[Parsed, Parsed], bool]) -> Comparison:
    def compared(pattern: Pattern, value: str, context: Values) -> bool | None:
        wanted = pattern.filled(context)
        if wanted is None:
            return None
        try:
            return compare(parse(value), parse(wanted))
        except ValueError:
            return None

    def check(pattern: Pattern) -> None:
        wanted = pattern.literal
        try:
            if wanted is not None:
                parse(wanted)
        except ValueError as error:
            raise PolicyError(f"unreadable condition value {pattern.text!r}") from error

    return Comparison(compared, check)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not a number") from error


def _moment(text: str) -> datetime:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("not a boolean")
    return text.lower() == "true"


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(text: str) -> Network:
    return ipaddress.ip_network(text, strict=False)


def _inside(address: Network, network: Network) -> bool:
    if isinstance(address, ipaddress.IPv4Network):
        return isinstance(network, ipaddress.IPv4Network) and address.subnet_of(network)
    return isinstance(network, ipaddress.IPv6Network) and address.subnet_of(network)


def _same_but_case(wanted: str, value: str) -> bool:
    return wanted.lower() == value.lower()


def _table() -> dict[str, Comparison]:
    equal = {
        "StringEquals": _text(operator.eq),
        "StringEqualsIgnoreCase": _text(_same_but_case),
        "StringLike": Comparison(_like, _anything),
        "ArnEquals": Comparison(_arn, _check_arn),
        "ArnLike": Comparison(_arn, _check_arn),
        "NumericEquals": _value(_number, operator.eq),
        "DateEquals": _value(_moment, operator.eq),
    }
    inverted = {
        name.replace("Equals", "NotEquals").replace("Like", "NotLike"): one.inverted()
        for name, one in equal.items()
    }
    ordered = {
        f"{kind}{name}": comparison
        for name, order in (
            ("LessThan", operator.lt),
            ("LessThanEquals", operator.le),
            ("GreaterThan", operator.gt),
            ("GreaterThanEquals", operator.ge),
        )
        for kind, comparison in (
            ("Numeric", _value(_number, order)),
            ("Date", _value(_moment, order)),
        )
    }
    other = {
        "Bool": _value(_boolean, operator.eq),
        "BinaryEquals": _value(_bytes, operator.eq),
        "IpAddress": _value(_network, _inside),
        "NotIpAddress": _value(_network, _inside).inverted(),
    }
    return equal | inverted | ordered | other


COMPARISONS: Mapping[str, Comparison] = _table()
