"""Frigate mode: what a Frigate server saw and exported becomes errands."""

import json
import threading
import time
from collections.abc import Callable, Collection, Iterator

from pydantic import ValidationError

from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.logs import Log
from vedette_gateway.ports.frigate import (
    Event,
    Export,
    FrigateApi,
    address_clip,
    address_export,
    address_snapshot,
)
from vedette_gateway.tasks import Bell
from vedette_gateway.ways.errands import Errand, Errands
from vedette_gateway.ways.positions import Positions
from vedette_gateway.ways.settings import Frigate

_PAGE = 100
# An event is written into Frigate's database some time after it began.
_LATE_S = 3600.0
# One that never ends (Frigate crashed) must not keep the list from moving on for ever.
_ENDLESS_S = 7 * 86_400.0
_TURN_S = 1.0
_STRANGERS_MAX = 100
_MESSAGE_BYTES_MAX = 1 << 20


class FrigateEvents:
    """Events come by MQTT at once, and by asking in any case; `to_fetch` rings for new errands."""

    def __init__(
        self,
        settings: Frigate,
        cameras: Callable[[], Collection[str]],
        api: FrigateApi,
        errands: Errands,
        positions: Positions,
        log: Log,
        to_fetch: Bell,
    ) -> None:
        self.last_error: str | None = None
        self.asked_at: float | None = None
        self.strangers: set[str] = set()
        self._unread = 0
        self._settings = settings
        self._cameras = cameras
        self._api = api
        self._errands = errands
        self._positions = positions
        self._log = log
        self._position = f"frigate:{settings.url}"
        self._to_fetch = to_fetch
        self._to_poll = Bell()

    def ask_now(self) -> None:
        """Events may have been missed."""
        self._to_poll.ring()

    def hear(self, message: bytes) -> None:
        """One message of the topic of events."""
        try:
            said = json.loads(message[:_MESSAGE_BYTES_MAX])
            if said["type"] == "end":
                self._add([*self._list_errands(Event.model_validate(said["after"]))])
        except (ValueError, KeyError, TypeError, ValidationError):
            self._note("a message of Frigate cannot be read")

    def run(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            rings = self._to_poll.rings()
            try:
                self.poll()
            except (Unavailable, Rejected) as error:
                self._note(str(error))
            until = time.monotonic() + self._settings.poll_s
            while not stopping.is_set() and time.monotonic() < until:
                self._to_poll.wait(rings, min(_TURN_S, self._settings.poll_s))
                if self._to_poll.rings() != rings:
                    break

    def poll(self) -> None:
        """List what began since the last time. Raises Unavailable, Rejected."""
        known = self._positions.find(self._position)
        now = time.time()
        since = float(known) if known else now - self._settings.catch_up_hours * 3600
        events = [*self._list_events(since if known is None else since - _LATE_S)]
        self._add([errand for event in events for errand in self._list_errands(event)])
        ended = [event.start_time for event in events if event.end_time is not None]
        running = [event.start_time for event in events if event.end_time is None]
        bounds = [start for start in running if start > now - _ENDLESS_S]
        # A server whose clock was ahead must not hide what happens until then.
        reached = min([max([since, *ended]), *bounds, now])
        if known is None or reached != since:
            self._positions.keep(self._position, repr(reached))
        if self._settings.exports:
            exports, unread = self._api.list_exports()
            self._note_unread(unread)
            self._add([errand for export in exports for errand in self._list_export(export)])
        self.asked_at, self.last_error = now, None

    def _list_events(self, after: float) -> Iterator[Event]:
        before: float | None = None
        while True:
            page, unread = self._api.list_events(after, before, _PAGE)
            self._note_unread(unread)
            yield from page
            oldest = min((event.start_time for event in page), default=after)
            # Those of the same moment may be on either side of the border.
            border = oldest + 1e-6
            if len(page) + unread < _PAGE or (before is not None and border >= before):
                return
            before = border

    def _list_errands(self, event: Event) -> Iterator[Errand]:
        camera = self._find_camera(event.camera)
        wanted = not self._settings.labels or event.label in self._settings.labels
        if camera is None or not wanted or event.end_time is None or event.false_positive:
            return
        next_at = max(time.time(), event.end_time + self._settings.settle_s)
        name = f"{event.id} {event.label}"
        begun = event.start_time
        if event.has_clip:
            path = address_clip(event.id)
            yield Errand(f"clip:{event.id}", camera, f"{name}.mp4", path, begun, next_at)
        if event.has_snapshot and self._settings.snapshots:
            path = address_snapshot(event.id)
            yield Errand(f"snapshot:{event.id}", camera, f"{name}.jpg", path, begun, next_at)

    def _list_export(self, export: Export) -> Iterator[Errand]:
        camera = self._find_camera(export.camera)
        if camera is not None and not export.in_progress:
            name = f"{export.id} {export.name[:100]}.mp4".replace("/", "_")
            path = address_export(export)
            yield Errand(f"export:{export.id}", camera, name, path, export.date, time.time())

    def _find_camera(self, name: str) -> str | None:
        camera = self._settings.cameras.get(name, name.lower().replace("_", "-"))
        if camera in self._cameras():
            return camera
        if name not in self.strangers and len(self.strangers) < _STRANGERS_MAX:
            self.strangers.add(name)
            self._log.warning("Frigate camera without a camera", camera=name)
        return None

    def _add(self, errands: list[Errand]) -> None:
        if errands and self._errands.add(errands):
            self._to_fetch.ring()

    def _note_unread(self, count: int) -> None:
        if count > self._unread:
            self._log.warning("Frigate lists what cannot be read", count=count)
        self._unread = max(count, self._unread)

    def _note(self, why: str) -> None:
        if why != self.last_error:
            self._log.error("Frigate trouble", why=why)
        self.last_error = why
