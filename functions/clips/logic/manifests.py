"""What an export says of itself: its files, who made it, and how to verify that nothing changed."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contract import names
from functions.clips.logic.times import format_time, parse_time
from functions.clips.rows import Row
from functions.errors import Rejected

GAP_MIN = timedelta(hours=1)
_TOLD = ("received_at", "camera_at", "duration_ms", "width", "height", "treatment")
MANIFEST, SIGNATURE, PUBLIC_KEY, GUIDE = (
    "manifest.json",
    "manifest.sig",
    "public-key.pem",
    "VERIFY.txt",
)

GUIDE_TEXT = """\
How to verify that this export was not changed
==============================================

manifest.json lists every recording with its SHA-256, and says who exported what and when.
manifest.sig is its signature by a key that never leaves the AWS account that made the export;
public-key.pem is the public half. Compare that with the key which the owner of the cameras names
(`aws kms get-public-key`, or another export): a forger would put in a key of his own.

In the folder where the archive is unpacked (OpenSSL 1.1 or newer, Python 3):

1. The signature. It must answer "Verified OK":

   openssl dgst -sha256 -verify public-key.pem -signature manifest.sig manifest.json

2. The recordings. It must answer "all files are as listed":

   python3 - <<'END'
   import hashlib, json, sys
   for file in json.load(open("manifest.json", encoding="utf-8"))["files"]:
       content = open(file["name"], "rb")
       digest = hashlib.sha256()
       for chunk in iter(lambda: content.read(1 << 20), b""):
           digest.update(chunk)
       if digest.hexdigest() != file["sha256"]:
           sys.exit("changed: " + file["name"])
   print("all files are as listed")
   END

Times are UTC. `missing` lists recordings whose file could not be exported; `gaps` lists stretches
of an hour or more in which a camera recorded nothing: cameras record when something moves.
"""


@dataclass(frozen=True)
class Piece:
    """One recording to export."""

    key: str
    name: str
    size_bytes: int
    recorded_at: str
    told: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What goes into an export, camera by camera, oldest first, and what cannot."""

    pieces: list[Piece]
    missing: list[dict[str, Any]]
    gaps: list[dict[str, str]]

    @property
    def size_bytes(self) -> int:
        """Of all recordings together."""
        return sum(piece.size_bytes for piece in self.pieces)


def make_plan(export: Row, clips: list[Row]) -> Plan:
    """`clips` are those of the range, by camera, oldest first.

    Raises Rejected "empty", "too_many_clips" or "too_many_bytes", which the export's maker reads.
    """
    pieces: list[Piece] = []
    missing: list[dict[str, Any]] = []
    for row in clips:
        clip_id, camera = names.parse_clip_key(str(row["pk"])), str(row["camera"])
        recorded_at, original = str(row["recorded_at"]), row.get("original")
        told: dict[str, Any] = {
            "clip": clip_id,
            "camera": camera,
            "kind": row["kind"],
            "recorded_at": recorded_at,
            **{name: row[name] for name in _TOLD if name in row},
        }
        if not isinstance(original, dict):
            missing.append({**told, "why": "the file has not arrived"})
            continue
        key = str(original["key"])
        told["content_type"] = original["content_type"]
        name = _file_name(camera, recorded_at, clip_id, key.rpartition(".")[2])
        pieces.append(Piece(key, name, int(original["bytes"]), recorded_at, told))
    plan = Plan(pieces, missing, _find_gaps(export, clips))
    if not pieces:
        raise Rejected("empty", "nothing was recorded then")
    if len(pieces) > names.CLIPS_EXPORT_CLIPS_MAX:
        raise Rejected("too_many_clips", f"{len(pieces)} recordings")
    if plan.size_bytes > names.CLIPS_EXPORT_BYTES_MAX:
        raise Rejected("too_many_bytes", f"{plan.size_bytes} bytes")
    return plan


def _file_name(camera: str, recorded_at: str, clip_id: str, extension: str) -> str:
    time = recorded_at[11:19].replace(":", "-")
    return f"{camera}/{recorded_at[:10]}/{time}Z_{clip_id}.{extension}"


def _find_gaps(export: Row, clips: list[Row]) -> list[dict[str, str]]:
    gaps: list[dict[str, str]] = []
    first, last = parse_time(str(export["range_after"])), parse_time(str(export["range_before"]))
    for camera in str(export["cameras"]).split(","):
        quiet_since = first
        for row in clips:
            if row["camera"] != camera:
                continue
            start = parse_time(str(row["recorded_at"]))
            if start - quiet_since >= GAP_MIN:
                gaps.append(_gap(camera, format_time(quiet_since), format_time(start)))
            length = timedelta(milliseconds=int(str(row.get("duration_ms", 0))))
            quiet_since = max(quiet_since, start + length)
        if last - quiet_since >= GAP_MIN:
            gaps.append(_gap(camera, format_time(quiet_since), format_time(last)))
    return gaps


def _gap(camera: str, after: str, before: str) -> dict[str, str]:
    return {"camera": camera, "after": after, "before": before}


def write_manifest(
    export: Row, plan: Plan, files: list[dict[str, Any]], lost: list[dict[str, Any]], at: str
) -> bytes:
    """The manifest's bytes, which are what is signed; `lost` went missing while exporting."""
    document = {
        "format": "vedette-export-1",
        "export": names.parse_export_key(str(export["pk"])),
        "site": export["site"],
        "cameras": str(export["cameras"]).split(","),
        "after": export["range_after"],
        "before": export["range_before"],
        "exported_by": export["created_by"],
        "asked_at": export["created_at"],
        "exported_at": at,
        "files": files,
        "missing": [*plan.missing, *lost],
        "gaps": plan.gaps,
    }
    return json.dumps(document, indent=1, ensure_ascii=False).encode()
