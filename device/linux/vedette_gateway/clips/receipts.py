"""What the journal keeps: receipts of files, the objects made of them, and their states."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal[
    "received", "admitted", "rendered", "uploaded", "confirmed", "set_aside", "duplicate"
]

STATES: tuple[State, ...] = (
    "received",
    "admitted",
    "rendered",
    "uploaded",
    "confirmed",
    "set_aside",
    "duplicate",
)
WAITING: tuple[State, ...] = ("received", "admitted", "rendered", "uploaded")

# Where a receipt may come from to be in a state; backwards only to make a damaged rendition again,
# or because a person wants a file that was set aside tried again.
COMES_FROM: dict[State, tuple[State, ...]] = {
    "received": ("set_aside",),
    "admitted": ("received", "rendered"),
    "rendered": ("admitted",),
    "uploaded": ("rendered",),
    "confirmed": ("uploaded",),
    "set_aside": ("received", "admitted"),
    "duplicate": ("received",),
}

# `look_at` of a file that is written down but not in its place yet: nobody looks at it.
ON_ITS_WAY = 1e12

# What is still to be made of a rendered clip: first what browsers can play, then what is small.
VersionStep = Literal["playable", "smaller"]

# The order of uploads over all clips, smallest first.
TURNS = {"thumb": 0, "preview": 1, "sd": 2, "hd": 3, "original": 4}

# The answer to a put whose key was there: stored by an earlier life of this gateway.
STORED_EARLIER = "stored earlier"

# Scripts that bring a journal from one version to the next; only ever appended to.
LAYOUTS = (
    """
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
""",
    """
ALTER TABLE receipts ADD COLUMN next_versions TEXT;
ALTER TABLE receipts ADD COLUMN versions TEXT NOT NULL DEFAULT '';
CREATE INDEX receipts_by_next_versions ON receipts (next_versions, id)
    WHERE next_versions IS NOT NULL;
UPDATE objects SET turn = 4 WHERE rendition = 'original';
""",
    """
ALTER TABLE receipts ADD COLUMN stated_at TEXT;
ALTER TABLE receipts ADD COLUMN same_as TEXT;
CREATE TABLE finds (
    identity TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    is_to_delete INTEGER NOT NULL,
    seen_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX finds_by_path ON finds (source, path);
CREATE INDEX finds_to_delete ON finds (receipt) WHERE is_to_delete = 1;
CREATE TABLE positions (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE errands (
    id TEXT PRIMARY KEY,
    camera TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    taken_at REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at REAL NOT NULL,
    why TEXT
) WITHOUT ROWID;
CREATE INDEX errands_waiting ON errands (next_at) WHERE state = 'waiting';
""",
    """
DROP INDEX objects_waiting;
CREATE INDEX objects_by_size ON objects (turn, bytes, receipt) WHERE answer IS NULL;
CREATE TABLE transfers (
    receipt TEXT NOT NULL,
    rendition TEXT NOT NULL,
    key TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    upload_id TEXT NOT NULL,
    part_bytes INTEGER NOT NULL,
    PRIMARY KEY (receipt, rendition)
) WITHOUT ROWID;
CREATE TABLE parts (
    receipt TEXT NOT NULL,
    rendition TEXT NOT NULL,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    etag TEXT,
    PRIMARY KEY (receipt, rendition, number),
    FOREIGN KEY (receipt, rendition) REFERENCES transfers ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE traffic (
    day TEXT NOT NULL,
    purpose TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (day, purpose)
) WITHOUT ROWID;
""",
    """
CREATE TABLE pruned (
    camera TEXT NOT NULL,
    state TEXT NOT NULL,
    count INTEGER NOT NULL,
    last_received_at TEXT NOT NULL,
    PRIMARY KEY (camera, state)
) WITHOUT ROWID;
CREATE INDEX finds_by_receipt ON finds (receipt);
CREATE INDEX receipts_to_render ON receipts (id) WHERE state IN ('received', 'admitted');
CREATE INDEX receipts_waiting ON receipts (received_at)
    WHERE state IN ('received', 'admitted', 'rendered', 'uploaded');
CREATE INDEX objects_by_rendition ON objects (rendition, bytes, answer)
    WHERE answer IS NULL;
CREATE INDEX receipts_by_original ON receipts (same_as) WHERE same_as IS NOT NULL;
""",
    """
ALTER TABLE receipts ADD COLUMN confirmed_at REAL;
""",
)


@dataclass(frozen=True)
class Receipt:
    """One file a camera sent; a row of `receipts`.

    `file_name` is its name in the spool, `source_name` what the camera calls it now,
    `source_path` where the camera sees it, relative to its jail. `is_acknowledged` says that the
    camera was told that the file arrived. Times are in the contract's form; nothing is to be done
    before `look_at` (epoch seconds). `contents` and `metadata` are JSON. `next_versions` is what is
    still to be made of it once it is rendered, `versions` tells of those that were. `stated_at` is
    the time of recording when the source vouches for it, `same_as` the receipt of the same content,
    `confirmed_at` when the cloud had all of it (epoch seconds).
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
    next_versions: VersionStep | None = None
    versions: str = ""
    stated_at: str | None = None
    same_as: str | None = None
    confirmed_at: float | None = None


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


@dataclass(frozen=True)
class AddedVersions:
    """What is written down when a step made further versions of a clip."""

    receipt: str
    metadata: str
    versions: str
    objects: Sequence[StoredObject]
    next_versions: VersionStep | None
