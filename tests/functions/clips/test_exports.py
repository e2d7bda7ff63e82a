"""An export is one zip that others' programs open, and whose signature OpenSSL verifies."""

import hashlib
import io
import itertools
import json
import re
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from contract import names
from functions.clips import handler
from functions.clips.archive import PART_BYTES, Archive, PartWriter
from functions.clips.export_worker import WORK_MAX_MS, ExportWorker
from functions.clips.store.export_files import ExportBucket, ExportSigner, ExportSource
from functions.clips.store.exports import ExportTable
from functions.errors import Unavailable
from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import CLIP_ID, Cloud, Context, batch, claims_of, key_of

pytestmark = pytest.mark.usefixtures("porch")
WISH: dict[str, object] = {
    "cameras": ["home_porch"],
    "after": "2026-11-21T00:00:00Z",
    "before": "2026-11-21T12:00:00+01:00",
}
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"


def ask(functions: Functions, **changes: object) -> dict[str, Any]:
    status, body = functions.send("POST", "/v1/exports", {**WISH, **changes})
    assert status == 200, body
    return body


def waiting(cloud: Cloud) -> list[str]:
    answer = cloud.sqs.receive_message(QueueUrl=cloud.export_queue_url, MaxNumberOfMessages=10)
    return [each.get("Body", "") for each in answer.get("Messages", [])]


def work(*messages: str) -> None:
    assert handler.export(batch(*messages), Context()) == {"batchItemFailures": []}


def make(functions: Functions, cloud: Cloud, **changes: object) -> dict[str, Any]:
    made = ask(functions, **changes)
    work(*waiting(cloud))
    status, body = functions.call(f"/v1/exports/{made['id']}")
    assert status == 200
    return body


def file_of(cloud: Cloud, export: Mapping[str, Any]) -> bytes:
    key = names.format_export_object("home", export["id"])
    return cloud.s3.get_object(Bucket=cloud.bucket, Key=key)["Body"].read()


def unpack(cloud: Cloud, export: Mapping[str, Any], folder: Path) -> Path:
    zipped = folder / "export.zip"
    zipped.write_bytes(file_of(cloud, export))
    subprocess.run(["unzip", "-tq", str(zipped)], check=True, capture_output=True)
    target = folder / "unpacked"
    with zipfile.ZipFile(zipped) as archive:
        assert archive.testzip() is None
        archive.extractall(target)
    return target


def commands_of(guide: str) -> list[str]:
    """What VERIFY.txt tells people to type: its indented blocks."""
    blocks = re.findall(r"(?:^   \S.*\n(?:^   .*\n)*)", guide, re.MULTILINE)
    return [re.sub("^   ", "", block, flags=re.MULTILINE) for block in blocks]


def follow(guide: str, folder: Path) -> list[subprocess.CompletedProcess[str]]:
    return [
        subprocess.run(
            ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False
        )
        for command in commands_of(guide)
    ]


