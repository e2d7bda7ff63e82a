"""Uploads through everything that S3 and the way to it can do, by the real process."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import pad
from tests.device.linux.front import Refuse, Trouble, let_through
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.device.linux.trouble import OUTAGE_S, PLAIN, QUICK, TROUBLES, strike

_CONNECTIONS = 4
# Half of it is up to chance; each pause is twice the one before.
_FIRST_PAUSE_MIN_S = 0.25


@pytest.fixture
def impatient(start: StartGateway) -> RunningGateway:
    """A gateway that waits half a second for S3, and uploads more than 5 MiB in parts."""
    return start(QUICK)


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_trouble_is_tried_again_until_every_byte_is_there_once(
    impatient: RunningGateway, bucket: Bucket, still: Path, trouble: Trouble
) -> None:
    bucket.trouble = strike("PutObject", trouble, times=2)
    impatient.upload(still, "a.jpg")
    wait_for(lambda: impatient.count("confirmed") == 1, OUTAGE_S)
    original, _ = bucket.find("a.jpg")
    assert original.body == still.read_bytes()
    assert len(bucket.list_keys()) == 2
    assert impatient.list_files() == []


def test_a_refusal_is_said_loudly_for_as_long_as_it_lasts(
    start: StartGateway, bucket: Bucket, still: Path
) -> None:
    gateway = start(Plan(media=PLAIN))
    bucket.trouble = strike("PutObject", Refuse(403, "AccessDenied"), times=3)
    gateway.upload(still, "a.jpg")
    wait_for(lambda: gateway.status()["upload"]["failing_since"])
    status = gateway.status()["upload"]
    assert status["last_error"] == "AccessDenied: "
    assert (status["drained_at"], status["drained_at_unknown"]) == (None, "uploads fail")
    wait_for(lambda: gateway.count("confirmed") == 1, OUTAGE_S)
    assert gateway.status()["upload"]["failing_since"] is None
    said = [line["why"] for line in gateway.read_log() if line["event"] == "upload failed"]
    assert said == ["AccessDenied: "] * 3


def test_slow_down_is_heeded_by_all_connections_with_growing_pauses(
    start: StartGateway, bucket: Bucket, still: Path, tmp_path: Path
) -> None:
    gateway = start(Plan(media=PLAIN))
    bucket.trouble = strike("PutObject", Refuse(503, "SlowDown"), times=10**6)
    for number in range(8):
        gateway.upload(pad(still, tmp_path / "photo.jpg", 10_000 + number), f"{number}.jpg")
    requests = bucket.front.requests
    wait_for(lambda: len(requests) > 4 * _CONNECTIONS)
    # Requests that come together are one attempt, and each connection takes part once at most: so
    # later requests are of later attempts, before which all connections have rested.
    times = sorted(request.at for request in requests)
    for attempts in range(1, 5):
        rested_s = _FIRST_PAUSE_MIN_S * (2**attempts - 1)
        assert times[attempts * _CONNECTIONS] - times[0] >= rested_s
    bucket.trouble = let_through
    wait_for(lambda: gateway.count("confirmed") == 8, OUTAGE_S)


def test_originals_wait_on_a_metered_link_until_the_settings_are_read_again(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(media=PLAIN, more="[upload]\nmetered = true"))
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.status()["upload"]["waits_for"].get("original") == "metered")
    wait_for(lambda: names_of(bucket) == ["thumb.jpg"])
    upload = gateway.status()["upload"]
    assert upload["drained_at"] is None
    assert "metered" in upload["drained_at_unknown"]
    assert gateway.count("waiting") == 1

    gateway.config.write_text(
        gateway.config.read_text("utf-8").replace("metered = true", "metered = false"), "utf-8"
    )
    os.kill(gateway.pid, signal.SIGHUP)
    wait_for(lambda: gateway.count("confirmed") == 1, OUTAGE_S)
    assert names_of(bucket) == ["original.mp4", "thumb.jpg"]


def test_originals_wait_for_their_hours(start: StartGateway, bucket: Bucket, still: Path) -> None:
    hour = time.gmtime().tm_hour
    closed = f"{(hour + 5) % 24:02}:00-{(hour + 6) % 24:02}:00"
    gateway = start(Plan(media=PLAIN, more=f'[upload]\noriginals_at = ["{closed}"]'))
    gateway.upload(still, "a.jpg")
    wait_for(lambda: names_of(bucket) == ["thumb.jpg"])
    wait_for(lambda: gateway.status()["upload"]["drained_at"])
    upload = gateway.status()["upload"]
    assert upload["drained_at"][11:14] == f"{closed[:2]}:"
    assert upload["waits_for"] == {"original": "window"}
    gateway.stop()
    wide = f"{(hour - 2) % 24:02}:00-{(hour + 3) % 24:02}:00"
    gateway.config.write_text(gateway.config.read_text("utf-8").replace(closed, wide), "utf-8")
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 1, OUTAGE_S)


def names_of(bucket: Bucket) -> list[str]:
    return [key.rsplit("/", 1)[1] for key in bucket.list_keys()]
