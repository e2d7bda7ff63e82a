"""What the status says of clips: counts that add up, ages, and the last trouble."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from vedette_gateway.clips.clock import format_time, parse_time
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import WAITING
from vedette_gateway.clips.upload import UploadReport


def report_clips(ledger: Ledger) -> dict[str, object]:
    """received = confirmed + waiting + set_aside, counted over the same rows."""
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
                "waiting": tally.received - tally.confirmed - tally.set_aside,
                "set_aside": tally.set_aside,
                "last_received_at": tally.last_received_at,
            }
        )
    return reports


def report_uploads(uploads: UploadReport) -> dict[str, object]:
    return {
        "last_confirmed_at": _format(uploads.last_confirmed_at),
        "last_error": uploads.last_error,
        "last_error_at": _format(uploads.last_error_at),
    }


def _format(moment: float | None) -> str | None:
    return None if moment is None else format_time(datetime.fromtimestamp(moment, UTC))