def test_an_export_opens_everywhere_and_verifies_as_its_guide_says(
    functions: Functions, cloud: Cloud, tmp_path: Path
) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-21T06:00:00.000Z")
    export = make(functions, cloud)
    assert (export["state"], export["clips_done"], export["clips_total"]) == ("ready", 2, 2)
    assert export["bytes"] == len(file_of(cloud, export))
    folder = unpack(cloud, export, tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["exported_by"] == claims_of()["sub"]
    assert [file["clip"] for file in manifest["files"]] == [CLIP_ID, OTHER_ID]
    for file in manifest["files"]:
        content = (folder / file["name"]).read_bytes()
        assert content == b"media"
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    guide = (folder / "VERIFY.txt").read_text("utf-8")
    signature, content = follow(guide, folder)
    assert (signature.returncode, signature.stdout) == (0, "Verified OK\n"), signature.stderr
    assert (content.returncode, content.stdout) == (0, "all files are as listed\n")


def test_whoever_follows_the_guide_finds_what_was_changed(
    functions: Functions, cloud: Cloud, tmp_path: Path
) -> None:
    folder = unpack(cloud, make(functions, cloud), tmp_path)
    guide = (folder / "VERIFY.txt").read_text("utf-8")
    (name,) = (file["name"] for file in json.loads((folder / "manifest.json").read_text())["files"])
    (folder / name).write_bytes(b"forged")
    signature, content = follow(guide, folder)
    assert signature.returncode == 0
    assert content.returncode != 0
    assert "changed" in content.stderr
    (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes() + b" ")
    assert follow(guide, folder)[0].returncode != 0


def test_the_file_is_linked_alone_and_its_download_is_written_down(
    functions: Functions, cloud: Cloud
) -> None:
    export = make(functions, cloud)
    assert f"/exports/home/{export['id']}.zip?Policy=" in export["url"]
    _, listed = functions.call("/v1/exports")
    assert [(each["id"], each["url"]) for each in listed["items"]] == [(export["id"], None)]
    _, log = functions.call("/v1/sites/home/access-log")
    deeds = {each["deed"]: each["about"] for each in log["items"]}
    assert deeds["export"] == deeds["fetch_export"] == export["id"]


def test_asking_twice_makes_one_export(functions: Functions, cloud: Cloud) -> None:
    # Unless the clock strikes between them.
    assert len({ask(functions)["id"] for _ in range(3)}) <= 2
    messages = waiting(cloud)
    assert len(messages) == 3
    work(*messages, *messages)
    assert len(functions.call("/v1/exports")[1]["items"]) <= 2


def test_a_range_without_recordings_fails_with_a_reason_and_may_be_tried_again(
    functions: Functions, cloud: Cloud
) -> None:
    span = {"after": "2026-11-01T00:00:00Z", "before": "2026-11-02T00:00:00Z"}
    export = make(functions, cloud, **span)
    assert (export["state"], export["reason"], export["url"]) == ("failed", "empty", None)
    add(functions, cloud, OTHER_ID, "2026-11-01T06:00:00.000Z")
    again = make(functions, cloud, **span)
    assert again["id"] != export["id"]
    assert again["state"] == "ready"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cameras": []}, "invalid_parameter"),
        ({"cameras": ["porch"]}, "invalid_parameter"),
        ({"cameras": ["home_porch"] * 51}, "invalid_parameter"),
        ({"before": "2026-11-20T00:00:00Z"}, "invalid_parameter"),
        ({"before": "2027-11-20T00:00:00Z"}, "invalid_parameter"),
        ({"before": "noon"}, "invalid_parameter"),
        ({"cameras": ["barn_yard"]}, "not_found"),
        ({"cameras": ["home_porch", "barn_yard"]}, "not_found"),
    ],
)
def test_wrong_wishes_are_told(
    functions: Functions, cloud: Cloud, changes: dict[str, object], code: str
) -> None:
    _, body = functions.send("POST", "/v1/exports", {**WISH, **changes})
    assert body["code"] == code
    assert waiting(cloud) == []


def test_an_export_is_its_makers_alone(functions: Functions, cloud: Cloud) -> None:
    export = make(functions, cloud)
    for claims in (claims_of("barn"), {**claims_of("home"), "sub": "another"}):
        assert functions.call(f"/v1/exports/{export['id']}", claims)[0] == 404
        assert functions.call("/v1/exports", claims)[1]["items"] == []
    assert functions.call("/v1/exports/no-export")[0] == 404


