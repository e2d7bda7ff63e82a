"""Marks of clips that a person has seen: short, since a page of clips reads whole days of them."""

from collections import defaultdict
from collections.abc import Iterable

from contract import names
from functions.clips.logic.times import read_quarter
from functions.clips.rows import Row, SeenDay

# A mark is the 16 bytes of the clip's ULID and the quarter of an hour, UTC, of its recorded time:
# with that, the clips still unseen of any time zone's day can be counted.
_ULID_BYTES = 16


def make_mark(row: Row) -> bytes:
    """What stands for a clip in the marks of its day and camera."""
    number = 0
    for letter in names.parse_clip_key(str(row["pk"])):
        number = number * 32 + names.CLIP_ID_LETTERS.index(letter)
    quarter = read_quarter(str(row["recorded_at"]))
    return number.to_bytes(_ULID_BYTES, "big") + bytes([quarter])


def read_mark_quarter(mark: bytes) -> int:
    """Which quarter of an hour of its UTC day a mark belongs to, 0 to 95."""
    return mark[_ULID_BYTES]


def choose_day(person: str, row: Row) -> str:
    """The key of the row that holds the mark of a clip."""
    year, month, day = str(row["recorded_at"])[:10].split("-")
    return names.format_seen_key(person, str(row["site"]), year, month, day)


def group_marks(person: str, rows: Iterable[Row]) -> list[SeenDay]:
    """The marks of these clips, as the rows that hold them, by key."""
    days: defaultdict[str, defaultdict[str, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        days[choose_day(person, row)][str(row["camera"])].add(make_mark(row))
    return [
        SeenDay(pk, {camera: frozenset(marks) for camera, marks in cameras.items()})
        for pk, cameras in sorted(days.items())
    ]


def find_seen(person: str, rows: Iterable[Row], days: Iterable[SeenDay]) -> frozenset[str]:
    """Table keys of those clips that have a mark in the person's days."""
    marks = {day.pk: day.marks for day in days}
    return frozenset(
        str(row["pk"])
        for row in rows
        if make_mark(row) in marks.get(choose_day(person, row), {}).get(str(row["camera"]), ())
    )
