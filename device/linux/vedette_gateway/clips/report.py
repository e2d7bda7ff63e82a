"""What the status says of clips: counts that add up, ages, and the last trouble."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from vedette_gateway.clips.clock import format_time, parse_time
from vedette_gateway.clips.forecast import Forecast, forecast
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import WAITING
from vedette_gateway.clips.traffic import Traffic
from vedette_gateway.clips.upload import Uploads


def report_clips(ledger: Ledger) -> dict[str, object]:
    """received = confirmed + waiting + set_aside + duplicates, counted over the same rows."""
    states = ledger.count_states()
    waiting = sum(states[state] for state in WAITING)
    oldest = ledger.find_oldest_waiting()
    age_s = None
    if oldest is not None:
        age_s = round(time.time() - parse_time(oldest.received_at).timestamp(), 3)
    return {
        "received": sum(states.values()),
        "confirmed": states["confirmed"],
        "waiting": waiting,
        "set_aside": states["set_aside"],
        "duplicates": states["duplicate"],
        "states": states,
        "oldest_waiting": None if oldest is None else {"camera": oldest.camera, "age_s": age_s},
    }


def report_cameras(ledger: Ledger, cameras: Sequence[str]) -> list[dict[str, object]]:
    reports: list[dict[str, object]] = []
    for camera in cameras:
        tally = ledger.tally_camera(camera)
        reports.append(
            {
                "name": camera,
                "received": tally.received,
                "confirmed": tally.confirmed,
                "waiting": tally.received - tally.confirmed - tally.set_aside - tally.duplicates,
                "set_aside": tally.set_aside,
                "duplicates": tally.duplicates,
                "last_received_at": tally.last_received_at,
            }
        )
    return reports


def report_uploads(uploads: Uploads, ledger: Ledger, traffic: Traffic) -> dict[str, object]:
    """What waits and until when, how fast it goes, what it cost, and what the trouble is."""
    now, link, policy = datetime.now(UTC), uploads.link.report(), uploads.policy
    waiting = ledger.count_bytes_to_upload()
    measured = traffic.read_bytes_per_s()
    why = "uploads fail" if link.failing_since is not None and sum(waiting.values()) else None
    drained = Forecast(None, why) if why else forecast(waiting, measured, policy, now)
    return {
        "last_confirmed_at": _format(uploads.last_confirmed_at),
        "last_error": link.last_error,
        "last_error_at": _format(link.last_error_at),
        "failing_since": _format(link.failing_since),
        "sending": uploads.is_sending(),
        "waiting_bytes": waiting,
        "waits_for": {each: policy.why_not(each, now) for each in waiting},
        "metered": policy.is_metered,
        "cap_bytes_per_s": policy.bytes_per_s,
        "bytes_per_s": None if measured is None else round(measured),
        "drained_at": None if drained.drained_at is None else format_time(drained.drained_at),
        "drained_at_unknown": drained.why,
        "traffic": traffic.report(),
    }


def _format(moment: float | None) -> str | None:
    return None if moment is None else format_time(datetime.fromtimestamp(moment, UTC))
