"""Full disks, on a small tmpfs of their own: nothing is lost, and it is said loudly."""

import contextlib
import ftplib
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.footage import film_noise, pad, watch
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.device.linux.small_disk import fill, mount_small_disk
from tests.device.linux.trouble import MIB, OUTAGE_S, PARTS, PLAIN

StartOnDisk = Callable[..., RunningGateway]


@pytest.fixture
def start_on(tmp_path: Path, bucket: Bucket) -> Iterator[StartOnDisk]:
    """Start a gateway whose spool is a file system of so many bytes. Needs root."""
    with contextlib.ExitStack() as used:

        def start(disk_bytes: int, plan: Plan) -> RunningGateway:
            used.enter_context(mount_small_disk(tmp_path / "gateway" / "spool", disk_bytes))
            gateway = RunningGateway(tmp_path / "gateway", bucket, plan)
            used.callback(gateway.kill)
            return gateway

        yield start


@pytest.fixture
def photos(still: Path, tmp_path: Path) -> Iterator[Path]:
    """Photographs of 1 MiB and a bit, each another."""

    def make() -> Iterator[Path]:
        number = 0
        while True:
            number += 1
            yield pad(still, tmp_path / f"{number}.jpg", MIB + number)

    return make()


def test_uploads_are_refused_before_the_disk_is_full_and_taken_again_when_it_drained(
    start_on: StartOnDisk, bucket: Bucket, photos: Iterator[Path]
) -> None:
    gateway = start_on(16 * MIB, Plan(media=PLAIN, min_free_bytes=8 * MIB))
    bucket.answer_with = 503
    sent = send_until_refused(gateway, photos)
    assert 5 <= sent <= 8
    disk = gateway.status()["disk"]
    assert disk["accepts_uploads"] is False
    assert disk["trouble"].startswith("the disk is nearly full: uploads are refused")
    said = [line for line in gateway.read_log() if line["event"] == "uploads are refused"]
    assert [line["level"] for line in said] == ["error"]
    assert gateway.count("received") == gateway.count("waiting") == sent

    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == sent, OUTAGE_S)
    wait_for(lambda: gateway.status()["disk"]["trouble"] is None)
    photo = next(photos)
    gateway.upload(photo, photo.name)
    wait_for(lambda: gateway.count("confirmed") == sent + 1, OUTAGE_S)
    assert len(bucket.list_keys()) == 2 * (sent + 1)


def test_a_disk_that_is_full_in_the_middle_of_a_file_fails_that_upload_only(
    start_on: StartOnDisk, bucket: Bucket, still: Path, photos: Iterator[Path], tmp_path: Path
) -> None:
    gateway = start_on(8 * MIB, Plan(media=PLAIN))
    bucket.answer_with = 503
    photo = next(photos)
    gateway.upload(photo, photo.name)
    with pytest.raises((ftplib.Error, OSError)):
        gateway.upload(pad(still, tmp_path / "large.jpg", 12 * MIB), "large.jpg")
    wait_for(lambda: gateway.ask_state(photo.name) != [])
    bucket.answer_with = None
    wait_for(lambda: gateway.ask_state(photo.name) == ["confirmed"], OUTAGE_S)
    assert bucket.find(photo.name)[0].body == photo.read_bytes()
    wait_for(lambda: gateway.count("waiting") == 0, OUTAGE_S)
    clips = gateway.status()["clips"]
    assert clips["received"] == clips["confirmed"] + clips["set_aside"]


def test_a_full_disk_is_drained_with_the_reserve(
    start_on: StartOnDisk, bucket: Bucket, photos: Iterator[Path]
) -> None:
    gateway = start_on(24 * MIB, Plan(media=PLAIN))
    bucket.answer_with = 503
    names = send_some(gateway, photos, 5)
    fill(gateway.spool)
    # Every failed try and every success is written down; the journal grows into the reserve.
    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 5, OUTAGE_S)
    assert {name for name in names if bucket.find(name)} == set(names)
    assert gateway.process is not None
    assert gateway.process.poll() is None


