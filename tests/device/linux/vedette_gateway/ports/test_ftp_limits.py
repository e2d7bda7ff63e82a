"""What keeps one camera, or a broken one, from harming the others."""

import contextlib
import ftplib
import socket
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import Recipe, film
from tests.device.linux.running import PASSWORD, Plan, RunningGateway, wait_for
from tests.media import Colour


def start_with(start: StartGateway, *settings: str) -> RunningGateway:
    """With more lines in the table [ftp]."""
    gateway = start(Plan())
    text = gateway.config.read_text("utf-8")
    gateway.stop()
    gateway.config.write_text(text.replace("[status]", "\n".join([*settings, "[status]"])))
    gateway.start()
    return gateway


def test_a_camera_beyond_its_limit_loses_its_oldest_idle_connection(
    start: StartGateway, clip: Path
) -> None:
    gateway = start_with(start, "max_connections_per_camera = 2")
    busy, idle = gateway.login(), gateway.login()
    busy.voidcmd("TYPE I")
    upload = busy.transfercmd("STOR a.mkv")
    upload.sendall(clip.read_bytes()[:1000])
    held = wait_for(lambda: list((gateway.spool / "held").rglob("a.mkv")))
    wait_for(lambda: held[0].stat().st_size == 1000)
    newest = gateway.login()
    with pytest.raises(ftplib.error_temp, match="421"):
        idle.pwd()
    assert newest.pwd() == "/"
    with gateway.login("yard") as other:
        assert other.pwd() == "/"
    upload.sendall(clip.read_bytes()[1000:])
    upload.close()
    busy.voidresp()
    wait_for(lambda: gateway.count("confirmed") == 1)
    for client in (busy, idle, newest):
        client.close()


def test_a_camera_whose_connections_are_all_busy_gets_no_further_one(start: StartGateway) -> None:
    gateway = start_with(start, "max_connections_per_camera = 1")
    with contextlib.closing(gateway.login()) as busy:
        busy.voidcmd("TYPE I")
        with busy.transfercmd("STOR a.mkv") as upload:
            upload.sendall(b"x")
            wait_for(lambda: list((gateway.spool / "held").rglob("a.mkv")))
            further = gateway.login()
            with pytest.raises((ftplib.error_temp, EOFError)):
                further.pwd()
            further.close()
            upload.sendall(b"y")
        assert busy.voidresp().startswith("226")


def test_connections_are_limited_in_all(start: StartGateway) -> None:
    # The listening socket counts too.
    gateway = start_with(start, "max_connections = 3")
    with gateway.login(), gateway.login("yard"), pytest.raises((ftplib.error_temp, EOFError)):
        gateway.login()
    assert wait_for(lambda: can_log_in(gateway))


def can_log_in(gateway: RunningGateway) -> bool:
    try:
        with gateway.login():
            return True
    except (ftplib.error_temp, EOFError):
        return False


def test_data_connections_stay_in_their_range_and_name_the_address_before_the_nat(
    start: StartGateway,
) -> None:
    gateway = start_with(start, 'masquerade_address = "192.0.2.10"')
    with gateway.login() as ftp:
        for _ in range(20):
            answer = ftp.sendcmd("PASV")
            host, port = ftplib.parse227(answer)
            assert host == "192.0.2.10"
            assert 42000 <= port <= 42999
            port = int(ftp.sendcmd("EPSV").split("|")[3])
            assert 42000 <= port <= 42999


def test_a_stalled_upload_is_broken_off_and_what_came_is_kept(
    start: StartGateway, clip: Path
) -> None:
    gateway = start_with(start, "stalled_s = 1")
    data = clip.read_bytes()[:5000]
    with contextlib.closing(gateway.login()) as ftp:
        ftp.voidcmd("TYPE I")
        with ftp.transfercmd("STOR a.mkv") as upload:
            upload.sendall(data)
            began = time.monotonic()
            with pytest.raises(ftplib.error_temp, match="421"):
                ftp.voidresp()
            assert time.monotonic() - began < 5
    wait_for(lambda: gateway.count("set_aside") == 1)
    kept = gateway.spool / next(name for name in gateway.list_files() if "set_aside" in name)
    assert kept.read_bytes() == data


def test_a_slow_upload_is_not_a_stalled_one(start: StartGateway, clip: Path) -> None:
    gateway = start_with(start, "stalled_s = 1", "idle_s = 5")
    data = clip.read_bytes()
    with gateway.login() as ftp:
        ftp.voidcmd("TYPE I")
        with ftp.transfercmd("STOR a.mkv") as upload:
            for at in range(0, len(data), 1200):
                upload.sendall(data[at : at + 1200])
                time.sleep(0.4)
        ftp.voidresp()
    wait_for(lambda: gateway.count("confirmed") == 1)


def test_an_idle_connection_is_closed(start: StartGateway) -> None:
    gateway = start_with(start, "idle_s = 5")
    ftp = gateway.login()
    with pytest.raises((ftplib.error_temp, EOFError)):
        ftp.getresp()
    ftp.close()


def test_a_client_that_is_killed_in_mid_upload(
    start: StartGateway, bucket: Bucket, tmp_path: Path
) -> None:
    gateway = start(Plan())
    source = film(tmp_path / "a.mkv", Colour.RED, Recipe(audio="pcm_s16le", seconds=20))
    url = f"ftp://127.0.0.1:{gateway.ftp_port}/a.mkv"
    login = ["--user", f"porch:{PASSWORD}"]
    with subprocess.Popen(
        ["curl", "-sS", "--limit-rate", "20k", "-T", str(source), *login, url]
    ) as client:
        held = wait_for(lambda: list((gateway.spool / "held").rglob("a.mkv")))
        wait_for(lambda: held[0].stat().st_size > 0)
        client.kill()
    wait_for(lambda: gateway.count("set_aside") == 1)
    assert bucket.list_keys() == []
    why = gateway.query("SELECT why FROM receipts")[0]
    assert why.startswith("incomplete: ")
    # The camera sends it again, whole.
    gateway.upload(source, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert gateway.count("received") == 2


def test_two_cameras_that_send_one_name_in_one_millisecond(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    # Both are believed, so both clips are of the same millisecond.
    gateway = start(Plan(camera_settings='clock = "trusted"'))
    name = f"MDalarm_{datetime.now(UTC):%Y%m%d_%H%M%S}.mkv"
    with gateway.login() as one, gateway.login("yard") as two:
        uploads: list[tuple[ftplib.FTP, socket.socket]] = []
        for ftp in (one, two):
            ftp.voidcmd("TYPE I")
            uploads.append((ftp, ftp.transfercmd(f"STOR {name}")))
        for _, upload in uploads:
            upload.sendall(clip.read_bytes())
        for _, upload in uploads:
            upload.close()
        for ftp, _ in uploads:
            ftp.voidresp()
    wait_for(lambda: gateway.count("confirmed") == 2)
    stored = bucket.find(name)
    assert len(stored) == 4
    assert len({each.fields["recorded_at"] for each in stored}) == 1
    assert {each.key.split("/")[2] for each in stored} == {"porch", "yard"}
    assert len({each.clip_id for each in stored}) == 2
