"""The real gateway compares its journal with what the bucket has, by itself and by command."""

import threading
import time
from pathlib import Path
from typing import Any

from ulid import ULID

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import Ran, run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import vary
from tests.device.linux.front import Late, Request, Trouble, let_through
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.device.linux.trouble import PLAIN, deny_lists

# Clips are compared half a period after their confirmation.
_OFTEN = "compare_every_s = 1"
_KEPT = "keep_confirmed = true\nkeep_free_bytes = 0"


def reconcile(gateway: RunningGateway, *words: str) -> Ran:
    environment = {"AWS_ENDPOINT_URL": gateway.s3_url}
    return run_command(gateway.config, "reconcile", *words, environment=environment)


def read_bucket(gateway: RunningGateway) -> dict[str, Any]:
    return gateway.status()["bucket"] or {}


def confirm(gateway: RunningGateway, source: Path | bytes, name: str) -> None:
    gateway.upload(source, name)
    wait_for(lambda: gateway.ask_state(name) == ["confirmed"])


def await_comparison(gateway: RunningGateway, clips: int) -> dict[str, Any]:
    """The first that knows so many clips."""

    def find() -> dict[str, Any]:
        seen = read_bucket(gateway)
        return seen if seen.get("clips") == clips else {}

    return wait_for(find)


def await_event(gateway: RunningGateway, event: str) -> dict[str, Any]:
    lines = wait_for(lambda: [line for line in gateway.read_log() if line["event"] == event])
    return lines[0]


def test_what_was_deleted_behind_its_back_is_sent_again_when_the_file_was_kept(
    start: StartGateway, bucket: Bucket, clip: Path, still: Path
) -> None:
    gateway = start(Plan(cloud=_OFTEN, spool=_KEPT))
    confirm(gateway, still, "b.jpg")
    confirm(gateway, clip, "a.mkv")
    seen = await_comparison(gateway, 2)
    assert (seen["why_not"], seen["found"], seen["is_well"]) == (None, {}, True)
    assert seen["objects"] == len(bucket.list_keys())
    keys = [each.key for each in bucket.find("a.mkv")]
    (original,) = [key for key in keys if key.endswith("original.mp4")]
    bucket.delete([original])
    resent = wait_for(lambda: [line for line in gateway.read_log() if line.get("resent")])[0]
    assert (resent["event"], resent["resent"]) == ("cloud and journal agree", 1)
    wait_for(lambda: gateway.ask_state("a.mkv") == ["confirmed"])
    assert sorted(each.key for each in bucket.find("a.mkv")) == sorted(keys)
    wait_for(lambda: read_bucket(gateway)["found"] == {} and read_bucket(gateway)["clips"] == 2)


def test_what_was_deleted_is_lost_when_the_file_was_not_kept_and_that_is_said(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(cloud=_OFTEN))
    confirm(gateway, clip, "a.mkv")
    await_comparison(gateway, 1)
    clip_id = bucket.find("a.mkv")[0].clip_id
    bucket.delete([each.key for each in bucket.find("a.mkv")])
    wait_for(lambda: read_bucket(gateway)["found"] == {"vanished": 1})
    assert await_event(gateway, "cloud and journal do not agree")["level"] == "error"
    ran = reconcile(gateway)
    assert ran.status == 1
    assert f"vanished: porch {clip_id}" in ran.out
    assert "1 vanished" in run_command(gateway.config, "status").out
    gateway.stop()
    offline = reconcile(gateway, "--json")
    assert (offline.status, offline.json["bucket"]["found"]) == (1, {"vanished": 1})


def test_what_people_deleted_is_not_sent_again_although_the_file_was_kept(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(cloud=_OFTEN, spool=_KEPT))
    confirm(gateway, clip, "a.mkv")
    await_comparison(gateway, 1)
    stored = bucket.find("a.mkv")
    _, *place, clip_id, _ = stored[0].key.split("/")
    bucket.put("/".join(("deleted", *place, clip_id)), b"")
    bucket.delete([each.key for each in stored])
    wait_for(lambda: read_bucket(gateway)["found"] == {"deleted": 1})
    assert read_bucket(gateway)["is_well"]
    assert [key.split("/")[0] for key in bucket.list_keys()] == ["deleted"]
    assert gateway.ask_state("a.mkv") == ["confirmed"]
    assert reconcile(gateway).status == 0


