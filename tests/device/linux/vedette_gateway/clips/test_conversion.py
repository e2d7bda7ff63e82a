"""The further versions of a clip, through the real process: behind it, and never lost."""

import os
import signal
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import Recipe, film, list_boxes, watch
from tests.device.linux.running import Plan, wait_for
from tests.device.linux.vedette_gateway.clips.test_preview import read_animation
from tests.device.linux.vedette_gateway.test_crashes import is_stuck, run_script
from tests.media import Colour

BOTH = Plan(media="workers = 1")
CONVERTED = "preview: 10 pictures; sd: 480x360 by libx264"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large enough for a low version."""
    recipe = Recipe(sides=(640, 480), audio="pcm_s16le", seconds=4)
    return film(tmp_path_factory.mktemp("scene") / "a.mkv", Colour.BLUE, recipe)


@pytest.fixture(scope="module")
def hevc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    recipe = Recipe("mp4", video="libx265", sides=(640, 480), audio="aac", has_b_frames=True)
    return film(tmp_path_factory.mktemp("hevc") / "a.mp4", Colour.GREEN, recipe)


def test_thumbnail_preview_low_version_and_original_come_and_nothing_stays(
    start: StartGateway, bucket: Bucket, scene: Path, tmp_path: Path
) -> None:
    gateway = start(BOTH)
    gateway.upload(scene, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    stored = {each.rendition: each for each in bucket.find("a.mkv")}
    assert sorted(stored) == ["original.mp4", "preview.webp", "sd.mp4", "thumb.jpg"]
    assert {each.clip_id for each in stored.values()} == {stored["sd.mp4"].clip_id}

    low = stored["sd.mp4"]
    assert low.content_type == "video/mp4"
    assert low.fields["versions"] == CONVERTED
    assert low.fields["treatment"] == stored["thumb.jpg"].fields["treatment"]
    boxes = list_boxes(low.body)
    assert boxes.index("moov") < boxes.index("mdat"), boxes
    played = watch(bucket.save(low.key, tmp_path / "sd.mp4"))
    assert (played.video, played.pixels, played.audio) == ("h264", "yuv420p", "aac")
    assert (played.width, played.height, played.frames) == (480, 360, 40)
    assert (played.colour, round(played.seconds)) == (Colour.BLUE, 4)

    preview = stored["preview.webp"]
    assert preview.content_type == "image/webp"
    shown = read_animation(bucket.save(preview.key, tmp_path / "preview.webp"))
    assert (shown.width, len(shown.durations_ms), shown.colour) == (240, 10, Colour.BLUE)
    wait_for(lambda: gateway.list_files() == [])


def test_the_playable_clip_does_not_wait_for_what_is_slow(
    start: StartGateway, bucket: Bucket, scene: Path
) -> None:
    gateway = start(BOTH)
    converter = gateway.find_converter()
    os.kill(converter, signal.SIGSTOP)
    for number in range(3):
        gateway.upload(scene, f"{number}.mkv", ("porch", "yard")[number % 2])
    wait_for(lambda: sum("original.mp4" in key for key in bucket.list_keys()) == 2)
    # Nothing of a clip is deleted here before all of it is confirmed there.
    assert gateway.count("confirmed") == 0
    assert gateway.count("waiting") == 2
    assert gateway.status()["media"]["clips_to_convert"] == 2
    held = [name for name in gateway.list_files() if name.startswith("held/")]
    assert len(held) == 2
    os.kill(converter, signal.SIGCONT)
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert gateway.status()["media"]["clips_to_convert"] == 0
    assert len(bucket.list_keys()) == 8
    wait_for(lambda: gateway.list_files() == [])


@pytest.mark.parametrize(
    "moment",
    [
        "UPDATE OF next_versions ON receipts WHEN OLD.next_versions = 'playable'",
        "UPDATE OF next_versions ON receipts WHEN OLD.next_versions = 'smaller'",
        "INSERT ON objects WHEN NEW.rendition = 'sd'",
        "UPDATE OF answer ON objects WHEN NEW.rendition = 'hd'",
        "UPDATE OF answer ON objects WHEN NEW.rendition = 'preview'",
    ],
    ids=["hd made", "all made", "sd written down", "hd stored", "preview stored"],
)
def test_killed_while_it_writes_down_versions(
    start: StartGateway, bucket: Bucket, hevc: Path, tmp_path: Path, moment: str
) -> None:
    gateway = start(BOTH)
    run_script(
        gateway,
        "CREATE VIEW forever AS WITH RECURSIVE numbers (n) AS"
        " (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT n FROM numbers;",
        "CREATE TRIGGER stuck BEFORE",
        moment,
        "BEGIN SELECT count(*) FROM forever; END;",
    )
    gateway.upload(hevc, "a.mp4")
    wait_for(lambda: is_stuck(gateway))
    gateway.kill()
    run_script(gateway, "DROP TRIGGER stuck; DROP VIEW forever;")

    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 1)
    stored = {each.rendition: each for each in bucket.find("a.mp4")}
    assert sorted(stored) == ["hd.mp4", "original.mp4", "preview.webp", "sd.mp4", "thumb.jpg"]
    assert stored["original.mp4"].body == hevc.read_bytes()
    for name in ("hd.mp4", "sd.mp4"):
        played = watch(bucket.save(stored[name].key, tmp_path / name))
        assert (played.video, played.frames, played.colour) == ("h264", 20, Colour.GREEN)
    assert stored["sd.mp4"].fields["versions"] == f"hd: 640x480 by libx264; {CONVERTED}"
    wait_for(lambda: gateway.list_files() == [])


def test_a_clip_that_kills_the_converter_goes_up_with_the_rest_and_says_so(
    start: StartGateway, bucket: Bucket, scene: Path, tmp_path: Path
) -> None:
    gateway = start(Plan(media="workers = 1\nencoding_s = 1.5"))
    converter = gateway.find_converter()
    os.kill(converter, signal.SIGSTOP)
    gateway.upload(scene, "a.mkv")
    # The stopped one is ended when its time is over; the clip is not given to another in vain.
    wait_for(lambda: gateway.count("confirmed") == 1)
    stored = {each.rendition: each for each in bucket.find("a.mkv")}
    assert sorted(stored) == ["original.mp4", "preview.webp", "thumb.jpg"]
    assert stored["preview.webp"].fields["versions"] == (
        "preview: the thumbnail only; no preview and no sd: it took longer than 1.5 s"
    )
    picture = watch(bucket.save(stored["preview.webp"].key, tmp_path / "preview.webp"))
    assert (picture.width, picture.colour) == (240, Colour.BLUE)


def test_a_converter_killed_once_makes_everything_the_second_time(
    start: StartGateway, bucket: Bucket, scene: Path
) -> None:
    gateway = start(BOTH)
    converter = gateway.find_converter()
    os.kill(converter, signal.SIGSTOP)
    gateway.upload(scene, "a.mkv")
    wait_for(lambda: any("original.mp4" in key for key in bucket.list_keys()))
    wait_for(lambda: gateway.query("SELECT next_versions FROM receipts") == ["smaller"])
    os.kill(converter, signal.SIGKILL)
    wait_for(lambda: gateway.count("confirmed") == 1)
    (low,) = [each for each in bucket.find("a.mkv") if each.rendition == "sd.mp4"]
    assert low.fields["versions"] == CONVERTED


def test_what_is_switched_off_is_not_made(
    start: StartGateway, bucket: Bucket, scene: Path, hevc: Path
) -> None:
    gateway = start(Plan(media='sd = false\npreview = false\nencoder = "libx264"'))
    gateway.upload(scene, "a.mkv")
    gateway.upload(hevc, "b.mp4")
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert [each.rendition for each in bucket.find("a.mkv")] == ["original.mp4", "thumb.jpg"]
    # What browsers cannot play is nothing that one could do without.
    found = {each.rendition: each for each in bucket.find("b.mp4")}
    assert sorted(found) == ["hd.mp4", "original.mp4", "thumb.jpg"]
    assert found["hd.mp4"].fields["versions"] == "hd: 640x480 by libx264"
    assert gateway.status()["media"]["encoder"] == "libx264"


def test_a_clip_that_is_small_has_no_low_version(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(BOTH)
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    stored = {each.rendition: each for each in bucket.find("a.mkv")}
    assert sorted(stored) == ["original.mp4", "preview.webp", "thumb.jpg"]
    told = stored["preview.webp"].fields["versions"]
    assert told == "preview: 10 pictures; no sd: small as it is"


def test_the_smallest_are_uploaded_first(start: StartGateway, bucket: Bucket, hevc: Path) -> None:
    gateway = start(Plan(media=BOTH.media, cloud="connections = 1"))
    bucket.answer_with = 503
    for camera in ("porch", "yard"):
        gateway.upload(hevc, f"{camera}.mp4", camera)
    wait_for(lambda: gateway.query("SELECT DISTINCT next_versions FROM receipts") == [None])
    wait_for(lambda: gateway.query("SELECT count(*) FROM objects") == [10])
    bucket.puts.clear()
    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 2)
    stored = bucket.list_keys()
    first = [bucket.puts.index(key) for key in stored]
    names = [key.rsplit("/", 1)[1].split(".")[0] for key in stored]
    ranks = [name for _, name in sorted(zip(first, names, strict=True))]
    order = ["thumb", "preview", "sd", "hd", "original"]
    assert ranks == [name for name in order for _ in range(2)]
