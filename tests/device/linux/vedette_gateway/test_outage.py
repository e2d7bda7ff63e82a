"""What 14 cameras send in an hour without S3, and what becomes of it when S3 comes back."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import pad, vary
from tests.device.linux.front import Request
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.device.linux.trouble import OUTAGE_S, PLAIN

_CAMERAS = tuple(f"camera-{number:02}" for number in range(1, 15))
_FILES_EACH = 6
_FILES = len(_CAMERAS) * _FILES_EACH
_BYTES_PER_S = 400_000
# The door notes a request when it has read its headers, not when it was sent.
_LATE_S = 1.0
_SMALLEST, _STEP = 8_000, 900


def test_an_hour_of_14_cameras_is_drained_in_order_under_the_cap(
    start: StartGateway, bucket: Bucket, clip: Path, still: Path, tmp_path: Path
) -> None:
    # One connection, so that the order of requests is the order of decisions.
    plan = Plan(
        cameras=_CAMERAS,
        media=PLAIN,
        cloud="connections = 1",
        more=f"[upload]\nbytes_per_s = {_BYTES_PER_S}",
    )
    gateway = start(plan)
    bucket.answer_with = 503
    footage = [make_files(camera, clip, still, tmp_path) for camera in range(len(_CAMERAS))]

    def send(camera: int, half: slice) -> None:
        for number, data in list(enumerate(footage[camera]))[half]:
            gateway.upload(data, f"{camera}-{number}", _CAMERAS[camera])

    send_all(send, slice(0, _FILES_EACH // 2))
    # First it answers that it cannot, then every connection breaks.
    bucket.is_deaf = True
    send_all(send, slice(_FILES_EACH // 2, None))
    wait_for(lambda: count(gateway, "rendered") == _FILES, 60)
    clips = gateway.status()["clips"]
    assert (clips["received"], clips["waiting"], clips["confirmed"]) == (_FILES, _FILES, 0)
    assert bucket.list_keys() == []
    expected = gateway.query("SELECT key FROM objects ORDER BY turn, bytes, receipt")

    bucket.front.requests.clear()
    bucket.answer_with, bucket.is_deaf = None, False
    wait_for(lambda: gateway.count("confirmed") == _FILES, OUTAGE_S)

    # Each object once, thumbnails first, then the smallest.
    requests = list(bucket.front.requests)
    assert [request.key for request in requests] == expected
    assert [key.rsplit("/", 1)[1] for key in expected[:_FILES]] == ["thumb.jpg"] * _FILES
    sizes = [request.bytes for request in requests]
    assert sizes[:_FILES] == sorted(sizes[:_FILES])
    assert sizes[_FILES:] == sorted(sizes[_FILES:])
    check_cap(requests)
    upload = gateway.status()["upload"]
    assert upload["drained_at_unknown"] is None
    assert upload["bytes_per_s"] == pytest.approx(_BYTES_PER_S, rel=0.3)

    assert bucket.list_keys() == sorted(expected)
    stored = [bucket.fetch(key) for key in expected[_FILES:]]
    names = [each.fields["source_name"] for each in stored]
    assert sorted(names) == sorted(f"{c}-{n}" for c in range(14) for n in range(_FILES_EACH))
    clips = gateway.status()["clips"]
    assert (clips["received"], clips["waiting"], clips["confirmed"]) == (_FILES, 0, _FILES)
    wait_for(lambda: gateway.list_files() == [])


def make_files(camera: int, clip: Path, still: Path, folder: Path) -> list[bytes]:
    """Photographs, and one clip, the largest first."""
    files: list[bytes] = []
    for number in range(_FILES_EACH):
        size = _SMALLEST + _STEP * (camera + len(_CAMERAS) * (_FILES_EACH - number))
        name = folder / f"{camera}-{number}"
        files.append(vary(clip, size) if number == 1 else pad(still, name, size).read_bytes())
    return files


def send_all(send: Callable[[int, slice], None], half: slice) -> None:
    with ThreadPoolExecutor(len(_CAMERAS)) as cameras:
        for sent in [cameras.submit(send, camera, half) for camera in range(len(_CAMERAS))]:
            sent.result()


def check_cap(requests: list[Request]) -> None:
    """Until the last request began, all others' bodies had gone; a quarter second may at once."""
    seconds = requests[-1].at - requests[0].at
    assert sum(request.bytes for request in requests[:-1]) <= _BYTES_PER_S * (seconds + 0.25) * 1.02
    for first, starts in enumerate(requests):
        sent = 0
        for sooner, later in itertools.pairwise(requests[first:]):
            sent += sooner.bytes
            assert sent <= _BYTES_PER_S * (later.at - starts.at + _LATE_S)


def count(gateway: RunningGateway, state: str) -> int:
    return int(gateway.query("SELECT count(*) FROM receipts WHERE state = ?", state)[0])
