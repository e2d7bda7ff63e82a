"""`reconcile` and `set-aside`, beside a running gateway and in place of one."""

import json
import os
import shutil
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.running import Plan, RunningGateway, wait_for

_STRANGE = "01JD0000000000000000000000"


@contextmanager
def catalogue(clips: list[dict[str, str]], token: str) -> Generator[str]:
    """The API's list of clips as the contract has it, two a page."""

    class Api(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if self.headers["Authorization"] != f"Bearer {token}" or parts.path != "/v1/clips":
                self.send_error(401)
                return
            start = int(parse_qs(parts.query).get("cursor", ["0"])[0])
            more = str(start + 2) if start + 2 < len(clips) else None
            body = json.dumps({"items": clips[start : start + 2], "cursor": more}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def place(source: Path, path: Path) -> None:
    """A copy that nobody has touched for an hour."""
    path.write_bytes(source.read_bytes())
    os.utime(path, (path.stat().st_atime - 3600, path.stat().st_mtime - 3600))


@pytest.mark.parametrize("is_running", [True, False], ids=["running", "stopped"])
def test_files_that_the_journal_does_not_know_are_received(
    gateway: RunningGateway, bucket: Bucket, clip: Path, still: Path, is_running: bool
) -> None:
    if not is_running:
        gateway.stop()
    spool = gateway.spool
    folder = spool / "set_aside" / "yard" / _STRANGE
    folder.mkdir()
    place(clip, folder / "aside.mkv")
    deep = spool / "incoming" / "porch" / "by hand"
    deep.mkdir()
    place(still, deep / "stray.jpg")
    leftover = spool / "rendered" / "01JD0000000000000000000001"
    leftover.mkdir()
    (leftover / "original.mp4").write_bytes(b"half")

    ran = run_command(gateway.config, "reconcile", "--json")
    assert ran.status == 0, ran.out + ran.err
    found = ran.json["found"]
    assert (found["stray"], found["misplaced"], found["leftover"]) == (1, 1, 1)
    if not is_running:
        gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert len({each.clip_id for each in bucket.find("stray.jpg")}) == 1
    assert len({each.clip_id for each in bucket.find("aside.mkv")}) == 1
    wait_for(lambda: gateway.list_files() == [])
    again = run_command(gateway.config, "reconcile")
    assert (again.status, "Disk and journal agree" in again.out) == (0, True)
    assert gateway.status()["reconciled"]["found"] == {}


def test_a_clip_whose_file_is_gone_is_reported_and_fails_the_command(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    bucket.answer_with = 503
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.query("SELECT count(*) FROM receipts WHERE state = 'rendered'") == [1])
    (lost,) = gateway.query("SELECT id FROM receipts")
    shutil.rmtree(gateway.spool / "held" / "porch" / lost)
    ran = run_command(gateway.config, "reconcile")
    assert ran.status == 1
    assert f"lost: porch {lost}" in ran.out
    # What was rendered of it still goes to the cloud.
    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert run_command(gateway.config, "reconcile").status == 0


def test_files_set_aside_are_listed_and_tried_again(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(quiet_s=0.3))
    whole = clip.read_bytes()
    gateway.upload(whole[: len(whole) // 2], "cut.mkv")
    gateway.upload(b"<html>", "\u202epage\x07.mkv")
    wait_for(lambda: gateway.count("set_aside") == 2)
    listed = run_command(gateway.config, "set-aside", "list", "--json").json
    reasons = {each["name"]: each["why"] for each in listed}
    assert reasons["cut.mkv"].startswith("incomplete: ")
    drawn = run_command(gateway.config, "set-aside", "list").out
    assert "cut.mkv" in drawn
    assert "\x07" not in drawn
    assert "\u202e" not in drawn

    cut = next(each for each in listed if each["name"] == "cut.mkv")
    Path(cut["file"]).write_bytes(whole)
    ran = run_command(gateway.config, "set-aside", "retry", cut["receipt"], "--json")
    assert (ran.status, ran.json) == (0, {"done": [cut["receipt"]], "refused": []})
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert len({each.clip_id for each in bucket.find("cut.mkv")}) == 1
    gone = run_command(gateway.config, "set-aside", "retry", cut["receipt"])
    assert (gone.status, "is not set aside" in gone.out) == (1, True)
    everything = run_command(gateway.config, "set-aside", "retry", "--all", "--json")
    assert len(everything.json["done"]) == 1
    wait_for(lambda: gateway.count("set_aside") == 1)
    assert run_command(gateway.config, "set-aside", "retry").status == 2


def test_what_the_catalogue_lacks_is_named_and_sent_again(
    start: StartGateway, bucket: Bucket, clip: Path, still: Path, tmp_path: Path
) -> None:
    gateway = start(Plan(spool="keep_confirmed = true\nkeep_free_bytes = 0"))
    gateway.upload(clip, "a.mkv")
    gateway.upload(still, "b.jpg", "yard")
    wait_for(lambda: gateway.count("confirmed") == 2)
    ids = {name: bucket.find(name)[0].clip_id for name in ("a.mkv", "b.jpg")}
    catalogued = [
        {"id": ids["b.jpg"], "site": "home"},
        {"id": _STRANGE, "site": "home"},
        {"id": "01JD0000000000000000000002", "site": "barn"},
    ]
    token = tmp_path / "token"
    token.write_text("t0ken\n")
    with catalogue(catalogued, "t0ken") as api:
        words = ["reconcile", "--api", api, "--token-file", str(token), "--json"]
        ran = run_command(gateway.config, *words)
        assert ran.status == 1, ran.out + ran.err
        cloud = ran.json["cloud"]
        assert (cloud["missing"], cloud["unknown"]) == ([ids["a.mkv"]], [_STRANGE])
        drawn = run_command(gateway.config, *words[:-1]).out
        assert f"missing: {ids['a.mkv']}" in drawn
        assert f"not in the journal: {_STRANGE}" in drawn
        lost = [each.key for each in bucket.find("a.mkv")]
        bucket.delete(lost)
        mended = run_command(gateway.config, *words, "--repair")
        assert (mended.status, mended.json["cloud"]["sent_again"]) == (0, [ids["a.mkv"]])
        wait_for(lambda: gateway.count("confirmed") == 2 and gateway.count("waiting") == 0)
        assert sorted(each.key for each in bucket.find("a.mkv")) == sorted(lost)
        token.write_text("stolen")
        refused = run_command(gateway.config, *words)
        assert (refused.status, "401" in refused.err) == (2, True)
        assert "stolen" not in refused.err + refused.out
    plain = ["reconcile", "--api", "http://api.example", "--token-file", str(token)]
    assert "https" in run_command(gateway.config, *plain).err
