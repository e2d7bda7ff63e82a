"""AWS's own service model, enforced: botocore checks types only, AWS checks all of it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from botocore.validate import ParamValidator

from local.foreign import Foreign, Plain

_PROPERTY = re.compile(r"\\p\{([LMNPSZ][a-z]?)\}")
_NUMBERS = ("integer", "long", "float", "double")
_POINTS = 0x20000
"""The planes with letters and symbols; the rest of Unicode is in none of AWS's names."""


class WrongParameter(ValueError):
    """A value that AWS would refuse, with its place in the call."""


def check(shape: Foreign, value: Plain, where: str) -> None:
    """Compare a call's value with its botocore shape: enum, pattern, lengths, ranges, all deep.

    Raises WrongParameter with every mismatch in one line.
    """
    wrong = list(_mismatches(shape, value, where))
    if wrong:
        raise WrongParameter("; ".join(wrong))


def check_types(shape: Foreign, value: Plain, where: str) -> None:
    """botocore's own check, for a call that is not sent: types, required and unknown members."""
    report = ParamValidator().validate(value, shape)
    if report.has_errors():
        raise WrongParameter(f"{where}: {report.generate_report()}")


def _mismatches(shape: Foreign, value: Plain, where: str) -> Iterator[str]:
    kind = shape.type_name
    if kind == "string":
        yield from _wrong_text(shape, str(value), where)
    elif kind in _NUMBERS:
        yield from _outside(shape, value, where, "")
    elif kind in ("list", "map"):
        yield from _outside(shape, len(value), where, "entries")
    for inner, item, place in _inside(shape, value, where):
        yield from _mismatches(inner, item, place)


def _inside(shape: Foreign, value: Plain, where: str) -> Iterator[tuple[Foreign, Plain, str]]:
    if shape.type_name == "structure":
        for name in value:
            if name in shape.members:
                yield shape.members[name], value[name], f"{where}.{name}"
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield shape.member, item, f"{where}[{index}]"
    elif shape.type_name == "map":
        for key, item in value.items():
            yield shape.key, key, f"{where} key {key!r}"
            yield shape.value, item, f"{where}.{key}"


def _wrong_text(shape: Foreign, value: str, where: str) -> Iterator[str]:
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield f"{where} is {value!r}, not one of {', '.join(allowed)}"
    yield from _outside(shape, len(value), where, "characters")
    pattern = shape.metadata.get("pattern")
    if pattern and not _compiled(pattern).fullmatch(value):
        yield f"{where} is {value[:80]!r}, which does not match {pattern}"


def _outside(shape: Foreign, size: float, where: str, unit: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    counted = f"{where} has {size} {unit}" if unit else f"{where} is {size}"
    if least is not None and size < least:
        yield f"{counted}, less than {least}"
    if most is not None and size > most:
        yield f"{counted}, more than {most}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    r"""AWS writes patterns for Java: \p{L} (always inside brackets) is spelled out for Python."""
    return re.compile(_PROPERTY.sub(lambda found: _spelled(found[1]), pattern), re.DOTALL)


@cache
def _spelled(category: str) -> str:
    inside = [
        point for point in range(_POINTS) if unicodedata.category(chr(point)).startswith(category)
    ]
    return "".join(_ranges(inside))


def _ranges(points: list[int]) -> Iterator[str]:
    start = before = points[0]
    for point in [*points[1:], -1]:
        if point != before + 1:
            yield f"\\U{start:08x}-\\U{before:08x}"
            start = point
        before = point
