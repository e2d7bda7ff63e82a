"""Large files go in parts, through everything that S3 and the way to it can do."""

import hashlib
import os
import signal
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import film_noise, pad
from tests.device.linux.front import Forget, Refuse, Stall, let_through
from tests.device.linux.health import read_peak_bytes
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.device.linux.sink import Sink
from tests.device.linux.trouble import (
    MIB,
    OUTAGE_S,
    PARTS,
    PLAIN,
    QUICK,
    TROUBLES,
    on_part,
    sent_parts,
    strike,
)


@pytest.fixture
def large(still: Path, tmp_path: Path) -> Path:
    """A photograph of 12 MiB, which goes as it came, in three parts."""
    return pad(still, tmp_path / "large.jpg", 12 * MIB)


@pytest.fixture
def impatient(start: StartGateway) -> RunningGateway:
    """A gateway that waits half a second for S3, and uploads more than 5 MiB in parts."""
    return start(QUICK)


@pytest.fixture
def patient(start: StartGateway) -> RunningGateway:
    """The same, but it waits for as long as a busy computer may take."""
    return start(Plan(media=PLAIN, more=PARTS, cloud="answer_s = 4"))


@pytest.mark.parametrize(
    ("operation", "trouble"),
    [
        ("CreateMultipartUpload", "500"),
        ("CreateMultipartUpload", "a truncated answer"),
        ("UploadPart", "503 slow down"),
        ("UploadPart", "a bad checksum"),
        ("UploadPart", "a reset in the middle of the body"),
        ("UploadPart", "a stalled socket"),
        ("CompleteMultipartUpload", "409"),
        ("CompleteMultipartUpload", "no answer"),
        ("CompleteMultipartUpload", "a truncated answer"),
    ],
)
def test_trouble_with_an_upload_in_parts_is_tried_again(
    impatient: RunningGateway, bucket: Bucket, large: Path, operation: str, trouble: str
) -> None:
    bucket.trouble = strike(operation, TROUBLES[trouble], times=1)
    impatient.upload(large, "large.jpg")
    wait_for(lambda: impatient.count("confirmed") == 1, OUTAGE_S)
    original, _ = bucket.find("large.jpg")
    assert hashlib.sha256(original.body).digest() == hashlib.sha256(large.read_bytes()).digest()
    assert original.fields["kind"] == "still"
    assert len(bucket.list_keys()) == 2
    assert impatient.query("SELECT count(*) FROM parts") == [0]
    assert impatient.list_files() == []


def test_killed_in_the_middle_of_an_upload_in_parts_it_goes_on_with_the_next_part(
    patient: RunningGateway, bucket: Bucket, large: Path
) -> None:
    bucket.trouble = on_part(3, Stall(after=1000))
    patient.upload(large, "large.jpg")
    wait_for(lambda: sent_parts(bucket) == [1, 2, 3])
    patient.kill()
    bucket.trouble = let_through
    patient.start()
    wait_for(lambda: patient.count("confirmed") == 1, OUTAGE_S)
    assert sent_parts(bucket) == [1, 2, 3, 3]
    assert bucket.find("large.jpg")[0].body == large.read_bytes()
    assert bucket.list_unfinished() == []


@pytest.mark.parametrize(
    "operation", ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"]
)
def test_killed_between_what_s3_did_and_its_answer(
    start: StartGateway, bucket: Bucket, large: Path, operation: str
) -> None:
    gateway = start(Plan(media=PLAIN, more=PARTS))
    bucket.trouble = strike(operation, Forget(), times=1)
    gateway.upload(large, "large.jpg")
    wait_for(lambda: operation in [each.operation for each in bucket.front.requests])
    wait_for(lambda: bucket.list_keys() or bucket.list_unfinished())
    gateway.kill()
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 1 and gateway.count("waiting") == 0)
    assert bucket.find("large.jpg")[0].body == large.read_bytes()
    assert len(bucket.list_keys()) == 2
    assert gateway.list_files() == []


