"""S3 answers, and what they mean."""

import base64
import hashlib
from pathlib import Path

import pytest
from vedette_gateway.errors import Damaged, Rejected, Unavailable
from vedette_gateway.ports.cloud import ClipStore, Piece, Upload
from vedette_gateway.ports.wire import Meter, Throttle
from vedette_gateway.settings import Cloud

from tests.device.linux.bucket import REGION, Bucket

METADATA = {"kind": "clip", "recorded-at": "2026-11-21T04:26:14.123Z"} | {
    "received-at": "2026-11-21T04:26:14.123Z"
}


@pytest.fixture
def store(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> ClipStore:
    monkeypatch.setenv("AWS_ENDPOINT_URL", bucket.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    return ClipStore(Cloud(bucket=bucket.name, region=REGION), Meter(), Throttle(None))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "thumb.jpg"
    made.write_bytes(b"picture" * 1000)
    return made


def put(store: ClipStore, path: Path, whole: bytes = b"picture" * 1000) -> str | None:
    sha256 = base64.b64encode(hashlib.sha256(whole).digest()).decode()
    upload = Upload("clips/a/thumb.jpg", "image/jpeg", METADATA, "thumb")
    return store.put(upload, Piece(path, 0, len(whole), len(whole), sha256))


def test_what_is_stored_is_answered_with_its_checksum(
    store: ClipStore, bucket: Bucket, path: Path
) -> None:
    digest = hashlib.sha256(path.read_bytes()).digest()
    assert put(store, path) == base64.b64encode(digest).decode()
    stored = bucket.fetch("clips/a/thumb.jpg")
    assert (stored.body, stored.content_type) == (path.read_bytes(), "image/jpeg")
    assert stored.fields["kind"] == "clip"
    assert bucket.read_tags("clips/a/thumb.jpg") == {"retention": "standard"}


def test_what_is_there_already_is_left_alone(store: ClipStore, bucket: Bucket, path: Path) -> None:
    assert put(store, path) is not None
    path.write_bytes(b"another" * 1000)
    assert put(store, path, b"another" * 1000) is None
    assert bucket.fetch("clips/a/thumb.jpg").body == b"picture" * 1000


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Rejected),
        (403, Rejected),
        (404, Rejected),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
def test_refusals_are_told_from_troubles(
    store: ClipStore, bucket: Bucket, path: Path, status: int, error: type[Exception]
) -> None:
    bucket.answer_with = status
    with pytest.raises(error, match="Refused"):
        put(store, path)


def test_a_closed_connection_and_a_dead_host_are_troubles(
    store: ClipStore, bucket: Bucket, path: Path
) -> None:
    bucket.is_deaf = True
    with pytest.raises(Unavailable):
        put(store, path)
    bucket.close()
    with pytest.raises(Unavailable):
        put(store, path)


def test_a_file_that_is_gone_is_damaged(store: ClipStore, path: Path) -> None:
    path.unlink()
    with pytest.raises(Damaged):
        put(store, path)
