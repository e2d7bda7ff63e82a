"""A real vsftpd beside the gateway, which follows its log."""

import contextlib
import ftplib
import io
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from vedette_gateway.ways.vsftpd import confine, parse_line, show

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import Recipe, film, vary
from tests.device.linux.running import Plan, wait_for
from tests.device.linux.vsftpd import USER, Vsftpd
from tests.media import Colour

LINE = (
    'Sat Nov 21 02:04:05 2026 [pid 1] [ftp] {} UPLOAD: Client "127.0.0.1", "{}", 9 bytes,'
    " 1.0Kbyte/sec\n"
)
# Neither looking around nor waiting until files are quiet takes part in what these tests see.
ONLY_BY_LOG = 3600.0


def plan(vsftpd: Vsftpd, scan_s: float = ONLY_BY_LOG, quiet_s: float = 600) -> Plan:
    return Plan(
        quiet_s=quiet_s,
        more=f'[vsftpd]\nlog = "{vsftpd.log}"\n[[vsftpd.directories]]\nusers = ["{USER}"]\n'
        f'directory = "{vsftpd.root}"\nscan_s = {scan_s}',
    )


def put(vsftpd: Vsftpd, data: bytes, path: str) -> None:
    with vsftpd.login() as ftp:
        ftp.storbinary(f"STOR {path}", io.BytesIO(data))


ODD_NAMES = [
    "with space.mkv",
    'quote\'and"quotes", 5 bytes.mkv',
    ";$(touch x)`touch y`.mkv",
    "gr\u00fc\u00dfe \U0001f98a.mkv",
    "-rf --help.mkv",
    "000DC5D4D0F7(downdown)_1,20160830154350_5219.mkv",
    '[pid 1] [other] OK UPLOAD: Client "a", "b"',
    "100%s%n.mkv",
]


def test_what_the_log_tells_is_taken_at_once_whatever_its_name(
    start: StartGateway, vsftpd: Vsftpd, clip: Path
) -> None:
    gateway = start(plan(vsftpd))
    for number, name in enumerate(ODD_NAMES):
        put(vsftpd, vary(clip, number), f"porch/{name.encode().decode('latin-1')}")
    put(vsftpd, vary(clip, 99), "yard/latin-\xfc.mkv")
    wait_for(lambda: gateway.count("confirmed") == len(ODD_NAMES) + 1, 40)
    for name in ODD_NAMES:
        assert gateway.ask_state(name) == ["confirmed"], name
    assert len(list((vsftpd.root / "porch").iterdir())) == len(ODD_NAMES)


def test_two_cameras_that_send_one_name_at_once(
    start: StartGateway, bucket: Bucket, vsftpd: Vsftpd, clip: Path
) -> None:
    gateway = start(plan(vsftpd))
    with vsftpd.login() as one, vsftpd.login() as two:
        connections = [
            (ftp, ftp.transfercmd(f"STOR {camera}/same.mkv"))
            for ftp, camera in ((one, "porch"), (two, "yard"))
        ]
        for _, connection in connections:
            connection.sendall(clip.read_bytes())
        for ftp, connection in connections:
            connection.close()
            ftp.voidresp()
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert {each.key.split("/")[2] for each in bucket.find("same.mkv")} == {"porch", "yard"}


def test_stou_appe_rest_and_renaming(
    start: StartGateway, bucket: Bucket, vsftpd: Vsftpd, clip: Path
) -> None:
    gateway = start(plan(vsftpd))
    half = clip.stat().st_size // 2
    unique, appended, restarted, renamed = (vary(clip, number) for number in range(4))
    with vsftpd.login() as ftp:
        ftp.cwd("porch")
        ftp.storbinary("STOU", io.BytesIO(unique))
        ftp.storbinary("STOR appended.mkv", io.BytesIO(appended[:half]))
        ftp.storbinary("APPE appended.mkv", io.BytesIO(appended[half:]))
        ftp.storbinary("STOR restarted.mkv", io.BytesIO(restarted[:half]))
        ftp.storbinary("STOR restarted.mkv", io.BytesIO(restarted[half:]), rest=half)
        ftp.storbinary("STOR clip x.part", io.BytesIO(renamed))
        ftp.rename("clip x.part", "final y.mkv")
    wait_for(lambda: gateway.count("confirmed") == 4)
    assert gateway.count("received") == 4
    assert len(bucket.find("final y.mkv")) == len(bucket.find("appended.mkv"))


