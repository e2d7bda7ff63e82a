"""`doctor` with everything in order, and with each thing broken."""

import os
import re
import socket
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from vedette_gateway.passwords import hash_password

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import Ran, run_command
from tests.device.linux.front import let_through
from tests.device.linux.moto_process import MotoProcess
from tests.device.linux.running import PASSWORD_HASH, RunningGateway, wait_for
from tests.device.linux.trouble import deny_lists

_REPOSITORY = Path(__file__).parents[5]
# Below those that the kernel gives to connections (32768 and up), so that ten in a row stay free.
PASSIVE_PORT = 20500


class Practice:
    """Settings that are in order, until a test breaks them, and the doctor."""

    def __init__(self, folder: Path, bucket: Bucket, endpoint: str) -> None:
        self.folder = folder
        self.spool = folder / "spool"
        self.endpoint = endpoint
        self.environment: dict[str, str] = {}
        self.config = folder / "gateway.toml"
        self.tables: dict[str, dict[str, str]] = {
            "cloud": {"bucket": f'"{bucket.name}"', "region": '"eu-central-1"'},
            "spool": {"directory": '"spool"', "min_free_bytes": "0"},
            "ftp": {"host": '"127.0.0.1"', "port": str(find_port())},
            "media": {},
        }
        self.tables["ftp"]["passive_ports"] = f"[{PASSIVE_PORT}, {PASSIVE_PORT + 9}]"
        self.password_hash = PASSWORD_HASH
        self.tls = ""
        self.spool.mkdir(mode=0o750)

    def examine(self) -> Ran:
        tables = "".join(
            f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())
            for name, values in self.tables.items()
        )
        camera = '[[cameras]]\nname = "porch"\nuser = "porch"\npassword_hash = "'
        self.config.write_text(f'site = "home"\n{tables}{self.tls}{camera}{self.password_hash}"\n')
        self.config.chmod(0o640)
        environment = {"AWS_ENDPOINT_URL": self.endpoint, **self.environment}
        return run_command(self.config, "doctor", "--json", environment=environment)

    def diagnose(self, check: str) -> dict[str, str]:
        """The one verdict on this; the command's exit status has to fit."""
        ran = self.examine()
        assert ran.out, ran.err
        checks: list[dict[str, Any]] = ran.json["checks"]
        is_well = all(each["outcome"] != "failed" for each in checks)
        assert (ran.json["is_well"], ran.status) == (is_well, 0 if is_well else 1)
        (found,) = [each for each in checks if each["check"] == check]
        return found


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def practice(tmp_path: Path, bucket: Bucket, moto: MotoProcess) -> Practice:
    return Practice(tmp_path, bucket, moto.url)