def test_without_any_space_left_everything_waits_and_then_goes_on(
    start_on: StartOnDisk, bucket: Bucket, photos: Iterator[Path], still: Path, tmp_path: Path
) -> None:
    gateway = start_on(40 * MIB, Plan(media=PLAIN, more=PARTS))
    bucket.answer_with = 503
    names = send_some(gateway, photos, 3)
    names += send_some(gateway, iter([pad(still, tmp_path / "large.jpg", 11 * MIB)]), 1)
    filler = fill(gateway.spool)
    # Less than twice its size is free: it is not made again.
    (gateway.spool / "reserve").unlink()
    rest = fill(gateway.spool, name="rest")
    # A reader holds the log of the journal back, so that it has to grow, and cannot.
    with hold_journal(gateway):
        asked = open_for(bucket)
        wait_for(lambda: gateway.status()["disk"]["trouble"], OUTAGE_S)
        assert gateway.status()["disk"]["accepts_uploads"] is False
        assert gateway.process is not None
        assert gateway.process.poll() is None
        said = [line for line in gateway.read_log() if line["event"] == "uploads are refused"]
        assert said
        # Every thread comes by twice.
        watched_until = time.monotonic() + 2
        wait_for(lambda: time.monotonic() > watched_until)
        filler.unlink()
        rest.unlink()
    wait_for(lambda: gateway.count("confirmed") == 4, OUTAGE_S)
    assert {name for name in names if bucket.find(name)} == set(names)
    assert list_operations(bucket, asked) == {
        ("PutObject", None): 7,
        ("CreateMultipartUpload", None): 1,
        **{("UploadPart", number): 1 for number in (1, 2, 3)},
        ("CompleteMultipartUpload", None): 1,
    }
    assert bucket.list_unfinished() == []


def test_a_gateway_starts_on_a_full_disk_and_drains_it(
    start_on: StartOnDisk, bucket: Bucket, photos: Iterator[Path]
) -> None:
    gateway = start_on(24 * MIB, Plan(media=PLAIN))
    bucket.answer_with = 503
    names = send_some(gateway, photos, 3)
    gateway.kill()
    fill(gateway.spool)
    bucket.answer_with = None
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 3, OUTAGE_S)
    assert {name for name in names if bucket.find(name)} == set(names)


