"""What FTP clients can and cannot do, through the real process."""

import contextlib
import ftplib
import io
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import Site, StartGateway
from tests.device.linux.footage import vary
from tests.device.linux.running import PASSWORD, Plan, RunningGateway, wait_for

ODD_NAMES = [
    "with space.mkv",
    "quote'and\"quotes.mkv",
    ";$(touch x)`touch y`.mkv",
    "gr\u00fc\u00dfe \U0001f98a.mkv",
    "-rf --help.mkv",
    "000DC5D4D0F7(downdown)_1,20160830154350_5219.mkv",
    "100%s%n.mkv",
    "a\nb.mkv",
    "." * 3 + "hidden.mkv",
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_a_file_of_any_name_becomes_a_clip_and_stays_in_its_jail(
    site: Site, clip: Path, name: str
) -> None:
    outside = list_outside(site.gateway)
    with site.gateway.login() as ftp:
        store(ftp, name, vary(clip, ODD_NAMES.index(name)))
    assert [each.rendition for each in site.find(name)] == ["original.mp4", "thumb.jpg"]
    assert list_outside(site.gateway) == outside


def test_a_name_too_long_for_the_metadata_is_cut_at_a_letter(site: Site, clip: Path) -> None:
    name = "\u4e2d" * 80 + ".mkv"
    site.gateway.upload(vary(clip, 100), name)
    assert wait_for(lambda: site.gateway.ask_state(name) == ["confirmed"])
    assert len(site.bucket.find("\u4e2d" * 66)) == 2


@pytest.mark.parametrize("name", ["../../up.mkv", "/../../../root.mkv", "a/../../over.mkv"])
def test_no_path_leads_out_of_the_jail(site: Site, clip: Path, name: str) -> None:
    outside = list_outside(site.gateway)
    with site.gateway.login() as ftp:
        store(ftp, name, vary(clip, 200 + len(name)))
        assert ftp.pwd() == "/"
        for path in ("../yard", "/../yard", "../../held"):
            with pytest.raises(ftplib.error_perm):
                ftp.cwd(path)
        assert ftp.nlst("..") == ftp.nlst("/")
    assert {each.key.split("/")[2] for each in site.find(Path(name).name)} == {"porch"}
    assert list_outside(site.gateway) == outside


def test_a_symbolic_link_does_not_lead_out_either(gateway: RunningGateway, clip: Path) -> None:
    (gateway.spool / "incoming/porch/out").symlink_to(gateway.spool / "incoming/yard")
    with gateway.login() as ftp, pytest.raises(ftplib.error_perm, match="outside"):
        store(ftp, "out/a.mkv", clip.read_bytes())


def test_a_camera_cannot_read_delete_or_use_another_cameras_account(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    with bucket.hold(), gateway.login() as ftp:
        store(ftp, "a.mkv", clip.read_bytes())
        for refused in ("RETR a.mkv", "DELE a.mkv", "RMD .", "SITE CHMOD 777 a.mkv"):
            with pytest.raises(ftplib.error_perm):
                ftp.voidcmd(refused)
        assert ftp.nlst() == ["a.mkv"]
        ftp.voidcmd("TYPE I")
        assert ftp.size("a.mkv") == clip.stat().st_size
        with gateway.login("yard") as other:
            assert other.nlst() == []


def test_two_uploads_of_one_name_are_two_clips(
    gateway: RunningGateway, bucket: Bucket, clip: Path, still: Path
) -> None:
    with bucket.hold(), gateway.login() as ftp, gateway.login() as other:
        first, second = begin(ftp, "same.mkv"), begin(other, "same.mkv")
        first.sendall(clip.read_bytes()[:1000])
        second.sendall(still.read_bytes())
        first.sendall(clip.read_bytes()[1000:])
        for client, connection in ((ftp, first), (other, second)):
            connection.close()
            client.voidresp()
        store(ftp, "same.mkv", vary(clip, 1))
    wait_for(lambda: gateway.count("confirmed") == 3)
    kinds = [each.fields["kind"] for each in bucket.find("same.mkv")]
    assert (kinds.count("clip"), kinds.count("still")) == (4, 2)


def test_a_camera_that_uploads_under_a_temporary_name_and_renames(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    with gateway.login() as ftp:
        store(ftp, "x.part", clip.read_bytes())
        ftp.rename("x.part", "MDalarm_20260830_152954.mkv")
        store(ftp, "x.part", vary(clip, 1))
        ftp.rename("x.part", "MDalarm_20260830_152955.mkv")
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert len(bucket.find("MDalarm_20260830_152954.mkv")) == 2
    assert len(bucket.find("MDalarm_20260830_152955.mkv")) == 2
    assert gateway.count("received") == 2
    wait_for(lambda: gateway.list_files() == [])


def test_a_renaming_that_replaces_a_file_loses_neither(
    gateway: RunningGateway, bucket: Bucket, clip: Path, still: Path
) -> None:
    with bucket.hold(), gateway.login() as ftp:
        store(ftp, "a", clip.read_bytes())
        store(ftp, "b", still.read_bytes())
        ftp.rename("a", "b")
        with pytest.raises(ftplib.error_perm):
            ftp.rename("gone", "b")
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert {each.fields["kind"] for each in map(bucket.fetch, bucket.list_keys())} == {
        "clip",
        "still",
    }
    wait_for(lambda: gateway.list_files() == [])


def test_a_file_left_under_its_temporary_name_is_taken_when_it_is_quiet(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    with gateway.login() as ftp:
        store(ftp, "x.part", clip.read_bytes())
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert len(bucket.find("x.part")) == 2


def test_an_upload_that_breaks_off_is_continued(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    appended, restarted, unique = (vary(clip, number) for number in range(3))
    half = len(unique) // 2
    with gateway.login() as ftp:
        store(ftp, "appended.mkv", appended[:half])
        ftp.storbinary("APPE appended.mkv", io.BytesIO(appended[half:]))
        store(ftp, "restarted.mkv", restarted[:half])
        ftp.storbinary("STOR restarted.mkv", io.BytesIO(restarted[half:]), rest=half)
        store(ftp, "unique.mkv", unique, command="STOU")
    wait_for(lambda: gateway.count("confirmed") == 3)
    assert len(bucket.find("appended.mkv")) == len(bucket.find("restarted.mkv")) == 2
    wait_for(lambda: gateway.count("set_aside") == 2)


@pytest.mark.parametrize("ending", ["RST", "ABOR", "control connection lost"])
def test_an_upload_that_breaks_off_is_kept_and_set_aside(
    gateway: RunningGateway, bucket: Bucket, clip: Path, ending: str
) -> None:
    data = clip.read_bytes()[:5000]
    ftp = gateway.login()
    connection = begin(ftp, "a.mkv")
    connection.sendall(data)
    held = wait_for(lambda: list((gateway.spool / "held").rglob("a.mkv")))
    wait_for(lambda: held[0].stat().st_size == len(data))
    if ending == "RST":
        linger = (1).to_bytes(4, "little") + bytes(4)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    elif ending == "ABOR":
        ftp.putcmd("ABOR")
        ftp.getmultiline()
    else:
        ftp.close()
    connection.close()
    wait_for(lambda: gateway.count("set_aside") == 1)
    ftp.close()
    kept = gateway.spool / next(name for name in gateway.list_files() if "set_aside" in name)
    assert kept.read_bytes() == data
    assert gateway.list_files() == [str(kept.relative_to(gateway.spool))]
    assert bucket.list_keys() == []


def test_an_upload_without_a_byte_or_a_data_connection_leaves_nothing(
    gateway: RunningGateway,
) -> None:
    with gateway.login() as ftp:
        ftp.voidcmd("TYPE I")
        ftp.makepasv()
        ftp.sendcmd("STOR a.mkv")
    wait_for(lambda: gateway.list_files() == [])
    assert gateway.count("received") == 0


def test_ascii_mode_does_not_damage_a_file(
    gateway: RunningGateway, bucket: Bucket, still: Path
) -> None:
    # A JPEG with a comment that has both kinds of line ends.
    data = still.read_bytes()[:2] + b"\xff\xfe\x00\x07a\r\nb\n" + still.read_bytes()[2:]
    with gateway.login() as ftp:
        ftp.voidcmd("TYPE A")
        with ftp.transfercmd("STOR a.jpg") as connection:
            connection.sendall(data)
        ftp.voidresp()
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert bucket.find("a.jpg")[0].body == data


def test_uploads_are_refused_with_452_when_the_disk_is_nearly_full(
    start: StartGateway, clip: Path
) -> None:
    gateway = start(Plan(min_free_bytes=2**60))
    with gateway.login() as ftp:
        for command in ("STOR a.mkv", "APPE a.mkv", "STOU"):
            with pytest.raises(ftplib.error_temp, match=r"^452 "):
                ftp.storbinary(command, io.BytesIO(clip.read_bytes()))
    assert gateway.status()["disk"]["accepts_uploads"] is False
    assert gateway.list_files() == []
    assert [line for line in gateway.read_log() if line["event"] == "upload refused"]


def test_a_wrong_password_is_refused_slowly_and_never_logged(gateway: RunningGateway) -> None:
    began = time.monotonic()
    with contextlib.closing(ftplib.FTP()) as ftp:
        ftp.connect("127.0.0.1", gateway.ftp_port)
        with pytest.raises(ftplib.error_perm, match="530"):
            ftp.login("porch", "wrong secret")
    assert time.monotonic() - began > 2.5
    failed = wait_for(
        lambda: [line for line in gateway.read_log() if line["event"] == "login failed"]
    )
    assert [(line["user"], line["address"]) for line in failed] == [("porch", "127.0.0.1")]
    assert "wrong secret" not in gateway.log.read_text("utf-8")


def test_connections_are_limited_per_address(start: StartGateway) -> None:
    gateway = start(Plan())
    text = gateway.config.read_text("utf-8")
    gateway.stop()
    gateway.config.write_text(text.replace("[status]", "max_connections_per_address = 2\n[status]"))
    gateway.start()
    with gateway.login(), gateway.login(), pytest.raises((ftplib.error_temp, EOFError)):
        gateway.login("yard")


def test_ftps_is_required_when_it_is_configured(
    start: StartGateway, clip: Path, tmp_path: Path
) -> None:
    certificate = make_certificate(tmp_path)
    gateway = start(
        Plan(more=f'[ftp.tls]\ncertificate = "{certificate}"\nkey = "{tmp_path / "key.pem"}"')
    )
    with pytest.raises(ftplib.error_perm, match="550"):
        gateway.login()
    context = ssl.create_default_context(cafile=str(certificate))
    with ftplib.FTP_TLS(context=context, timeout=20, encoding="utf-8") as ftp:
        ftp.connect("localhost", gateway.ftp_port)
        ftp.login("porch", PASSWORD)
        with pytest.raises(ftplib.error_perm, match="550"):
            ftp.makepasv()
        ftp.prot_p()
        store(ftp, "ftps.mkv", clip.read_bytes())
    wait_for(lambda: gateway.count("confirmed") == 1)


CLIENTS: dict[str, Callable[[RunningGateway, Path], list[str]]] = {
    "curl": lambda gateway, source: [
        *("curl", "-sS", "-T", str(source), "--user", f"porch:{PASSWORD}"),
        f"ftp://127.0.0.1:{gateway.ftp_port}/new/folder/clip.mkv",
        "--ftp-create-dirs",
    ],
    "lftp": lambda gateway, source: [
        *("lftp", "-p", str(gateway.ftp_port), "-u", f"porch,{PASSWORD}", "127.0.0.1", "-e"),
        f"set ftp:ssl-allow no; set net:max-retries 1; put {source} -o clip.mkv; bye",
    ],
}


@pytest.mark.parametrize("client", [name for name in CLIENTS if shutil.which(name)])
def test_other_clients_upload_too(
    gateway: RunningGateway, bucket: Bucket, clip: Path, client: str
) -> None:
    subprocess.run(CLIENTS[client](gateway, clip), check=True, timeout=30)
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert len(bucket.find("clip.mkv")) == 2


def test_a_playlist_does_not_make_the_gateway_read_other_files(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    hls = f"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:2,\nfile://{clip}\n#EXT-X-ENDLIST\n"
    gateway.upload(hls.encode(), "a.m3u8")
    gateway.upload(f"ffconcat version 1.0\nfile {clip}\n".encode(), "b.mkv")
    wait_for(lambda: gateway.count("set_aside") == 2)
    assert bucket.list_keys() == []


def begin(ftp: ftplib.FTP, name: str) -> socket.socket:
    ftp.voidcmd("TYPE I")
    return ftp.transfercmd(f"STOR {name}")


def store(ftp: ftplib.FTP, name: str, data: bytes, command: str = "STOR") -> None:
    if "\n" not in name:
        ftp.storbinary(f"{command} {name}", io.BytesIO(data))
        return
    # ftplib refuses what some cameras send.
    host, port = ftp.makepasv()
    connection = socket.create_connection((host, port))
    assert ftp.sock is not None
    ftp.sock.sendall(f"{command} {name}\r\n".encode())
    assert ftp.getresp().startswith("1")
    connection.sendall(data)
    connection.close()
    ftp.voidresp()


def list_outside(gateway: RunningGateway) -> set[str]:
    """Names beside the spool and in its root, where no camera has anything to leave."""
    beside = {path.name for path in gateway.spool.parent.iterdir()}
    inside = {f"spool/{path.name}" for path in gateway.spool.iterdir()}
    jails = {f"incoming/{path.name}" for path in (gateway.spool / "incoming").iterdir()}
    here = {path.name for path in Path.cwd().iterdir() if re.fullmatch("[xy]", path.name)}
    return beside | inside | jails | here


def make_certificate(folder: Path) -> Path:
    """Self-signed, for localhost; its key is key.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    path = folder / "certificate.pem"
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    return path
