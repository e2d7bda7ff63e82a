"""How long until cameras are served, with an empty journal and with 100,000 clips in it?

From exec to the FTP server's greeting, in turn with both journals; the clips are confirmed and have
the four objects that a clip has. `status_ms` is how long the status port takes for its report,
which counts them all.
"""

import base64
import hashlib
import json
import tempfile
import time
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from ulid import ULID
from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.receipts import LAYOUTS, TURNS, Receipt, StoredObject
from vedette_gateway.names import format_object_key
from vedette_gateway.ports.database import Database

from bench.gateway import Gateway, Setup, running_gateway
from bench.ingest import CAMERAS, CLOUD
from bench.processes import find_port
from bench.storage import list_environment

CLIPS = (0, 100_000)
ROUNDS = 5
STATUS_ASKED = 5
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
RENDITIONS = {"thumb": ".jpg", "preview": ".webp", "sd": ".mp4", "original": ".mp4"}


@dataclass(frozen=True)
class Starting:
    """Of one size of the journal; `ratio` is to the empty one."""

    clips: int
    journal_megabytes: float
    start_ms: float
    ratio: float
    status_ms: float


def make_clip(number: int) -> tuple[Receipt, list[StoredObject]]:
    """A confirmed clip, as the gateway leaves it in the journal."""
    moment = FIRST + timedelta(seconds=number * 200)
    camera, clip_id = CAMERAS[number % len(CAMERAS)], str(ULID.from_datetime(moment))
    receipt, recorded_at = str(ULID.from_datetime(moment)), format_time(moment)
    name = f"MDalarm_{moment:%Y%m%d_%H%M%S}.mkv"
    digest = base64.b64encode(hashlib.sha256(clip_id.encode()).digest()).decode()
    contents = {"kind": "clip", "width": 1280, "height": 720, "video_codec": "h264"}
    metadata = {**contents, "recorded_at": recorded_at, "received_at": recorded_at}
    written = Receipt(
        id=receipt,
        camera=camera,
        file_name=name,
        source_name=name,
        source_path=f"record/{name}",
        is_acknowledged=True,
        received_at=recorded_at,
        bytes=3_000_000,
        state="confirmed",
        sha256=digest,
        clip_id=clip_id,
        recorded_at=recorded_at,
        contents=json.dumps(contents),
        metadata=json.dumps(metadata),
    )
    day = recorded_at[:10].split("-")
    objects = [
        StoredObject(
            receipt=receipt,
            rendition=rendition,
            turn=TURNS[rendition],
            key=format_object_key(
                "home", camera, day[0], day[1], day[2], clip_id, rendition, extension[1:]
            ),
            path=f"rendered/{receipt}/{rendition}{extension}",
            content_type="video/mp4",
            bytes=3_000_000,
            sha256=digest,
            answer=digest,
        )
        for rendition, extension in RENDITIONS.items()
    ]
    return written, objects


def fill(journal: Path, clips: int) -> None:
    """In one transaction, with the gateway's own layouts."""
    made = [make_clip(number) for number in range(clips)]
    journal.parent.mkdir(parents=True)
    database = Database(journal, LAYOUTS)
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO receipts (id, camera, file_name, source_name, source_path,"
            " is_acknowledged, received_at, bytes, state, look_at, worker_deaths, why, sha256,"
            " clip_id, recorded_at, contents, metadata)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [astuple(receipt)[:17] for receipt, _ in made],
        )
        connection.executemany(
            "INSERT INTO objects (receipt, rendition, turn, key, path, content_type, bytes,"
            " sha256, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [astuple(each) for _, objects in made for each in objects],
        )
    database.close()


def ask_status(gateway: Gateway) -> float:
    """Milliseconds of a report; the median of several."""
    times: list[float] = []
    for _ in range(STATUS_ASKED):
        began = time.perf_counter()
        gateway.ask()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def start(folder: Path) -> tuple[float, float]:
    """Milliseconds until it greets cameras, and of its status."""
    setup = Setup(CAMERAS, CLOUD, list_environment(f"http://127.0.0.1:{find_port()}"))
    with running_gateway(folder, setup) as gateway:
        return gateway.start_s * 1000, ask_status(gateway)


def run() -> list[Starting]:
    """One row a size of the journal; rounds in turn, medians."""
    with tempfile.TemporaryDirectory() as place:
        folders = {clips: Path(place) / str(clips) for clips in CLIPS}
        for clips, folder in folders.items():
            fill(folder / "spool" / "journal.sqlite3", clips)
        rounds = [
            {clips: start(folder) for clips, folder in folders.items()} for _ in range(ROUNDS)
        ]
        return [
            Starting(
                clips=clips,
                journal_megabytes=(folder / "spool" / "journal.sqlite3").stat().st_size / 1e6,
                start_ms=median(seen[clips][0] for seen in rounds),
                ratio=median(seen[clips][0] / seen[CLIPS[0]][0] for seen in rounds),
                status_ms=median(seen[clips][1] for seen in rounds),
            )
            for clips, folder in folders.items()
        ]
