"""Statistics: when and what cameras record, what it takes to keep it, what that will cost."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contract import names
from functions.clips.logic.prices import CURRENCY, Daily, forecast_month
from functions.clips.logic.times import parse_time
from functions.clips.logic.zones import QUARTER, list_days, start_of, utc_days
from functions.clips.rows import Tally

# A week levels out workdays and week-ends.
FORECAST_DAYS = 7
# Further back storage is not added up, however long recordings are kept.
STORED_DAYS_MAX = 400


@dataclass(frozen=True)
class Period:
    """What is asked for: contract times, and whose days and hours."""

    after: str
    before: str
    zone: ZoneInfo


def choose_spans(period: Period, now: datetime, retention_days: int) -> list[tuple[str, str]]:
    """First and last UTC day to read: of all that is still stored, and of what of the period is
    before it."""
    back = timedelta(days=min(retention_days, STORED_DAYS_MAX))
    begun = (now - back).date()
    first, last = utc_days(period.after, period.before)
    earlier = (first, min(last, str(begun - timedelta(days=1))))
    stored = (str(begun), max(last, str(now.date())))
    return [stored] if first >= stored[0] else [earlier, stored]


def describe_statistics(
    tallies: Iterable[Tally], period: Period, now: datetime, retention_days: int
) -> dict[str, Any]:
    """Everything that is known of the tallies of one site: of the period, and of what is stored."""
    begin, end = parse_time(period.after), parse_time(period.before)
    by_day: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_hour: defaultdict[int, Counter[str]] = defaultdict(Counter)
    cameras: defaultdict[str, list[Tally]] = defaultdict(list)
    of_period: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for tally in tallies:
        cameras[tally.camera].append(tally)
        for quarter, clips in tally.clips.items():
            at = start_of(tally.date, quarter)
            if not (at < end and at + QUARTER > begin):
                continue
            here = at.astimezone(period.zone)
            sums = {"clips": clips, "duration_ms": tally.duration_ms.get(quarter, 0)}
            for counter in (by_day[str(here.date())], by_hour[here.hour], of_period[tally.camera]):
                counter.update(sums)
    first = begin.astimezone(period.zone).date()
    last = (end - timedelta(milliseconds=1)).astimezone(period.zone).date()
    shown: list[dict[str, Any]] = [
        {
            "id": names.format_camera_id(held[0].site, camera),
            **_sums(of_period[camera]),
            **describe_storage(held, period, now, retention_days),
        }
        for camera, held in sorted(cameras.items())
    ]
    return {
        "by_day": [{"date": day, **_sums(by_day[day])} for day in list_days(str(first), str(last))],
        "by_hour": [{"hour": hour, **_sums(by_hour[hour])} for hour in range(24)],
        "cameras": shown,
        "stored_bytes": sum(each["stored_bytes"] for each in shown),
        "forecast_cost_a_month": round(sum(each["forecast_cost_a_month"] for each in shown), 2),
        "currency": CURRENCY,
        "retention_days": retention_days,
    }


def describe_storage(
    held: list[Tally], period: Period, now: datetime, retention_days: int
) -> dict[str, Any]:
    """What one camera stores, and what keeping it will cost a month, at the rate of its last week.

    Bytes are counted by UTC days: `bytes` is of those that the period touches.
    """
    first, last = utc_days(period.after, period.before)
    today = now.date()
    begun = min(date.fromisoformat(tally.date) for tally in held)
    # The day that is not over counts for as much of it as has passed.
    days = min(FORECAST_DAYS, (today - begun).days) + (now.hour * 60 + now.minute + 1) / 1440
    oldest = str(today - timedelta(days=FORECAST_DAYS))
    recent = [tally for tally in held if tally.date >= oldest]
    size_bytes = sum(tally.size_bytes for tally in recent) / days
    daily = Daily(
        size_bytes,
        sum(tally.objects for tally in recent) / days,
        sum(tally.tiered for tally in recent) / days,
    )
    return {
        "bytes": sum(tally.size_bytes for tally in held if first <= tally.date <= last),
        "stored_bytes": sum(tally.size_bytes for tally in held),
        "bytes_a_day": round(size_bytes),
        "forecast_cost_a_month": round(forecast_month(daily, retention_days), 2),
    }


def _sums(counter: Counter[str]) -> dict[str, int]:
    return {"clips": max(0, counter["clips"]), "duration_ms": max(0, counter["duration_ms"])}