@contextmanager
def answer_everything(
    status: int, body: bytes, date: str | None = None, tls: ssl.SSLContext | None = None
) -> Generator[str]:
    """An endpoint that says one thing, and what time it thinks it is."""

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response_only(status)
            self.send_header("Date", date or format_datetime(datetime.now(UTC), usegmt=True))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    scheme = "http" if tls is None else "https"
    try:
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def certify(folder: Path, days: float) -> tuple[Path, Path]:
    """A certificate of its own making, valid for so many days from now, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway.test")])
    ends_at = datetime.now(UTC) + timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends_at - timedelta(days=90))
        .not_valid_after(ends_at)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "ftp.pem", folder / "ftp.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


def test_a_gateway_in_order_is_well_and_nothing_is_left_behind(
    practice: Practice, bucket: Bucket
) -> None:
    ran = practice.examine()
    assert ran.status == 0, ran.out
    outcomes = {each["check"]: each["outcome"] for each in ran.json["checks"]}
    # How fast the disk is just now is not for the test to say.
    assert outcomes.pop("disk speed") in ("ok", "warning")
    assert outcomes == {
        **dict.fromkeys(("settings", "permissions", "hard links", "disk space"), "ok"),
        **dict.fromkeys(("dns", "endpoint", "clock", "credentials", "s3 write"), "ok"),
        **dict.fromkeys(("s3 list", "ftp port", "passive ports", "media", "encoders"), "ok"),
        "camera logins": "warning",
    }
    assert bucket.list_keys() == []
    assert bucket.list_unfinished() == []
    assert list(practice.spool.iterdir()) == []
    drawn = run_command(
        practice.config, "doctor", environment={"AWS_ENDPOINT_URL": practice.endpoint}
    )
    assert "0 failed." in drawn.out
    assert "-> set [ftp.tls]" in drawn.out


def test_a_running_gateway_is_no_trouble_and_its_cameras_are_looked_at(
    gateway: RunningGateway, moto: MotoProcess, clip: Path
) -> None:
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("received") == 1)
    environment = {"AWS_ENDPOINT_URL": moto.url}
    ran = run_command(gateway.config, "doctor", "--json", environment=environment)
    assert ran.status == 0, ran.out
    checks = ran.json["checks"]
    assert [each["outcome"] for each in checks if each["check"] == "ftp port"] == ["ok"]
    cameras = {each["text"].split()[0]: each for each in checks if each["check"] == "cameras"}
    assert (cameras["porch"]["outcome"], cameras["yard"]["outcome"]) == ("ok", "warning")
    assert "test-upload yard" in cameras["yard"]["mend"]


def test_a_name_that_nobody_knows(practice: Practice) -> None:
    practice.endpoint = "http://s3.invalid:80"
    found = practice.diagnose("dns")
    assert (found["outcome"], "s3.invalid has no address" in found["text"]) == ("failed", True)


def test_an_endpoint_that_does_not_answer(practice: Practice) -> None:
    practice.endpoint = f"http://127.0.0.1:{find_port()}"
    found = practice.diagnose("endpoint")
    assert found["outcome"] == "failed"
    assert "firewall" in found["mend"]


def test_an_endpoint_whose_certificate_is_not_known(practice: Practice, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certify(tmp_path, 30))
    with answer_everything(200, b"", tls=context) as practice.endpoint:
        found = practice.diagnose("endpoint")
    assert found["outcome"] == "failed"
    assert "cannot prove itself" in found["text"]
    assert "AWS_CA_BUNDLE" in found["mend"]


@pytest.mark.parametrize(
    ("ahead", "outcome"),
    [
        (timedelta(hours=-5), "failed"),
        (timedelta(days=40), "failed"),
        (timedelta(minutes=2), "warning"),
    ],
)
def test_a_clock_that_is_off(practice: Practice, ahead: timedelta, outcome: str) -> None:
    date = format_datetime(datetime.now(UTC) - ahead, usegmt=True)
    with answer_everything(403, b"", date) as practice.endpoint:
        found = practice.diagnose("clock")
    assert found["outcome"] == outcome
    assert ("ahead" if ahead > timedelta() else "behind") in found["text"]
    assert "timedatectl" in found["mend"]


def test_credentials_that_are_not_there(practice: Practice) -> None:
    practice.tables["cloud"]["profile"] = '"nobody"'
    assert "nobody" in practice.diagnose("credentials")["text"]
    del practice.tables["cloud"]["profile"]
    practice.environment = {
        "AWS_ACCESS_KEY_ID": "",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    }
    found = practice.diagnose("credentials")
    assert (found["outcome"], "NoCredentials" in found["text"]) == ("failed", True)
    assert "~/.aws/config" in found["mend"]


def test_credentials_that_have_expired(practice: Practice) -> None:
    details = b"<Error><Code>ExpiredToken</Code><Message>Old.</Message></Error>"
    body = b"<ErrorResponse>" + details + b"</ErrorResponse>"
    with answer_everything(403, body) as practice.endpoint:
        found = practice.diagnose("credentials")
    assert (found["outcome"], found["text"]) == ("failed", "ExpiredToken: Old.")


def test_a_bucket_that_is_not_there(practice: Practice) -> None:
    practice.tables["cloud"]["bucket"] = '"no-such-bucket"'
    found = practice.diagnose("s3 write")
    assert (found["outcome"], "NoSuchBucket" in found["text"]) == ("failed", True)
    assert "pulumi stack output" in found["mend"]


def test_a_role_that_may_not_list_is_warned_of_and_uploads_all_the_same(
    practice: Practice, bucket: Bucket
) -> None:
    practice.endpoint = bucket.url
    bucket.trouble = deny_lists
    ran = practice.examine()
    checks = {each["check"]: each for each in ran.json["checks"]}
    assert (checks["s3 write"]["outcome"], ran.status) == ("ok", 0)
    found = checks["s3 list"]
    assert (found["outcome"], "AccessDenied" in found["text"]) == ("warning", True)
    assert "s3:ListBucket with s3:prefix like clips/home/*:" in found["mend"]
    place = re.search(r"(\w+) in (infra/\S+\.py)", found["mend"])
    assert place is not None
    name, path = place.groups()
    assert f"def {name}(" in (_REPOSITORY / path).read_text("utf-8")
    bucket.trouble = let_through
    assert practice.diagnose("s3 list")["outcome"] == "ok"
    assert bucket.listed == ["clips/home/"] * 2


def test_a_spool_that_is_not_there_or_cannot_be_written(practice: Practice) -> None:
    practice.spool.rmdir()
    found = practice.diagnose("permissions")
    assert (found["outcome"], "not there yet" in found["text"]) == ("warning", True)
    practice.tables["spool"]["directory"] = f'"{practice.config}/spool"'
    found = practice.diagnose("permissions")
    assert (found["outcome"], "install -d" in found["mend"]) == ("failed", True)
    practice.tables["spool"]["directory"] = '"/proc/self"'
    found = [each for each in practice.examine().json["checks"] if each["check"] == "permissions"]
    assert [each["outcome"] for each in found][-1] == "failed"
    assert "cannot be written" in found[-1]["text"]


def test_a_spool_of_somebody_else(practice: Practice) -> None:
    os.chown(practice.spool, 65534, 65534)
    found = practice.diagnose("permissions")
    assert (found["outcome"], "sudo -u nobody" in found["mend"]) == ("warning", True)


def test_a_spool_that_everybody_can_look_into(practice: Practice) -> None:
    practice.spool.chmod(0o755)
    checks = practice.examine().json["checks"]
    found = [each for each in checks if f"chmod o= {practice.spool}" == each["mend"]]
    assert [(each["check"], each["outcome"]) for each in found] == [("permissions", "warning")]


def test_a_disk_that_is_nearly_full(practice: Practice) -> None:
    practice.tables["spool"]["min_free_bytes"] = "100_000_000_000_000_000"
    found = practice.diagnose("disk space")
    assert (found["outcome"], "min_free_bytes" in found["text"]) == ("failed", True)


def test_settings_that_everyone_can_read(practice: Practice) -> None:
    practice.examine()
    practice.config.chmod(0o644)
    ran = run_command(
        practice.config, "doctor", environment={"AWS_ENDPOINT_URL": practice.endpoint}
    )
    assert f"chmod o= {practice.config}" in ran.out.replace("\n", "")


def test_ports_that_others_have(practice: Practice) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        practice.tables["ftp"]["port"] = str(other.getsockname()[1])
        found = practice.diagnose("ftp port")
        assert (found["outcome"], "ss -ltnp" in found["mend"]) == ("failed", True)
    practice.tables["ftp"]["port"] = str(find_port())
    with socket.create_server(("127.0.0.1", PASSIVE_PORT)):
        assert practice.diagnose("passive ports")["outcome"] == "warning"
        practice.tables["ftp"]["passive_ports"] = f"[{PASSIVE_PORT}, {PASSIVE_PORT}]"
        assert practice.diagnose("passive ports")["outcome"] == "failed"


@pytest.mark.parametrize(("days", "outcome"), [(-1, "failed"), (3, "warning"), (60, "ok")])
def test_a_certificate_for_the_cameras(
    practice: Practice, tmp_path: Path, days: float, outcome: str
) -> None:
    certify(tmp_path, days)
    practice.tls = '[ftp.tls]\ncertificate = "ftp.pem"\nkey = "ftp.key"\n'
    assert practice.diagnose("certificate")["outcome"] == outcome
    assert practice.diagnose("camera logins")["outcome"] == "ok"


def test_the_password_of_the_example(practice: Practice) -> None:
    practice.password_hash = hash_password("change me")
    found = practice.diagnose("camera logins")
    assert (found["outcome"], "porch: the example's password" in found["text"]) == ("failed", True)


def test_workers_that_cannot_work(practice: Practice) -> None:
    practice.tables["media"]["encoder"] = '"h264_v4l2m2m"'
    found = practice.diagnose("encoders")
    assert (found["outcome"], "libx264 is used" in found["text"]) == ("warning", True)
    practice.tables["media"] = {"job_s": "0.001"}
    found = practice.diagnose("media")
    assert (found["outcome"], "longer than" in found["text"]) == ("failed", True)


def test_settings_that_are_wrong_are_said_before_anything_is_tried(practice: Practice) -> None:
    practice.tables["media"]["workers"] = "0"
    ran = practice.examine()
    assert (ran.status, ran.out) == (2, "")
    assert "media.workers" in ran.err
