"""What the journal keeps: receipts of files, the objects made of them, and their states."""

from dataclasses import dataclass
from typing import Literal

State = Literal["received", "admitted", "rendered", "uploaded", "confirmed", "set_aside"]

STATES: tuple[State, ...] = (
    "received",
    "admitted",
    "rendered",
    "uploaded",
    "confirmed",
    "set_aside",
)
WAITING: tuple[State, ...] = ("received", "admitted", "rendered", "uploaded")

# Where a receipt may come from to be in a state; backwards only to make a damaged rendition again.
COMES_FROM: dict[State, tuple[State, ...]] = {
    "received": (),
    "admitted": ("received", "rendered"),
    "rendered": ("admitted",),
    "uploaded": ("rendered",),
    "confirmed": ("uploaded",),
    "set_aside": ("received", "admitted"),
}

# The answer to a put whose key was there: stored by an earlier life of this gateway.
STORED_EARLIER = "stored earlier"

LAYOUT = """
CREATE TABLE IF NOT EXISTS receipts (
    id TEXT PRIMARY KEY,
    camera TEXT NOT NULL,
    file_name TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_path TEXT NOT NULL,
    is_acknowledged INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'received',
    look_at REAL NOT NULL DEFAULT 0,
    worker_deaths INTEGER NOT NULL DEFAULT 0,
    why TEXT,
    sha256 TEXT,
    clip_id TEXT UNIQUE,
    recorded_at TEXT,
    contents TEXT,
    metadata TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS receipts_by_state ON receipts (state, look_at);
CREATE INDEX IF NOT EXISTS receipts_by_camera ON receipts (camera, state, received_at);
CREATE INDEX IF NOT EXISTS receipts_by_content ON receipts (sha256) WHERE sha256 IS NOT NULL;
CREATE TABLE IF NOT EXISTS objects (
    receipt TEXT NOT NULL REFERENCES receipts (id),
    rendition TEXT NOT NULL,
    turn INTEGER NOT NULL,
    key TEXT NOT NULL,
    path TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (receipt, rendition)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_waiting ON objects (turn, receipt) WHERE answer IS NULL;
PRAGMA user_version = 1;
"""


@dataclass(frozen=True)
class Receipt:
    """One file a camera sent; a row of `receipts`.

    `file_name` is its name in the spool, `source_name` what the camera calls it now,
    `source_path` where the camera sees it, relative to its jail. `is_acknowledged` says that the
    camera was told that the file arrived. Times are in the contract's form; nothing is to be done
    before `look_at` (epoch seconds). `contents` and `metadata` are JSON.
    """

    id: str
    camera: str
    file_name: str
    source_name: str
    source_path: str
    is_acknowledged: bool
    received_at: str
    bytes: int
    state: State = "received"
    look_at: float = 0.0
    worker_deaths: int = 0
    why: str | None = None
    sha256: str | None = None
    clip_id: str | None = None
    recorded_at: str | None = None
    contents: str | None = None
    metadata: str | None = None


@dataclass(frozen=True)
class Admission:
    """What is written down when a file becomes a clip."""

    sha256: str
    clip_id: str
    recorded_at: str
    contents: str
    metadata: str


@dataclass(frozen=True)
class StoredObject:
    """One object of a clip; a row of `objects`.

    `turn` orders uploads; `path` is relative to the spool; `sha256` is in base64. `answer` is the
    checksum S3 gave back, STORED_EARLIER, or None while the object waits.
    """

    receipt: str
    rendition: str
    turn: int
    key: str
    path: str
    content_type: str
    bytes: int
    sha256: str
    answer: str | None = None
