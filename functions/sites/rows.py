"""What the sites table holds, as values that logic and store both understand."""

from dataclasses import dataclass

Value = str | int | frozenset[str]
Row = dict[str, Value]

WEB_URL = "web_url"
"""By which word an invitation tells the letter's writer where the web app is."""


@dataclass(frozen=True)
class Place:
    """The key of a row: the hash key `pk` and the sort key `sk`."""

    pk: str
    sk: str


@dataclass(frozen=True)
class Counted:
    """A row whose `counter` has this count, 0 for none; whoever writes first counts on.

    Everybody else has decided by what is not so any more, and must read again.
    """

    place: Place
    counter: str
    count: int


@dataclass(frozen=True)
class Change:
    """Rows that are written and removed together, all or none."""

    puts: tuple[tuple[Place, Row], ...] = ()
    deletes: tuple[Place, ...] = ()
