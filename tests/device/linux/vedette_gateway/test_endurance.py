"""A day of 14 cameras, as fast as it goes: all of it arrives, and nothing grows."""

import gc
import io
import os
import tracemalloc
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from vedette_gateway.clips.intake import Intake
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import LAYOUTS
from vedette_gateway.clips.reconcile import Comparison, Reconciliation
from vedette_gateway.clips.room import Room
from vedette_gateway.clips.sweep import Sweep
from vedette_gateway.clips.traffic import Traffic
from vedette_gateway.logs import Log
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.wire import Meter
from vedette_gateway.settings import SpoolSettings
from vedette_gateway.tasks import Bell

from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.day import CameraDay, Sent
from tests.device.linux.footage import pad
from tests.device.linux.health import Health, examine, examine_workers
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.device.linux.sink import Sink
from tests.device.linux.trouble import MIB

_CAMERAS = tuple(f"camera-{number:02}" for number in range(1, 15))
_HOURS = 24
# By the first, memory has its size, and what is opened once is open.
_WATCHED_HOURS = (6, 12, 18, 24)
_GROWTH_MAX = 6 * MIB
_WORKER_GROWTH_MAX = 16 * MIB
_TICKS_GROWTH_MAX = 100_000
_QUIET_S = 30


@pytest.mark.timeout(600)
def test_a_day_of_14_cameras_loses_nothing_and_nothing_grows(
    start: StartGateway, sink: Sink, clip: Path, still: Path, tmp_path: Path
) -> None:
    # A camera may take a while to rename, on a busy machine.
    gateway = start(Plan(cameras=_CAMERAS, media="", quiet_s=5), sink)
    gateway.find_converter()
    photo = pad(still, tmp_path / "photo.jpg", 60_000).read_bytes()
    days = [
        CameraDay(gateway, camera, number, clip, photo) for number, camera in enumerate(_CAMERAS)
    ]
    sent: list[Sent] = []
    watched: list[tuple[Health, list[Health]]] = []
    with ThreadPoolExecutor(len(days)) as cameras:
        for hour in range(1, _HOURS + 1):
            for spent in [cameras.submit(day.spend, hour) for day in days]:
                sent += spent.result()
            if hour in _WATCHED_HOURS:
                check_ledger(gateway, sent)
                assert run_command(gateway.config, "reconcile").status == 0
                gateway.reload()
                if watched:
                    # A request of this test may still be ending.
                    wait_for(lambda: is_no_more(examine(gateway.pid), watched[0][0]))
                watched.append((examine(gateway.pid), examine_workers(gateway)))
                check_growth(watched)
    check_cloud(sink, sent)


def test_a_day_of_looking_around_leaves_nothing_in_memory(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.open(["porch"])
    database, log = Database(spool.journal, LAYOUTS), Log(io.StringIO(), "json")
    ledger, intake = Ledger(database), Intake(spool, Journal(database), Bell())
    room = Room(spool, SpoolSettings(directory=spool.root, min_free_bytes=0), log)
    sweep = Sweep(spool, ledger, intake, room, log, _QUIET_S, "being written".__eq__)
    reconciliation = Reconciliation(database, ledger, spool, sweep, _QUIET_S)
    compared: deque[Comparison] = deque(maxlen=1)
    meter = Meter()
    traffic = Traffic(database, meter, "Europe/Berlin", lambda: True, lambda: False)
    for receipt in ("being written", "received 1", "received 2"):
        put(spool, receipt)

    def spend(hours: int) -> int:
        """How much memory is in use then."""
        sweep.run(tick(hours * 360))
        traffic.run(tick(hours * 3600, lambda: meter.count("original", 1000)))
        reconciliation.run(3600, tick(hours), compared.append)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        early = spend(3)
        assert spend(_HOURS - 3) - early < _TICKS_GROWTH_MAX
    finally:
        tracemalloc.stop()
    assert sum(day["original"] for day in traffic.report().values()) == _HOURS * 3600 * 1000
    assert (compared[0].files, compared[0].rows, compared[0].found) == (3, 2, {})


def check_ledger(gateway: RunningGateway, sent: list[Sent]) -> None:
    wait_for(lambda: gateway.count("received") == len(sent))
    while waiting := gateway.count("waiting"):
        # Versions have the lowest priority, on a busy machine too.
        wait_for(lambda before=waiting: gateway.count("waiting") < before)
    fates = Counter(each.fate for each in sent)
    clips = gateway.status()["clips"]
    assert clips["confirmed"] == fates["clip"] + fates["still"]
    assert clips["duplicates"] == fates["duplicate"] > 0
    assert clips["set_aside"] == fates["set_aside"] > 0
    wait_for(lambda: len(gateway.list_files()) == fates["set_aside"])


def check_cloud(sink: Sink, sent: list[Sent]) -> None:
    """Every file that is one is there once, with all that belongs to it, and nothing else is."""
    wanted = {each.name: each for each in sent if each.fate in ("clip", "still")}
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for each in sink.objects.values():
        found[each.source_name].append(each.rendition)
        if each.rendition == "original.jpg":
            assert each.sha256 == wanted[each.source_name].sha256
    renditions = {
        "clip": ["original.mp4", "preview.webp", "thumb.jpg"],
        "still": ["original.jpg", "thumb.jpg"],
    }
    for name, each in wanted.items():
        assert sorted(found[name]) == renditions[each.fate], name
    assert len({each.clip_id for each in sink.objects.values()}) == len(wanted)
    assert sink.keys_put_again == []


def check_growth(watched: list[tuple[Health, list[Health]]]) -> None:
    (early, early_workers), (now, workers) = watched[0], watched[-1]
    assert now.memory_bytes < early.memory_bytes + _GROWTH_MAX, watched
    assert len(workers) == len(early_workers), watched
    for worker, before in zip(workers, early_workers, strict=True):
        assert worker.memory_bytes < before.memory_bytes + _WORKER_GROWTH_MAX, watched
        assert is_no_more(worker, before), watched


def is_no_more(now: Health, early: Health) -> bool:
    """Whether there are no more threads and, but for a connection to S3, descriptors."""
    return now.descriptors <= early.descriptors + 1 and now.threads <= early.threads


def put(spool: Spool, receipt: str) -> None:
    """A file that has been quiet since long ago."""
    held = spool.begin("porch", receipt, "a.mkv")
    held.write_bytes(b"clip")
    os.utime(held, (0, 0))
    spool.show(held, spool.incoming / "porch" / f"{receipt}.mkv")


def tick(count: int, do: Callable[[], None] = lambda: None) -> Callable[[float], bool]:
    """What a loop waits on: so many times there is something to do."""
    left = iter(range(count))

    def wait(seconds: float) -> bool:
        del seconds
        if next(left, None) is None:
            return True
        do()
        return False

    return wait
