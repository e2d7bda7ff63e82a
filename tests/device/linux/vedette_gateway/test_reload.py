"""SIGHUP: settings are read again while cameras upload; and what systemd hears."""

import ftplib
import io
import json
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from vedette_gateway.names import encode_clip
from vedette_gateway.ports.systemd import Notifier
from vedette_gateway.reload import merge
from vedette_gateway.settings import read_settings

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.running import PASSWORD, PASSWORD_HASH, Plan, RunningGateway, wait_for


class Manager:
    """systemd's end of NOTIFY_SOCKET."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.settimeout(0.05)
        self.heard: list[str] = []

    def listen(self) -> list[str]:
        """Every line so far."""
        while True:
            try:
                self.heard += self._socket.recv(4096).decode().splitlines()
            except TimeoutError:
                return self.heard

    def close(self) -> None:
        self._socket.close()


def change(gateway: RunningGateway, old: str, new: str) -> None:
    text = gateway.config.read_text()
    assert old in text
    gateway.config.write_text(text.replace(old, new))


def test_an_upload_under_way_is_finished_after_a_reload(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    data = clip.read_bytes()
    sent, go_on = threading.Event(), threading.Event()

    class Paused(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= len(data) // 2:
                sent.set()
                go_on.wait(30)
            return super().read(min(4096, size or 4096))

    with gateway.login("porch") as ftp:
        upload = threading.Thread(target=ftp.storbinary, args=("STOR a.mkv", Paused(data), 4096))
        upload.start()
        assert sent.wait(10)
        # The camera that uploads is taken out, another comes, and there are fewer connections.
        change(gateway, 'name = "porch"\nuser = "porch"', 'name = "shed"\nuser = "shed"')
        change(gateway, "passive_ports = [42000", "max_connections = 6\npassive_ports = [42100")
        lines = gateway.reload()
        assert lines[-1]["cameras"] == 2
        gateway.upload(data[: len(data) // 3], "b.mkv", "shed")
        go_on.set()
        upload.join(20)
        assert not upload.is_alive()
        # It may end what it began, and begin nothing more.
        with pytest.raises(ftplib.error_perm):
            ftp.storbinary("STOR c.mkv", io.BytesIO(data))
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert {key.split("/")[2] for key in bucket.list_keys()} == {"porch"}
    with pytest.raises(ftplib.error_perm):
        gateway.login("porch")
    assert {each["name"] for each in gateway.status()["cameras"]} == {"shed", "yard"}


def test_passwords_profiles_and_clocks_change_at_once(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(cameras=("porch",)))
    change(gateway, PASSWORD_HASH, f'{PASSWORD_HASH}"\nclock = "trusted"\nprofile = "bell')
    text = gateway.config.read_text()
    gateway.config.write_text(
        f'{text}\n[[profiles]]\nname = "bell"\npaths = [{{ path = "ring-{{epoch}}.mkv" }}]\n'
    )
    assert gateway.reload()[-1]["event"] == "settings read again"
    rang_at = int(time.time()) - 7200
    gateway.upload(clip, f"ring-{rang_at}.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    fields = bucket.find(f"ring-{rang_at}.mkv")[0].fields
    assert fields["recorded_at"] == fields["camera_at"]
    assert encode_clip(fields)["recorded-at"] == time.strftime(
        "%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(rang_at)
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('site = "home"', "site = home", "not TOML"),
        ('name = "yard"', 'name = "porch"', "two cameras have the same name"),
        ("max_connections = 9", "max_connections = 0", "ftp.max_connections"),
    ],
)
def test_a_broken_file_changes_nothing(
    start: StartGateway, clip: Path, old: str, new: str, why: str
) -> None:
    gateway = start(Plan(ftp="max_connections = 9"))
    change(gateway, old, new)
    (line,) = gateway.reload()
    assert (line["event"], line["level"]) == ("settings refused, the old ones stay", "error")
    assert why in line["why"]
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)


def test_what_needs_a_restart_is_said(gateway: RunningGateway) -> None:
    change(gateway, 'site = "home"', 'site = "barn"')
    change(gateway, "port = 0\npassive", "port = 2199\nidle_s = 100\npassive")
    gateway.reload()
    wait_for(lambda: any("restart" in line["event"] for line in gateway.read_log()))
    waiting = [line for line in gateway.read_log() if "restart" in line["event"]]
    assert waiting[-1]["keys"] == "ftp.port site"
    assert gateway.status()["site"] == "home"


def test_settings_are_taken_over_one_by_one(gateway: RunningGateway) -> None:
    running = read_settings(gateway.config)
    wanted = running.model_copy(
        update={
            "ftp": running.ftp.model_copy(update={"idle_s": 77, "host": "127.0.0.2"}),
            "spool": running.spool.model_copy(update={"min_free_bytes": 7, "quiet_s": 9.0}),
            "media": running.media.model_copy(update={"workers": 7}),
        }
    )
    merged, waiting = merge(running, wanted)
    assert waiting == ["ftp.host", "media", "spool.quiet_s"]
    assert (merged.ftp.idle_s, merged.ftp.host) == (77, "127.0.0.1")
    assert (merged.spool.min_free_bytes, merged.media) == (7, running.media)
    assert merge(merged, merged) == (merged, [])


@pytest.mark.parametrize("is_abstract", [False, True], ids=["file", "abstract"])
def test_systemd_hears_of_start_life_reload_and_end(
    start: StartGateway, tmp_path: Path, is_abstract: bool
) -> None:
    # A socket's path holds 107 bytes, and the folder may have most of them; abstract names are the
    # whole machine's.
    name = f"vedette-{os.getpid()}-{tmp_path.name}"
    shown = f"@{name}" if is_abstract else str(tmp_path / "notify")
    manager = Manager(f"\0{name}" if is_abstract else shown)
    gateway = start(Plan(environment={"NOTIFY_SOCKET": shown}))
    wait_for(lambda: "READY=1" in manager.listen())
    assert "STATUS=Serving 2 cameras." in manager.heard
    wait_for(lambda: manager.listen().count("WATCHDOG=1") >= 2)
    gateway.reload()
    wait_for(lambda: manager.listen().count("READY=1") == 2)
    assert manager.heard.index("RELOADING=1") < len(manager.heard) - 1
    assert gateway.stop() == 0
    assert manager.listen()[-1] == "STOPPING=1"
    manager.close()


def test_without_a_manager_nothing_is_said(tmp_path: Path) -> None:
    Notifier(None).say("READY=1")
    Notifier(str(tmp_path / "nobody")).say("READY=1")


def test_only_who_can_read_the_spool_may_ask_for_work(gateway: RunningGateway) -> None:
    lock = gateway.spool / "lock"
    assert lock.stat().st_mode & 0o077 == 0
    facts: dict[str, Any] = json.loads(lock.read_text())
    assert (facts["pid"], facts["ftp_port"]) == (gateway.pid, gateway.ftp_port)
    url = f"http://127.0.0.1:{gateway.status_port}"

    def post(path: str, token: str, body: bytes = b"{}") -> int:
        headers = {"Authorization": f"Bearer {token}"}
        request = urllib.request.Request(url + path, body, headers, method="POST")
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    token = str(facts["token"])
    assert post("/reconcile", token) == 200
    assert post("/reconcile", "wrong") == post("/reconcile", "") == post("/none", "wrong") == 401
    assert post("/none", token) == 404
    assert post("/reconcile", token, b"[]") == post("/reconcile", token, b"{") == 400
    assert post("/retry", token, b'{"receipts": 3}') == 400
    assert token not in gateway.log.read_text()
    assert PASSWORD not in lock.read_text()
