"""An API of clips without a cloud behind it, so that a journey can have 100,000 of them."""

import bisect
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Route
from ulid import ULID

_QUARTER_MS = 900_000


def format_ms(instant_ms: int) -> str:
    moment = datetime.fromtimestamp(instant_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@dataclass(order=True, frozen=True)
class Recording:
    """A clip of five seconds; every `still_every`th is a still."""

    at_ms: int
    number: int
    camera: str

    @property
    def id(self) -> str:
        return str(ULID.from_bytes((self.at_ms << 80 | self.number).to_bytes(16, "big")))

    @property
    def kind(self) -> str:
        return "still" if self.number % 9 == 0 else "clip"


@dataclass
class StandIn:
    """Answers as the functions do: bounded pages, `before` and `after` by start, cursors."""

    recordings: list[Recording]
    zone: str = "Europe/Berlin"
    seen: set[str] = field(default_factory=set[str])
    asked: list[tuple[str, dict[str, str]]] = field(
        default_factory=list[tuple[str, dict[str, str]]]
    )

    def __post_init__(self) -> None:
        self.recordings.sort()
        self._times = [recording.at_ms for recording in self.recordings]

    def answer(self, page: Page) -> None:
        """From now on the page asks this and nothing else."""
        page.route("**/v1/**", self._handle)

    def newest_first(self) -> list[str]:
        return [recording.id for recording in reversed(self.recordings)]

    def _handle(self, route: Route) -> None:
        split = urlsplit(route.request.url)
        query = dict(parse_qsl(split.query))
        self.asked.append((split.path, query))
        answers: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = {
            "/v1/clips": self._clips,
            "/v1/cameras": self._cameras,
            "/v1/sites": self._sites,
            "/v1/days": self._days,
            "/v1/timeline": self._timeline,
            "/v1/seen": lambda _: self._mark(json.loads(route.request.post_data or "{}")),
        }
        if re.fullmatch("/v1/sites/[^/]+/groups", split.path):
            answers[split.path] = lambda _: {"items": []}
        known = answers.get(split.path)
        if known is None:
            problem = {"title": "Not found", "status": 404, "code": "not_found", "detail": ""}
            route.fulfill(
                status=404, content_type="application/problem+json", body=json.dumps(problem)
            )
            return
        route.fulfill(content_type="application/json", body=json.dumps(known(query)))

    def _between(self, query: dict[str, str]) -> Sequence[Recording]:
        start = bisect.bisect_left(self._times, parse_ms(query["after"])) if "after" in query else 0
        end = len(self._times)
        if "before" in query:
            end = bisect.bisect_left(self._times, parse_ms(query["before"]))
        return self.recordings[start:end]

    def _clips(self, query: dict[str, str]) -> dict[str, Any]:
        found = list(self._between(query))
        if query.keys() & {"camera", "kind", "seen"}:
            found = [recording for recording in found if self._fits(recording, query)]
        if query.get("order") != "oldest":
            found.reverse()
        start, limit = int(query.get("cursor", 0)), int(query.get("limit", 50))
        items = [self._show(recording) for recording in found[start : start + limit]]
        more = start + limit < len(found)
        return {"items": items, "cursor": str(start + limit) if more else None}

    def _fits(self, recording: Recording, query: dict[str, str]) -> bool:
        return (
            ("camera" not in query or recording.camera in query["camera"].split(","))
            and query.get("kind", recording.kind) == recording.kind
            and ("seen" not in query or (query["seen"] == "true") == (recording.id in self.seen))
        )

    def _show(self, recording: Recording) -> dict[str, Any]:
        at = format_ms(recording.at_ms)
        return {
            "id": recording.id,
            "site": recording.camera.split("_")[0],
            "camera": recording.camera,
            "kind": recording.kind,
            "recorded_at": at,
            "received_at": at,
            "camera_at": None,
            "duration_ms": 5000 if recording.kind == "clip" else None,
            "width": 640,
            "height": 360,
            "bytes": 100_000,
            "playable": True,
            "thumb_url": None,
            "preview_url": None,
            "seen": recording.id in self.seen,
            "starred": False,
        }

    def _names(self) -> list[str]:
        return sorted({recording.camera for recording in self.recordings})

    def _cameras(self, _: dict[str, str]) -> dict[str, Any]:
        last = format_ms(self._times[-1])
        return {
            "items": [
                {
                    "id": name,
                    "site": name.split("_")[0],
                    "name": name.split("_")[1],
                    "last_recorded_at": last,
                    "last_received_at": last,
                    "silent": False,
                }
                for name in self._names()
            ],
            "cursor": None,
        }

    def _sites(self, _: dict[str, str]) -> dict[str, Any]:
        names = sorted({name.split("_")[0] for name in self._names()})
        more = {"zone": self.zone, "role": "owner", "cameras": None, "version": 1}
        return {"items": [{"id": name, "name": name.title(), **more} for name in names]}

    def _days(self, query: dict[str, str]) -> dict[str, Any]:
        zone = ZoneInfo(query["zone"])
        days: dict[str, dict[str, Any]] = {}
        for recording in self.recordings:
            date = datetime.fromtimestamp(recording.at_ms / 1000, zone).date().isoformat()
            if date.startswith(query["month"]):
                day = days.setdefault(date, {"date": date, "clips": 0, "unseen": 0})
                day["clips"] += 1
                day["unseen"] += recording.id not in self.seen
        return {"items": list(days.values())}

    def _timeline(self, query: dict[str, str]) -> dict[str, Any]:
        cameras: dict[str, dict[int, int]] = {}
        for recording in self._between(query):
            buckets = cameras.setdefault(recording.camera, {})
            at = recording.at_ms // _QUARTER_MS * _QUARTER_MS
            buckets[at] = buckets.get(at, 0) + 1
        return {
            "bucket_ms": _QUARTER_MS,
            "cameras": [
                {
                    "id": name,
                    "buckets": [
                        {"at": format_ms(at), "clips": clips, "duration_ms": clips * 5000}
                        for at, clips in sorted(buckets.items())
                    ],
                }
                for name, buckets in sorted(cameras.items())
            ],
        }

    def _mark(self, body: dict[str, Any]) -> dict[str, Any]:
        change = self.seen.update if body["seen"] else self.seen.difference_update
        change(body["ids"])
        return body