def test_what_cannot_be_exported_is_listed_and_so_are_gaps(
    functions: Functions, cloud: Cloud, tmp_path: Path
) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-21T06:00:00.000Z")
    cloud.s3.delete_object(
        Bucket=cloud.bucket, Key=key_of("original.mp4", OTHER_ID, date="2026-11-21")
    )
    folder = unpack(cloud, make(functions, cloud), tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert [(each["clip"], each["why"]) for each in manifest["missing"]] == [
        (OTHER_ID, "the file is gone")
    ]
    assert manifest["gaps"] == [
        {"camera": "porch", "after": after, "before": before}
        for after, before in (
            ("2026-11-21T00:00:00.000Z", "2026-11-21T04:26:14.123Z"),
            ("2026-11-21T04:26:14.123Z", "2026-11-21T06:00:00.000Z"),
            ("2026-11-21T06:00:00.000Z", "2026-11-21T11:00:00.000Z"),
        )
    ]


def worker_of(cloud: Cloud, clock_ms: Iterator[int], source: object = None) -> ExportWorker:
    found = source if isinstance(source, ExportSource) else ExportSource(cloud.s3, cloud.bucket)
    return ExportWorker(
        ExportTable(cloud.dynamodb, cloud.table),
        found,
        ExportBucket(cloud.s3, cloud.bucket),
        ExportSigner(cloud.kms, cloud.export_key_arn),
        lambda: next(clock_ms),
    )


def _ignore(_: int) -> None:
    pass


class Broken(ExportSource):
    """Breaks off in the middle of what it reads, so often."""

    def __init__(self, cloud: Cloud, times: int) -> None:
        super().__init__(cloud.s3, cloud.bucket)
        self._times = times

    def read(self, key: str, size_bytes: int) -> Iterator[bytes] | None:
        if self._times:
            self._times -= 1
            raise Unavailable("the bucket is away")
        return super().read(key, size_bytes)


@pytest.mark.parametrize(("times", "state"), [(2, "ready"), (3, "failed")])
def test_a_bucket_that_is_away_is_tried_again_and_then_told(
    functions: Functions, cloud: Cloud, times: int, state: str
) -> None:
    made = ask(functions)
    (message,) = waiting(cloud)
    worker_of(cloud, itertools.repeat(1_795_235_174_123), Broken(cloud, times)).work(message)
    _, export = functions.call(f"/v1/exports/{made['id']}")
    assert export["state"] == state
    assert export["reason"] == ("stopped" if state == "failed" else None)
    uploads = cloud.s3.list_multipart_uploads(Bucket=cloud.bucket)
    assert uploads.get("Uploads", []) == []


def test_work_that_would_outlast_lambda_ends_with_a_reason(
    functions: Functions, cloud: Cloud
) -> None:
    made = ask(functions)
    (message,) = waiting(cloud)
    start = 1_795_235_174_123
    worker_of(cloud, itertools.count(start, WORK_MAX_MS // 3)).work(message)
    assert functions.call(f"/v1/exports/{made['id']}")[1]["reason"] == "too_long"


def test_a_worker_that_died_is_told_and_another_begins_again(
    functions: Functions, cloud: Cloud
) -> None:
    made = ask(functions)
    (message,) = waiting(cloud)
    pk = names.format_export_key(made["id"])
    table = ExportTable(cloud.dynamodb, cloud.table)
    long_ago_s = 1_795_000_000
    assert table.claim(pk, long_ago_s, 0) is not None
    assert functions.call(f"/v1/exports/{made['id']}")[1]["state"] in ("failed", "running")
    assert table.claim(pk, long_ago_s + 10, long_ago_s - 950) is None, "its worker is alive"
    worker_of(cloud, itertools.repeat((long_ago_s + 961) * 1000)).work(message)
    row = table.read(pk)
    assert row is not None
    assert row["phase"] == "ready"


def test_the_size_of_a_file_in_an_archive_costs_no_memory() -> None:
    parts: list[int] = []
    archive = Archive(PartWriter(lambda part: parts.append(len(part))))
    size_bytes = 256 << 20
    chunk = bytes(1 << 20)
    tracemalloc.start()
    try:
        sha256, written = archive.add(
            "porch/a.mp4",
            "2026-11-21T04:26:14.123Z",
            size_bytes,
            (chunk for _ in range(size_bytes >> 20)),
            _ignore,
        )
        whole = archive.close()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written == size_bytes
    assert sha256 == hashlib.sha256(bytes(size_bytes)).hexdigest()
    assert sum(parts) == whole > size_bytes
    assert set(parts[:-1]) == {PART_BYTES}
    assert peak < 4 * PART_BYTES


def test_files_above_four_gigabytes_are_announced_as_such() -> None:
    # The header says so before the first byte, whatever follows.
    parts: list[bytes] = []
    archive = Archive(PartWriter(parts.append))
    archive.add("a", "1970-01-01T00:00:00.000Z", 5 << 30, iter([b"x"]), _ignore)
    archive.close()
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as found:
        assert found.testzip() is None
        assert found.infolist()[0].extract_version >= zipfile.ZIP64_VERSION
        assert found.infolist()[0].date_time[0] == 1980
