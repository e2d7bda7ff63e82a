"""What one check found."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Verdict:
    """`text` says what was seen; `mend`, when something is wrong, what to do about it."""

    check: str
    outcome: Literal["ok", "warning", "failed"]
    text: str
    mend: str | None = None


def ok(check: str, text: str) -> Verdict:
    return Verdict(check, "ok", text)


def warn(check: str, text: str, mend: str) -> Verdict:
    return Verdict(check, "warning", text, mend)


def failed(check: str, text: str, mend: str) -> Verdict:
    return Verdict(check, "failed", text, mend)