def test_an_upload_in_parts_is_given_up_when_its_file_is_gone(
    patient: RunningGateway, bucket: Bucket, large: Path
) -> None:
    bucket.trouble = on_part(2, Stall(after=1000))
    patient.upload(large, "large.jpg")
    wait_for(lambda: sent_parts(bucket) == [1, 2])
    assert len(bucket.list_unfinished()) == 1
    (held,) = (patient.spool / "held").rglob("*.jpg")
    held.unlink()
    bucket.trouble = let_through
    wait_for(lambda: patient.count("set_aside") == 1)
    wait_for(lambda: bucket.list_unfinished() == [], 30)
    assert patient.query("SELECT why FROM receipts")[0].startswith("gone: ")


def test_an_upload_in_parts_that_s3_forgot_begins_again(
    patient: RunningGateway, bucket: Bucket, large: Path
) -> None:
    bucket.trouble = strike("CompleteMultipartUpload", Refuse(404, "NoSuchUpload"), times=1)
    patient.upload(large, "large.jpg")
    wait_for(lambda: patient.count("confirmed") == 1, OUTAGE_S)
    assert sent_parts(bucket) == [1, 2, 3, 1, 2, 3]
    assert bucket.find("large.jpg")[0].body == large.read_bytes()


def test_a_large_upload_pauses_with_its_parts_when_the_link_becomes_metered(
    patient: RunningGateway, bucket: Bucket, large: Path
) -> None:
    bucket.trouble = on_part(2, Forget())
    patient.upload(large, "large.jpg")
    wait_for(lambda: sent_parts(bucket) == [1, 2])
    bucket.trouble = let_through
    patient.config.write_text(
        patient.config.read_text("utf-8").replace("[upload]", "[upload]\nmetered = true"),
        "utf-8",
    )
    os.kill(patient.pid, signal.SIGHUP)
    wait_for(lambda: patient.status()["upload"]["metered"])
    wait_for(lambda: not patient.status()["upload"]["sending"])
    sent, paused = sent_parts(bucket), patient.status()["upload"]
    assert len(sent) < 5
    assert paused["waits_for"] == {"original": "metered"}
    assert 0 < paused["waiting_bytes"]["original"] <= 12 * MIB - 5 * MIB
    patient.config.write_text(
        patient.config.read_text("utf-8").replace("metered = true", ""), "utf-8"
    )
    os.kill(patient.pid, signal.SIGHUP)
    wait_for(lambda: patient.count("confirmed") == 1, OUTAGE_S)
    assert sent_parts(bucket).count(1) == 1


def test_a_file_of_250_mib_goes_through_flat_memory(
    start: StartGateway, sink: Sink, large: Path, tmp_path: Path
) -> None:
    gateway = start(Plan(media=PLAIN, more=f"[upload]\nmultipart_bytes = {5 * MIB}"), sink)
    gateway.upload(large, "warm.jpg")
    wait_for(lambda: gateway.count("confirmed") == 1, OUTAGE_S)
    before = read_peak_bytes(gateway.pid)
    long = tmp_path / "long.ts"
    piece = film_noise(tmp_path / "piece.ts")
    with long.open("wb") as file:
        while file.tell() < 250 * MIB:
            file.write(piece.read_bytes())
    gateway.upload(long, "long.ts")
    wait_for(lambda: gateway.count("confirmed") == 2, OUTAGE_S)
    assert read_peak_bytes(gateway.pid) - before < 8 * MIB
    original, _ = sink.find("long.ts")
    assert original.parts >= 25


def test_the_key_that_is_there_already_is_not_written_again(
    impatient: RunningGateway, bucket: Bucket, large: Path
) -> None:
    bucket.trouble = strike("CompleteMultipartUpload", Refuse(412, "PreconditionFailed"), times=1)
    impatient.upload(large, "large.jpg")
    wait_for(lambda: impatient.count("confirmed") == 1, OUTAGE_S)
    assert impatient.query("SELECT answer FROM objects WHERE rendition = 'original'") == [
        "stored earlier"
    ]
    assert bucket.list_unfinished() == []
