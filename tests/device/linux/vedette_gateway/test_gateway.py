"""From an upload to objects in the bucket, through the real process."""

import contextlib
import fcntl
import io
import json
import os
import random
import signal
import sqlite3
import termios
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from vedette_gateway.names import check_content_type, parse_object_key

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import Site, StartGateway
from tests.device.linux.footage import Recipe, film, list_boxes, vary, watch
from tests.device.linux.running import Plan, RunningGateway, is_alive, wait_for
from tests.media import Colour


def test_a_clip_becomes_a_playable_mp4_and_a_thumbnail(
    gateway: RunningGateway, bucket: Bucket, clip: Path, tmp_path: Path
) -> None:
    gateway.upload(clip, "MDalarm_20260830_152954.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)

    original, thumb = bucket.find("MDalarm_20260830_152954.mkv")
    assert (original.rendition, original.content_type) == ("original.mp4", "video/mp4")
    assert (thumb.rendition, thumb.content_type) == ("thumb.jpg", "image/jpeg")
    site, camera, year, month, day, clip_id, *_ = parse_object_key(original.key)
    assert (site, camera, clip_id) == ("home", "porch", thumb.clip_id)
    assert str(original.fields["recorded_at"]).startswith(f"{year}-{month}-{day}T")
    assert original.fields == thumb.fields
    boxes = list_boxes(original.body)
    assert boxes.index("moov") < boxes.index("mdat"), boxes

    played = watch(bucket.save(original.key, tmp_path / "original.mp4"))
    assert (played.frames, played.colour, played.video) == (20, Colour.RED, "h264")
    assert (played.audio, round(played.audio_seconds)) == ("aac", 2)
    assert played.seconds == pytest.approx(2.0, abs=0.05)
    picture = watch(bucket.save(thumb.key, tmp_path / "thumb.jpg"))
    assert (picture.colour, picture.width) == (Colour.RED, 320)
    assert original.fields["duration_ms"] == 2000
    assert (original.fields["width"], original.fields["height"]) == (320, 180)
    assert original.fields["treatment"] == "remuxed to MP4, video copied, audio copied"


def test_nothing_is_left_on_disk_when_all_is_confirmed(gateway: RunningGateway, clip: Path) -> None:
    with gateway.login() as ftp:
        ftp.mkd("record")
        ftp.cwd("record")
        with clip.open("rb") as file:
            ftp.storbinary("STOR a.mkv", file)
    wait_for(lambda: gateway.count("confirmed") == 1)
    wait_for(lambda: gateway.list_files() == [])


@pytest.mark.parametrize(
    ("suffix", "recipe", "audio"),
    [
        (".mp4", Recipe("mp4", audio="aac"), "aac"),
        (".mov", Recipe("mov", audio="pcm_mulaw"), "aac"),
        (".mov", Recipe("mov", audio="pcm_alaw", has_b_frames=True), "aac"),
        (".mkv", Recipe(audio="pcm_s16le", has_b_frames=True), "aac"),
        (".avi", Recipe("avi", audio="pcm_mulaw"), "aac"),
        (".avi", Recipe("avi", audio="adpcm_ima_wav"), "aac"),
        (".ts", Recipe("mpegts", audio="aac", has_b_frames=True), "aac"),
        (".mkv", Recipe(is_live=True), None),
    ],
    ids=["mp4", "mov-mulaw", "mov-alaw", "mkv-pcm", "avi-mulaw", "avi-adpcm", "mpegts", "mkv-live"],
)
def test_every_frame_of_every_container_survives(
    site: Site,
    tmp_path: Path,
    suffix: str,
    recipe: Recipe,
    audio: str | None,
) -> None:
    # The name says nothing true: only the content counts.
    name = f"{tmp_path.name}.jpg"
    site.gateway.upload(film(tmp_path / f"a{suffix}", Colour.BLUE, recipe), name)
    original = site.find(name)[0]
    played = watch(site.bucket.save(original.key, tmp_path / "original.mp4"))
    assert (played.frames, played.colour, played.audio) == (20, Colour.BLUE, audio)
    assert original.fields["duration_ms"] == pytest.approx(2000, abs=1)
    assert original.fields.get("audio_codec") == audio


def test_what_browsers_do_not_play_is_kept_as_it_came_beside_what_they_play(
    gateway: RunningGateway, bucket: Bucket, tmp_path: Path
) -> None:
    source = film(tmp_path / "a.mkv", Colour.GREEN, Recipe(video="libx265"))
    gateway.upload(source, "hevc.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)

    hd, original, thumb = bucket.find("hevc.mkv")
    assert original.body == source.read_bytes()
    assert (original.rendition, original.content_type) == ("original.mkv", "video/x-matroska")
    assert check_content_type(original.content_type)
    assert "hevc" in str(original.fields["treatment"])
    assert original.fields["duration_ms"] == pytest.approx(2000, abs=1)
    assert watch(bucket.save(thumb.key, tmp_path / "thumb.jpg")).colour == Colour.GREEN
    assert (hd.rendition, hd.content_type) == ("hd.mp4", "video/mp4")
    assert hd.fields["versions"] == "hd: 320x180 by libx264"
    assert hd.fields["treatment"] == original.fields["treatment"]
    played = watch(bucket.save(hd.key, tmp_path / "hd.mp4"))
    assert (played.video, played.pixels, played.frames) == ("h264", "yuv420p", 20)
    assert (played.colour, played.width) == (Colour.GREEN, 320)
    boxes = list_boxes(hd.body)
    assert boxes.index("moov") < boxes.index("mdat"), boxes
    wait_for(lambda: gateway.list_files() == [])


def test_a_jpeg_is_a_still(site: Site, still: Path, tmp_path: Path) -> None:
    site.gateway.upload(still, "MDAlarm_20260830-152954.jpg")
    original, thumb = site.find("MDAlarm_20260830-152954.jpg")
    assert (original.rendition, original.body) == ("original.jpg", still.read_bytes())
    assert original.fields["kind"] == "still"
    assert "duration_ms" not in original.fields
    assert watch(site.bucket.save(thumb.key, tmp_path / "thumb.jpg")).colour == Colour.GREEN


def test_what_is_no_clip_is_set_aside_with_a_reason_and_kept(
    gateway: RunningGateway, bucket: Bucket, clip: Path, still: Path, tmp_path: Path
) -> None:
    whole, photo = clip.read_bytes(), still.read_bytes()
    mp4 = film(tmp_path / "a.mp4", recipe=Recipe("mp4")).read_bytes()
    bad = {
        "page.mkv": b"<html><body>404</body></html>" * 100,
        "noise.mkv": random.Random(20261121).randbytes(20_000),
        "no-moov.mp4": mp4[: mp4.index(b"moov") - 4],
        "head.mkv": whole[:2000],
        "cut.mkv": whole[: len(whole) // 2],
        "stump.mkv": whole[:300],
        "cut.jpg": photo[: len(photo) // 2],
    }
    for name, data in {**bad, "empty.mkv": b""}.items():
        gateway.upload(data, name)
    wait_for(lambda: gateway.count("set_aside") == len(bad) + 1)

    reasons = dict(
        zip(
            gateway.query("SELECT source_name FROM receipts ORDER BY id"),
            gateway.query("SELECT why FROM receipts ORDER BY id"),
            strict=True,
        )
    )
    assert reasons["page.mkv"].startswith("unreadable: ")
    assert reasons["cut.mkv"] == f"incomplete: {len(whole) - len(whole) // 2} bytes are missing"
    assert reasons["empty.mkv"] == "empty: no bytes came"
    assert "incomplete" in reasons["cut.jpg"]
    assert reasons["no-moov.mp4"].startswith("unreadable: ")
    assert reasons["head.mkv"] == f"incomplete: {len(whole) - 2000} bytes are missing"
    kept = {Path(name).name: name for name in gateway.list_files()}
    assert all(name.startswith("set_aside/porch/") for name in kept.values())
    assert {name: (gateway.spool / kept[name]).read_bytes() for name in bad} == bad
    assert bucket.list_keys() == []


def test_a_clock_that_is_days_off_misplaces_nothing(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(camera_settings='clock = "trusted"'))
    now = datetime.now(UTC)
    offsets = {"ahead": timedelta(days=3), "behind": timedelta(days=-400)}
    for number, (folder, offset) in enumerate(offsets.items()):
        name = f"MDalarm_{now + offset:%Y%m%d_%H%M%S}.mkv"
        with gateway.login() as ftp:
            ftp.mkd(folder)
            ftp.storbinary(f"STOR {folder}/{name}", io.BytesIO(vary(clip, number)))
        wait_for(lambda name=name: gateway.ask_state(name) == ["confirmed"])
        original, _ = bucket.find(name)
        fields = original.fields
        assert fields["recorded_at"] == fields["received_at"]
        assert fields["camera_at"] == f"{now + offset:%Y-%m-%dT%H:%M:%S}.000Z"
        day = str(fields["received_at"])[:10]
        assert original.key.split("/")[3:6] == day.split("-")


def test_a_trusted_clock_names_the_time_and_an_untrusted_one_does_not(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    taken = datetime.now(UTC) - timedelta(hours=3)
    name = f"MDalarm_{taken + timedelta(hours=9):%Y%m%d_%H%M%S}.mkv"
    zone = 'time_zone = "Etc/GMT-9"'
    trusting = start(Plan(camera_settings=f'{zone}\nclock = "trusted"'))
    wary = start(Plan(camera_settings=f'{zone}\nclock = "arrival"'))
    for gateway in (trusting, wary):
        gateway.upload(clip, name)
        wait_for(lambda gateway=gateway: gateway.count("confirmed") == 1)
    expected = f"{taken:%Y-%m-%dT%H:%M:%S}.000Z"
    fields = [each.fields for each in bucket.find(name) if each.rendition == "thumb.jpg"]
    assert [each["camera_at"] for each in fields] == [expected, expected]
    assert [each["recorded_at"] == expected for each in fields].count(True) == 1
    wary_fields = next(each for each in fields if each["recorded_at"] != expected)
    assert wary_fields["recorded_at"] == wary_fields["received_at"]


def test_uploads_go_on_when_s3_comes_back_thumbnails_first(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    # Of several connections, one may send an original while others still have the last thumbnails.
    gateway = start(Plan(cloud="connections = 1"))
    bucket.answer_with = 503
    for number in range(4):
        gateway.upload(vary(clip, number), f"clip-{number}.mkv")
    wait_for(lambda: gateway.count("waiting") == 4 and gateway.status()["upload"]["last_error"])
    wait_for(lambda: gateway.query("SELECT count(*) FROM receipts WHERE state = 'rendered'") == [4])
    assert gateway.status()["clips"]["oldest_waiting"]["camera"] == "porch"
    bucket.front.requests.clear()
    bucket.answer_with = None

    wait_for(lambda: gateway.count("confirmed") == 4)
    renditions = [key.rsplit("/", 1)[1] for key in bucket.puts]
    assert set(renditions[:4]) == {"thumb.jpg"}
    assert set(renditions[-4:]) == {"original.mp4"}
    assert len(bucket.list_keys()) == 8


def test_a_refusal_is_said_loudly_and_tried_again_without_telling_secrets(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    bucket.answer_with = 403
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.status()["upload"]["last_error"] == "Refused: ")
    wait_for(lambda: len(bucket.puts) >= 3)
    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 1)
    log = gateway.log.read_text("utf-8")
    assert "upload failed" in log
    assert "test-secret" not in log
    assert "correct horse" not in log


def test_the_ledger_adds_up_while_work_goes_on(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    with bucket.hold():
        for number in range(3):
            camera = ("porch", "yard")[number % 2]
            gateway.upload(vary(clip, number), f"{number}.mkv", camera)
        gateway.upload(b"", "empty.mkv", "yard")
        wait_for(lambda: gateway.count("set_aside") == 1)
        status = gateway.status()
        clips = status["clips"]
        assert clips["received"] == clips["confirmed"] + clips["waiting"] + clips["set_aside"] == 4
        assert clips["waiting"] == 3
        assert 0 <= clips["oldest_waiting"]["age_s"] < 30
    wait_for(lambda: gateway.count("confirmed") == 3)
    cameras = {camera["name"]: camera for camera in gateway.status()["cameras"]}
    assert cameras["porch"]["confirmed"] == 2
    assert (cameras["yard"]["confirmed"], cameras["yard"]["set_aside"]) == (1, 1)
    assert cameras["yard"]["last_received_at"] >= cameras["porch"]["last_received_at"]
    assert gateway.status()["clips"]["oldest_waiting"] is None


def test_the_status_is_for_loopback_names_only(gateway: RunningGateway) -> None:
    url = f"http://127.0.0.1:{gateway.status_port}/status"
    request = urllib.request.Request(url, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 421
    assert gateway.status()["site"] == "home"
    assert gateway.status()["disk"]["accepts_uploads"] is True


def test_a_signal_ends_it_cleanly_in_the_middle_of_work(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    workers = gateway.list_workers()
    assert workers
    with bucket.hold():
        gateway.upload(clip, "a.mkv")
        wait_for(lambda: bucket.puts)
        assert gateway.stop(signal.SIGTERM) == 0
    assert not any(is_alive(worker) for worker in workers)
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert len(bucket.list_keys()) == 2
    workers = gateway.list_workers()
    assert gateway.stop(signal.SIGINT) == 0
    assert not any(is_alive(worker) for worker in workers)


def test_a_part_that_dies_ends_the_process_with_a_message(gateway: RunningGateway) -> None:
    rows = sqlite3.connect(gateway.spool / "journal.sqlite3")
    rows.execute("ALTER TABLE objects RENAME TO lost")
    rows.commit()
    rows.close()
    assert gateway.process is not None
    assert gateway.process.wait(10) == 1
    failed = [line for line in gateway.read_log() if line["event"] == "gateway failed"]
    assert "no such table" in json.dumps(failed)


def test_a_media_worker_that_dies_fails_only_its_job(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    converter = gateway.find_converter()
    workers = [worker for worker in gateway.list_workers() if worker != converter]
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: any(has_unread_input(worker) for worker in workers))
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    wait_for(lambda: gateway.count("confirmed") == 1)
    died = [line["why"] for line in gateway.read_log() if line["event"] == "media worker died"]
    assert died == ["media worker: it ended with -9"]
    assert len(bucket.list_keys()) == 2


def test_a_file_on_which_workers_hang_is_set_aside_and_the_next_one_goes_on(
    start: StartGateway, clip: Path
) -> None:
    gateway = start(Plan(media="workers = 1\njob_s = 3\npreview = false"))
    converter = gateway.find_converter()

    def tell_workers(how: signal.Signals) -> None:
        for worker in gateway.list_workers():
            if worker != converter:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, how)

    def freeze() -> bool:
        tell_workers(signal.SIGSTOP)
        return gateway.ask_state("poison.mkv") == ["set_aside"]

    freeze()
    gateway.upload(clip, "poison.mkv")
    wait_for(freeze)
    (why,) = gateway.query("SELECT why FROM receipts")
    assert why == "media worker: it took longer than 3 s, 2 times"
    tell_workers(signal.SIGCONT)
    gateway.upload(clip, "good.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)


def test_it_needs_no_other_program(start: StartGateway, clip: Path) -> None:
    gateway = start(Plan(environment={"PATH": "/nonexistent"}))
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)


def test_media_workers_have_no_credentials(gateway: RunningGateway) -> None:
    for worker in gateway.list_workers():
        environment = Path(f"/proc/{worker}/environ").read_bytes()
        assert b"PATH=" in environment
        assert b"AWS_" not in environment


def has_unread_input(pid: int) -> bool:
    pipe = os.open(f"/proc/{pid}/fd/0", os.O_RDONLY | os.O_NONBLOCK)
    try:
        count = bytearray(4)
        fcntl.ioctl(pipe, termios.FIONREAD, count)
        return any(count)
    finally:
        os.close(pipe)