@pytest.mark.parametrize("how", ["killed", "reset"])
def test_a_client_that_dies_in_mid_upload_and_comes_again(
    start: StartGateway, bucket: Bucket, vsftpd: Vsftpd, clip: Path, tmp_path: Path, how: str
) -> None:
    gateway = start(plan(vsftpd, quiet_s=1, scan_s=1))
    source = film(tmp_path / "long.mkv", Colour.RED, Recipe(audio="pcm_s16le", seconds=20))
    data = source.read_bytes()
    if how == "killed":
        url = f"ftp://127.0.0.1:{vsftpd.port}/porch/a.mkv"
        command = ["curl", "-sS", "--limit-rate", "20k", "-T", str(source), url]
        with subprocess.Popen(command) as client:
            wait_for(lambda: has_some(vsftpd.root / "porch/a.mkv"))
            client.kill()
    else:
        ftp = vsftpd.login()
        connection = ftp.transfercmd("STOR porch/a.mkv")
        connection.sendall(data[:5000])
        wait_for(lambda: has_some(vsftpd.root / "porch/a.mkv"))
        linger = (1).to_bytes(4, "little") + bytes(4)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.close()
        ftp.close()
    wait_for(lambda: gateway.count("set_aside") == 1)
    put(vsftpd, clip.read_bytes(), "porch/a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert gateway.count("received") == 2
    assert len(bucket.find("a.mkv")) == len({each.key for each in bucket.find("a.mkv")})


def has_some(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def test_the_log_is_rotated_and_everybody_restarts(
    start: StartGateway, vsftpd: Vsftpd, clip: Path
) -> None:
    gateway = start(plan(vsftpd))
    rotated = vsftpd.log.with_name("vsftpd.log.1")
    put(vsftpd, vary(clip, 0), "porch/0.mkv")
    with vsftpd.login() as old_session:
        vsftpd.log.rename(rotated)
        put(vsftpd, vary(clip, 1), "porch/1.mkv")
        old_session.storbinary("STOR porch/2.mkv", io.BytesIO(vary(clip, 2)))
    wait_for(lambda: gateway.count("confirmed") == 3)
    gateway.kill()
    put(vsftpd, vary(clip, 3), "porch/3.mkv")
    rotated.rename(vsftpd.log.with_name("vsftpd.log.2"))
    vsftpd.log.rename(rotated)
    vsftpd.stop()
    vsftpd.start()
    put(vsftpd, vary(clip, 4), "porch/4.mkv")
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 5)
    shutil.copy(vsftpd.log, rotated)
    os.truncate(vsftpd.log, 0)
    put(vsftpd, vary(clip, 5), "porch/5.mkv")
    wait_for(lambda: gateway.count("confirmed") == 6)
    assert gateway.count("received") == 6


def test_a_line_that_is_missed_loses_nothing(
    start: StartGateway, vsftpd: Vsftpd, clip: Path
) -> None:
    gateway = start(plan(vsftpd, quiet_s=0.5, scan_s=1))
    with vsftpd.login() as ftp:
        vsftpd.log.unlink()
        ftp.storbinary("STOR porch/a.mkv", io.BytesIO(clip.read_bytes()))
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert gateway.count("received") == 1


def test_a_forged_line_leads_nowhere(
    start: StartGateway, vsftpd: Vsftpd, clip: Path, tmp_path: Path
) -> None:
    gateway = start(plan(vsftpd))
    (tmp_path / "secret.mkv").write_bytes(vary(clip, 1))
    (vsftpd.root / "porch/link").symlink_to(tmp_path)
    with vsftpd.log.open("a") as log:
        for path in ("/../../secret.mkv", f"{tmp_path}/secret.mkv", "/porch/link/secret.mkv"):
            log.write(LINE.format("OK", path))
        log.write("[ftp] garbage\n\x00\xff\n")
        log.write(LINE.format("OK", "/porch/a").replace("[ftp]", "[stranger]"))
    put(vsftpd, vary(clip, 2), "porch/a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    time.sleep(1)
    assert gateway.count("received") == 1
    events = [line["event"] for line in gateway.read_log()]
    assert events.count("vsftpd account without a directory") == 1


def test_uploads_that_were_there_before_are_taken_too(
    start: StartGateway, vsftpd: Vsftpd, clip: Path
) -> None:
    put(vsftpd, clip.read_bytes(), "porch/a.mkv")
    gateway = start(plan(vsftpd))
    wait_for(lambda: gateway.count("confirmed") == 1)


def test_an_account_that_may_not_upload_changes_nothing(
    start: StartGateway, vsftpd: Vsftpd, clip: Path
) -> None:
    gateway = start(plan(vsftpd))
    with vsftpd.login() as ftp, contextlib.suppress(ftplib.error_perm):
        ftp.storbinary("STOR not-writable.mkv", io.BytesIO(clip.read_bytes()))
    time.sleep(1)
    assert gateway.count("received") == 0


def test_lines_are_read_as_vsftpd_writes_them() -> None:
    upload = parse_line(LINE.format("OK", '/sp ace "q", 1 bytes.mkv').rstrip().encode())
    assert upload is not None
    assert (upload.user, upload.path) == ("ftp", b'/sp ace "q", 1 bytes.mkv')
    assert upload.is_upload
    assert upload.is_ok
    empty = b'x [pid 9] [a b] OK UPLOAD: Client "::1", "/zero.bin", 0.00Kbyte/sec'
    found = parse_line(empty)
    assert found is not None
    assert found.path == b"/zero.bin"
    for other in (b"", b"CONNECT", empty.replace(b"UPLOAD", b"DOWNLOAD"), b"\xff" * 99):
        assert parse_line(other) is None


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        (b"/../../etc/passwd", "etc/passwd"),
        (b"a//b/./c", "a/b/c"),
        (b"/a/../../..", "."),
        (b"/..", "."),
        (b"/-rf", "-rf"),
    ],
)
def test_no_path_leads_out(path: bytes, inside: str) -> None:
    assert str(confine(path)) == inside


def test_names_are_shown_as_vsftpd_shows_them() -> None:
    assert show("gr\u00fc\u00df\n\udcff!") == "gr?????" + "?!"
