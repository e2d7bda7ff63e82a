"""The status in the text format of Prometheus."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import cast

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_Labels = dict[str, str]
_Sample = tuple[_Labels, float]
_HELP = {
    "info": "The gateway; always 1.",
    "start_time_seconds": "When it was started, in seconds since 1970.",
    "clips": "Files by state.",
    "clips_received_total": "Files that cameras sent.",
    "oldest_waiting_seconds": "Age of the oldest file that is not confirmed.",
    "camera_received_total": "Files that the camera sent.",
    "camera_waiting": "Files of the camera that are not confirmed.",
    "camera_set_aside": "Files of the camera that did not become clips.",
    "camera_last_received_timestamp_seconds": "When the camera sent its latest file.",
    "last_confirmed_timestamp_seconds": "When the cloud last confirmed a clip.",
    "last_error_timestamp_seconds": "When an upload last failed.",
    "sent_bytes": "Bytes that crossed the link on the latest day, by purpose.",
    "disk_free_bytes": "Free space of the spool.",
    "disk_min_free_bytes": "With less free space, uploads are refused.",
    "accepts_uploads": "0 while uploads are refused.",
    "reconciled_timestamp_seconds": "When disk and journal were last compared.",
    "reconcile_findings": "What the last comparison found, by kind.",
    "cloud_compared_timestamp_seconds": "When the cloud was last compared, or tried to be.",
    "cloud_comparison_failed": "1 when the last try did not compare all of it.",
}


def format_metrics(report: Mapping[str, object]) -> str:
    """Every family with its help and type; families without a value are left out."""
    lines: list[str] = []
    families: dict[str, list[_Sample]] = {}
    for name, labels, value in _list_samples(report):
        if value is not None:
            families.setdefault(name, []).append((labels, value))
    for name, samples in families.items():
        kind = "counter" if name.endswith("_total") else "gauge"
        full = f"vedette_gateway_{name}"
        lines += [f"# HELP {full} {_HELP[name]}", f"# TYPE {full} {kind}"]
        lines += [f"{full}{_format_labels(labels)} {value!r}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def _list_samples(report: Mapping[str, object]) -> Iterator[tuple[str, _Labels, float | None]]:
    clips, upload, disk = (_group(report, name) for name in ("clips", "upload", "disk"))
    yield "info", {name: str(report.get(name)) for name in ("site", "version")}, 1.0
    yield "start_time_seconds", {}, _time(report.get("started_at"))
    for state, count in _group(clips, "states").items():
        yield "clips", {"state": state}, _number(count)
    yield "clips_received_total", {}, _number(clips.get("received"))
    yield "oldest_waiting_seconds", {}, _number(_group(clips, "oldest_waiting").get("age_s", 0))
    for camera in cast(list[dict[str, object]], report.get("cameras") or []):
        labels = {"camera": str(camera.get("name"))}
        yield "camera_received_total", labels, _number(camera.get("received"))
        yield "camera_waiting", labels, _number(camera.get("waiting"))
        yield "camera_set_aside", labels, _number(camera.get("set_aside"))
        seen_at = _time(camera.get("last_received_at"))
        yield "camera_last_received_timestamp_seconds", labels, seen_at
    yield "last_confirmed_timestamp_seconds", {}, _time(upload.get("last_confirmed_at"))
    yield "last_error_timestamp_seconds", {}, _time(upload.get("last_error_at"))
    for purpose, size in _latest_day(_group(upload, "traffic")).items():
        # Whoever sums over the purposes has the total.
        if purpose != "total":
            yield "sent_bytes", {"purpose": purpose}, _number(size)
    for name in ("free_bytes", "min_free_bytes"):
        yield f"disk_{name}", {}, _number(disk.get(name))
    yield "accepts_uploads", {}, _number(disk.get("accepts_uploads"))
    reconciled = _group(report, "reconciled")
    yield "reconciled_timestamp_seconds", {}, _time(reconciled.get("at"))
    for kind, count in _group(reconciled, "found").items():
        yield "reconcile_findings", {"kind": kind}, _number(count)
    bucket = _group(report, "bucket")
    for kind, count in _group(bucket, "found").items():
        yield "reconcile_findings", {"kind": kind}, _number(count)
    yield "cloud_compared_timestamp_seconds", {}, _time(bucket.get("at"))
    if bucket:
        yield "cloud_comparison_failed", {}, float(bucket.get("why_not") is not None)


def _group(values: Mapping[str, object], name: str) -> dict[str, object]:
    return cast(dict[str, object], values.get(name) or {})


def _latest_day(days: dict[str, object]) -> dict[str, object]:
    return _group(days, max(days)) if days else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _time(value: object) -> float | None:
    if not isinstance(value, str):
        return None
    return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()


def _format_labels(labels: _Labels) -> str:
    if not labels:
        return ""
    pairs = [f'{name}="{_escape(value)}"' for name, value in labels.items()]
    return "{" + ",".join(pairs) + "}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
