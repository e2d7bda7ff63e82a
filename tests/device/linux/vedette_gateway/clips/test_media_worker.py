"""The worker process: what it makes, and what its limits do to it."""

import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.encoder_choice import choose_encoder
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.clips.rendition import Made, Rendered
from vedette_gateway.errors import NoSpace
from vedette_gateway.ports.process import ProcessDied, ProcessOverran
from vedette_gateway.settings import ENCODERS, Media

from tests.device.linux.footage import Recipe, film, watch
from tests.device.linux.running import wait_for
from tests.media import Colour


@pytest.fixture(scope="module")
def worker() -> Iterator[MediaWorker]:
    made = MediaWorker(Media(), is_patient=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """4K, as it comes from the newest cameras."""
    recipe = Recipe(sides=(3840, 2160), video="libx265", seconds=1.2, rate=25, audio="aac")
    return film(tmp_path_factory.mktemp("large") / "4k.mkv", Colour.GREEN, recipe)


def look(worker: MediaWorker, source: Path) -> Contents:
    found, _, _ = worker.inspect(source)
    assert isinstance(found, Contents)
    return found


def make(worker: MediaWorker, source: Path, folder: Path, *names: str) -> Made:
    folder.mkdir(exist_ok=True)
    return worker.make_versions(source, look(worker, source), folder, names, "libx264")


def find_process(known: set[int]) -> int:
    """The child process that is not among the known ones."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return ({int(pid) for each in children for pid in each.read_text().split()} - known).pop()


def list_children() -> set[int]:
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for each in children for pid in each.read_text().split()}


def test_versions_are_made_durable_and_described(worker: MediaWorker, tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv", Colour.BLUE, Recipe(sides=(640, 480), seconds=4))
    made = make(worker, source, tmp_path / "out", "preview", "sd")
    assert made.notes == ["preview: 10 pictures", "sd: 480x360 by libx264"]
    assert [(each.name, each.content_type) for each in made.renditions] == [
        ("preview", "image/webp"),
        ("sd", "video/mp4"),
    ]
    assert [each.bytes for each in made.renditions] == [
        (tmp_path / "out" / each.path).stat().st_size for each in made.renditions
    ]
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["preview.webp", "sd.mp4"]
    assert watch(tmp_path / "out" / "sd.mp4").colour == Colour.BLUE


def test_an_encoder_that_fails_in_the_middle_is_replaced(
    worker: MediaWorker, tmp_path: Path
) -> None:
    source = film(tmp_path / "a.mkv")
    made = worker.make_versions(source, look(worker, source), tmp_path, ["hd"], "h264_v4l2m2m")
    (note,) = made.notes
    assert note.startswith("hd: 320x180 by libx264, since h264_v4l2m2m failed (")


def test_without_an_encoder_the_preview_is_made_all_the_same(
    worker: MediaWorker, tmp_path: Path
) -> None:
    source = film(tmp_path / "a.mkv")
    contents = look(worker, source)
    made = worker.make_versions(source, contents, tmp_path, ["preview", "sd"], None)
    assert made.notes == ["preview: 10 pictures", "no sd: no H.264 encoder works here"]


def test_what_cannot_be_decoded_is_said_and_left_out(worker: MediaWorker, tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv")
    contents = look(worker, source)
    source.write_bytes(b"<html>" * 1000)
    made = worker.make_versions(source, contents, tmp_path, ["preview", "sd", "hd"], "libx264")
    assert made.renditions == []
    assert [note[:6] for note in made.notes] == ["no pre", "no sd:", "no hd:"]
    assert list(tmp_path.iterdir()) == [source]


def test_encoders_are_tried_in_turn_and_the_first_that_works_is_taken(worker: MediaWorker) -> None:
    report = choose_encoder(worker, None, lambda: False)
    assert report.chosen is not None
    assert list(report.refused) == list(ENCODERS[: ENCODERS.index(report.chosen)])
    assert all(report.refused.values())
    assert worker.try_encoder(report.chosen) is None
    assert worker.try_encoder("no-such-encoder") is not None


def test_an_encoder_that_was_asked_for_and_does_not_work_is_replaced(worker: MediaWorker) -> None:
    report = choose_encoder(worker, "h264_vaapi", lambda: False)
    assert report.chosen in ("h264_vaapi", "libx264")
    assert (report.chosen == "libx264") == bool(report.refused)


def test_4k_fits_into_the_memory_that_a_job_may_use(large: Path, tmp_path: Path) -> None:
    known = list_children()
    worker = MediaWorker(Media(), is_patient=True)
    try:
        worker.start()
        process = find_process(known)
        made = make(worker, large, tmp_path, "preview", "hd", "sd")
        assert [each.name for each in made.renditions] == ["preview", "hd", "sd"]
        peak = dict(
            line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines()
        )
        assert int(peak["VmHWM"].split()[0]) * 1024 < 2**30
    finally:
        worker.close()
    played = watch(tmp_path / "hd.mp4")
    assert (played.width, played.frames, played.colour) == (3840, 30, Colour.GREEN)
    assert watch(tmp_path / "sd.mp4").width == 640


def test_too_little_memory_is_said_and_does_not_take_the_computer_with_it(
    large: Path, tmp_path: Path
) -> None:
    worker = MediaWorker(Media(memory_bytes=2**28 + 2**27), is_patient=True)
    try:
        contents = look(worker, large)
        try:
            made = worker.make_versions(large, contents, tmp_path, ["hd"], "libx264")
        except ProcessDied:
            return
        assert made.renditions == []
        assert made.notes[0].startswith("no hd: ")
    finally:
        worker.close()


def test_a_job_that_computes_too_long_is_ended_and_the_next_one_goes_on(
    large: Path, tmp_path: Path
) -> None:
    worker = MediaWorker(Media(encoding_cpu_s=1), is_patient=True)
    try:
        with pytest.raises(ProcessOverran, match="computed longer"):
            make(worker, large, tmp_path / "a", "hd", "sd", "hd", "sd")
        small = film(tmp_path / "a.mkv")
        for _ in range(3):
            # Each job has the seconds anew.
            assert make(worker, small, tmp_path / "b", "sd").renditions
    finally:
        worker.close()


def test_a_worker_killed_in_the_middle_of_a_job_is_replaced(large: Path, tmp_path: Path) -> None:
    known = list_children()
    worker = MediaWorker(Media(), is_patient=True)
    try:
        contents = look(worker, large)
        process = find_process(known)

        def kill() -> None:
            wait_for(lambda: list(tmp_path.glob("*.part")))
            os.kill(process, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(ProcessDied, match="-9"):
            worker.make_versions(large, contents, tmp_path, ["hd"], "libx264")
        killer.join()
        made = worker.make_versions(large, contents, tmp_path, ["sd"], "libx264")
        assert made.notes == ["sd: 640x360 by libx264"]
    finally:
        worker.close()


def test_a_full_disk_is_said_and_the_same_job_works_when_there_is_room(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv", recipe=Recipe(sides=(1280, 720), audio="aac"))
    known = list_children()
    worker = MediaWorker(Media(), is_patient=True)
    try:
        contents = look(worker, source)
        process = find_process(known)
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        for room in (0, 300, 1000):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            for names in (["preview"], ["sd"], ["hd"]):
                with pytest.raises(NoSpace):
                    worker.make_versions(source, contents, tmp_path, names, "libx264")
            with pytest.raises(NoSpace):
                worker.render(source, contents, tmp_path / "out")
        resource.prlimit(process, resource.RLIMIT_FSIZE, unlimited)
        rendered = worker.render(source, contents, tmp_path / "out")
        assert isinstance(rendered, Rendered)
        assert rendered.treatment.startswith("remuxed")
        assert make(worker, source, tmp_path, "preview", "sd", "hd").renditions
    finally:
        worker.close()


def test_workers_give_way_and_hold_no_more_than_their_limits(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv")
    niceness: list[int] = []
    for is_patient in (False, True):
        known = list_children()
        worker = MediaWorker(Media(), is_patient=is_patient)
        try:
            look(worker, source)
            process = find_process(known)
            niceness.append(os.getpriority(os.PRIO_PROCESS, process))
            assert (os.sched_getscheduler(process) == os.SCHED_IDLE) is is_patient
            assert resource.prlimit(process, resource.RLIMIT_AS) == (2**31, 2**31)
            assert resource.prlimit(process, resource.RLIMIT_CORE) == (0, 0)
            seconds, _ = resource.prlimit(process, resource.RLIMIT_CPU)
            assert seconds - (3600 if is_patient else 300) in range(1, 5)
        finally:
            worker.close()
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert niceness == [min(19, own + 5), 19]


def test_a_stopped_worker_is_ended_when_its_time_is_over(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv")
    known = list_children()
    worker = MediaWorker(Media(encoding_s=0.5), is_patient=True)
    try:
        worker.start()
        os.kill(find_process(known), signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(ProcessOverran, match=r"longer than 0\.5 s"):
            worker.inspect(source)
        assert time.monotonic() - began < 5
    finally:
        worker.close()
