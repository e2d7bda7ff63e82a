"""Tallies: what a new rendition adds to the sums of its camera and day, and what such sums say.

Quarters of an hour of UTC are the finest that any time zone's hours and days are made of.
"""

import re
from collections.abc import Iterable, Sequence

from contract import names
from functions.clips.logic.prices import TIERED_ABOVE_BYTES
from functions.clips.logic.times import read_quarter
from functions.clips.rows import Addition, Before, Merge, Plain, Row, Span, Tally

# Attributes of a tally: clips_07 and duration_07 of the quarter that begins at 01:45.
_SUM = re.compile("(clips|duration)_([0-9]{2})")


def count_rendition(
    merge: Merge, row: Row | None, rendition: str
) -> tuple[Before, Addition] | None:
    """What a merge adds to the tally, and what the row must still be for that; None when it adds
    nothing, since the event has been here before.

    `row` is what the table had a moment ago.
    """
    new = merge.fields[rendition]
    held = row.get(rendition) if row else None
    old = held if isinstance(held, dict) else None
    sums = _stored([new], 1)
    if old is not None:
        sums = {name: value + _stored([old], -1)[name] for name, value in sums.items()}
    if row is None:
        quarter = read_quarter(str(merge.identity["recorded_at"]))
        sums[f"clips_{quarter:02}"] = 1
        sums[f"duration_{quarter:02}"] = int(str(merge.fields.get("duration_ms", 0)))
    elif not any(sums.values()):
        return None
    return Before(row is not None, rendition, old), _addition(merge.identity, _expiry(merge), sums)


def uncount_clip(row: Row) -> Addition:
    """What takes a clip with all its renditions from its tally; the reverse of its sums gives it
    back."""
    quarter = read_quarter(str(row["recorded_at"]))
    held = [row[name] for name in names.RENDITIONS if name in row]
    sums = {
        **_stored(held, -1),
        f"clips_{quarter:02}": -1,
        f"duration_{quarter:02}": -int(str(row.get("duration_ms", 0))),
    }
    return _addition(row, int(str(row["expires_at"])), sums)


def _addition(clip: Row, expires_s: int, sums: dict[str, int]) -> Addition:
    site, camera = str(clip["site"]), str(clip["camera"])
    year, month, day = str(clip["recorded_at"])[:10].split("-")
    fields: Row = {
        "site": site,
        "camera": camera,
        "by_site": names.format_tallies_partition(site),
        "ordered": names.format_tally_order(year, month, day, camera),
        # The last clip to come is the last to go.
        "expires_at": expires_s,
    }
    return Addition(names.format_tally_key(site, camera, year, month, day), fields, sums)


def _expiry(merge: Merge) -> int:
    return int(str(merge.fields.get("expires_at", merge.defaults.get("expires_at", 0))))


def _stored(renditions: Sequence[Plain | dict[str, Plain]], sign: int) -> dict[str, int]:
    sizes = [int(each["bytes"]) for each in renditions if isinstance(each, dict)]
    return {
        "size_bytes": sign * sum(sizes),
        "objects": sign * len(sizes),
        "tiered": sign * sum(size > TIERED_ABOVE_BYTES for size in sizes),
    }


def read_tally(row: Row) -> Tally:
    """What a row of sums says."""
    sums: dict[str, dict[int, int]] = {"clips": {}, "duration": {}}
    for name, value in row.items():
        found = _SUM.fullmatch(name)
        if found and value:
            sums[found[1]][int(found[2])] = int(str(value))
    year, month, day, camera = names.parse_tally_order(str(row["ordered"]))
    return Tally(
        str(row["site"]),
        camera,
        f"{year}-{month}-{day}",
        sums["clips"],
        sums["duration"],
        *(int(str(row[name])) for name in ("size_bytes", "objects", "tiered")),
    )


def choose_keys(site: str, cameras: frozenset[str], days: Iterable[str]) -> list[str]:
    """Keys of the tallies of some cameras on some UTC days."""
    dates = [day.split("-") for day in days]
    return [
        names.format_tally_key(site, camera, *each) for camera in sorted(cameras) for each in dates
    ]


def span_days(site: str, first: str, last: str) -> tuple[str, Span]:
    """Where the tallies of a site are, from the first UTC day to the last."""
    # Behind the date and its mark every camera's name is less than this.
    return names.format_tallies_partition(site), Span(first, f"{last}#~")