def test_a_clip_that_cannot_be_rendered_for_lack_of_space_is_rendered_once_uploads_made_some(
    start_on: StartOnDisk, bucket: Bucket, photos: Iterator[Path], tmp_path: Path
) -> None:
    gateway = start_on(16 * MIB, Plan(media=PLAIN))
    bucket.answer_with = 503
    send_some(gateway, photos, 5)
    clip = film_noise(tmp_path / "a.ts", frames=5)
    fill(gateway.spool, leave=clip.stat().st_size + MIB // 2)
    gateway.upload(clip, "a.ts")
    wait_for(lambda: gateway.ask_state("a.ts") == ["admitted"])
    wait_for(lambda: gateway.status()["disk"]["trouble"])
    asked = open_for(bucket)
    wait_for(lambda: gateway.ask_state("a.ts") == ["confirmed"], OUTAGE_S)
    assert list_operations(bucket, asked) == {("PutObject", None): 12}
    original = bucket.find("a.ts")[0]
    assert original.fields["treatment"] == "remuxed to MP4, video copied"
    assert watch(bucket.save(original.key, tmp_path / "a.mp4")).frames == 5


def test_a_clip_goes_as_it_came_when_nothing_else_would_make_room(
    start_on: StartOnDisk, bucket: Bucket, tmp_path: Path
) -> None:
    gateway = start_on(16 * MIB, Plan(media=PLAIN))
    clip = film_noise(tmp_path / "a.ts", frames=5)
    fill(gateway.spool, leave=clip.stat().st_size + MIB // 2)
    gateway.upload(clip, "a.ts")
    wait_for(lambda: gateway.ask_state("a.ts") == ["confirmed"], OUTAGE_S)
    (original,) = bucket.find("a.ts")
    assert original.body == clip.read_bytes()
    assert original.fields["treatment"] == "kept as it came: the disk is full"


def test_a_clip_goes_without_its_versions_when_nothing_else_would_make_room(
    start_on: StartOnDisk, bucket: Bucket, tmp_path: Path
) -> None:
    gateway = start_on(16 * MIB, Plan(media="sd = false"))
    bucket.answer_with = 503
    gateway.upload(film_noise(tmp_path / "a.ts", frames=5), "a.ts")
    wait_for(lambda: gateway.ask_state("a.ts") == ["rendered"])
    fill(gateway.spool, leave=MIB // 2)
    bucket.answer_with = None
    wait_for(lambda: gateway.ask_state("a.ts") == ["confirmed"], OUTAGE_S)
    assert gateway.query("SELECT versions FROM receipts") == ["no preview: the disk is full"]
    assert {each.rendition for each in bucket.find("a.ts")} == {"thumb.jpg", "original.mp4"}


def test_confirmed_files_are_kept_and_the_oldest_go_when_their_room_is_needed(
    start_on: StartOnDisk, bucket: Bucket, photos: Iterator[Path]
) -> None:
    keep = f"keep_confirmed = true\nkeep_free_bytes = {10 * MIB}"
    gateway = start_on(16 * MIB, Plan(media=PLAIN, spool=keep))
    names = send_some(gateway, photos, 3)
    wait_for(lambda: gateway.count("confirmed") == 3, OUTAGE_S)
    wait_for(lambda: kept_names(gateway) == set(names))
    assert list((gateway.spool / "held").rglob("*.jpg")) == []

    bucket.answer_with = 503
    waiting = send_some(gateway, photos, 3)
    wait_for(lambda: gateway.status()["disk"]["free_bytes"] >= 10 * MIB or not kept_names(gateway))
    assert kept_names(gateway) < set(names)
    assert names[0] not in kept_names(gateway)
    assert gateway.count("waiting") == 3
    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 6, OUTAGE_S)
    wait_for(lambda: waiting[-1] in kept_names(gateway))
    wait_for(lambda: gateway.status()["disk"]["free_bytes"] >= 10 * MIB)


def send_some(gateway: RunningGateway, photos: Iterator[Path], count: int) -> list[str]:
    """Send photographs and wait until only S3 is missing."""
    names: list[str] = []
    for _ in range(count):
        photo = next(photos)
        gateway.upload(photo, photo.name)
        names.append(photo.name)
    for name in names:
        wait_for(lambda name=name: gateway.ask_state(name) in (["rendered"], ["confirmed"]))
    return names


def send_until_refused(gateway: RunningGateway, photos: Iterator[Path]) -> int:
    for sent in range(20):
        photo = next(photos)
        try:
            gateway.upload(photo, photo.name)
        except ftplib.error_temp as error:
            if not str(error).startswith("452"):
                raise
            return sent
    raise AssertionError("nothing was refused")


def open_for(bucket: Bucket) -> int:
    """Let requests through again; how many came before."""
    bucket.answer_with = None
    return len(bucket.front.requests)


def list_operations(bucket: Bucket, since: int) -> Counter[tuple[str, int | None]]:
    requests = bucket.front.requests[since:]
    return Counter((request.operation, request.part) for request in requests)


@contextlib.contextmanager
def hold_journal(gateway: RunningGateway) -> Generator[None]:
    reader = sqlite3.connect(gateway.spool / "journal.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM receipts").fetchall()
    try:
        yield
    finally:
        reader.execute("COMMIT")
        reader.close()


def kept_names(gateway: RunningGateway) -> set[str]:
    files = [Path(file) for file in gateway.list_files()]
    return {file.name for file in files if file.parts[0] == "kept" and file.suffix == ".jpg"}