def test_an_object_that_was_replaced_is_reported_and_not_taken_for_mended(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(cloud=_OFTEN, spool=_KEPT))
    confirm(gateway, clip, "a.mkv")
    key = next(each.key for each in bucket.find("a.mkv") if each.key.endswith(".mp4"))
    bucket.put(key, b"something else")
    wait_for(lambda: read_bucket(gateway).get("found") == {"altered": 1})
    assert gateway.ask_state("a.mkv") == ["confirmed"]
    assert reconcile(gateway).status == 1
    bucket.delete([key])
    wait_for(lambda: read_bucket(gateway).get("found") == {} and gateway.count("confirmed") == 1)
    assert bucket.fetch(key).body != b"something else"


def test_clips_of_others_are_counted_over_several_pages_and_nothing_is_wrong(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(cloud=_OFTEN))
    confirm(gateway, clip, "a.mkv")
    mine = bucket.list_keys()
    day = mine[0].rsplit("/", 2)[0]
    other = str(ULID())
    for number in range(1001):
        bucket.put(f"{day}/{other}/{number}.part", b"")
    bucket.put(f"{day}/{ULID()}/original.mp4", b"foreign")
    objects = len(mine) + 1002
    seen = wait_for(
        lambda: seen if (seen := read_bucket(gateway)).get("objects") == objects else {}
    )
    assert (seen["why_not"], seen["found"], seen["is_well"]) == (None, {"foreign": 2}, True)
    before = len(bucket.listed)
    ran = reconcile(gateway, "--json")
    assert (ran.status, ran.json["bucket"]["objects"]) == (0, objects)
    assert {each["kind"] for each in ran.json["bucket"]["findings"]} == {"foreign"}
    assert len(bucket.listed) >= before + 2
    assert set(bucket.listed) == {f"{day}/"}


def test_clips_that_were_pruned_are_not_foreign(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(media=PLAIN, cloud=_OFTEN, spool="remember_clips = 1"))
    for number in range(3):
        confirm(gateway, vary(clip, number), f"{number}.mkv")
    gateway.stop()
    gateway.start()
    wait_for(lambda: gateway.query("SELECT source_name FROM receipts") == ["2.mkv"])
    seen = await_comparison(gateway, 1)
    assert (seen["objects"], seen["found"]) == (len(bucket.list_keys()), {})
    # Nothing was pruned that came so late.
    later = ULID.from_timestamp(time.time() + 2 * 86_400)
    day = bucket.find("2.mkv")[0].key.rsplit("/", 2)[0]
    bucket.put(f"{day}/{later}/original.mp4", b"foreign")
    wait_for(lambda: read_bucket(gateway)["found"] == {"foreign": 1})
    ran = reconcile(gateway, "--json")
    assert [each["subject"] for each in ran.json["bucket"]["findings"]] == [str(later)]


def test_a_gateway_that_may_not_list_says_so_and_goes_on(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    bucket.trouble = deny_lists
    gateway = start(Plan(cloud=_OFTEN))
    confirm(gateway, clip, "a.mkv")
    told = await_event(gateway, "cloud not compared")
    assert (told["level"], "AccessDenied" in told["why"]) == ("warning", True)
    assert "AccessDenied" in read_bucket(gateway)["why_not"]
    assert "vanished" not in read_bucket(gateway)["found"]
    ran = reconcile(gateway)
    assert (ran.status, "Cloud not compared: AccessDenied" in ran.out) == (1, True)
    assert "Cloud not compared" in run_command(gateway.config, "status").out
    bucket.trouble = let_through
    wait_for(lambda: read_bucket(gateway)["is_well"])
    bucket.is_deaf = True
    assert "Cloud not compared" in reconcile(gateway).out


def test_a_clip_that_is_confirmed_while_s3_is_asked_is_not_missed(
    start: StartGateway, bucket: Bucket, clip: Path, still: Path
) -> None:
    gateway = start(Plan(cloud=_OFTEN))
    confirm(gateway, clip, "a.mkv")
    await_comparison(gateway, 1)
    answered, asked = threading.Event(), threading.Event()

    def be_late(request: Request) -> Trouble | None:
        if request.method != "GET":
            return None
        asked.set()
        return Late(answered)

    bucket.trouble = be_late
    assert asked.wait(20)
    # S3's answer is made before the next clip comes.
    wait_for(lambda: bucket.front.is_late)
    confirm(gateway, still, "b.jpg")
    confirmed_at = time.time()
    wait_for(lambda: time.time() > confirmed_at + 1.5)
    before = read_bucket(gateway)["at"]
    answered.set()
    seen = wait_for(lambda: seen if (seen := read_bucket(gateway))["at"] != before else {})
    assert (seen["clips"], seen["found"]) == (1, {})
    assert await_comparison(gateway, 2)["found"] == {}
    assert not [line for line in gateway.read_log() if line.get("vanished")]
