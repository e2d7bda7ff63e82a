"""Frigate mode put together: who hears of events, who asks for them, who fetches their files."""

import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial

from vedette_gateway.clips.clock import format_time
from vedette_gateway.logs import Log
from vedette_gateway.ports.broker import Subscription
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.frigate import FrigateApi
from vedette_gateway.tasks import Bell
from vedette_gateway.ways.carrier import Carrier
from vedette_gateway.ways.errand_runner import ErrandRunner
from vedette_gateway.ways.errands import Errands
from vedette_gateway.ways.events import FrigateEvents
from vedette_gateway.ways.positions import Positions
from vedette_gateway.ways.settings import Frigate


class FrigateWay:
    """Three threads; each has its own connection to the server."""

    def __init__(
        self,
        settings: Frigate,
        cameras: Callable[[], Collection[str]],
        database: Database,
        carrier: Carrier,
        log: Log,
    ) -> None:
        self._settings = settings
        self._errands = Errands(database)
        to_fetch = Bell()
        self._events = FrigateEvents(
            settings,
            cameras,
            FrigateApi(settings),
            self._errands,
            Positions(database),
            log,
            to_fetch,
        )
        give_up_s = settings.give_up_hours * 3600
        self._runner = ErrandRunner(
            FrigateApi(settings), self._errands, carrier, log, give_up_s, to_fetch
        )
        self._subscription = None
        if settings.mqtt is not None:
            self._subscription = Subscription(
                settings.mqtt, self._events.hear, self._events.ask_now
            )

    def forget(self) -> None:
        self._errands.forget()

    def start(
        self, start: Callable[[str, Callable[[], None]], None], stopping: threading.Event
    ) -> None:
        """Start each thread with `start`, which takes its name and what it runs."""
        start("frigate-events", partial(self._events.run, stopping))
        start("frigate-files", partial(self._runner.run, stopping))
        if self._subscription is not None:
            start("frigate-mqtt", partial(self._subscription.run, stopping))

    def report(self) -> dict[str, object]:
        asked_at, broker = self._events.asked_at, self._subscription
        return {
            "url": self._settings.url,
            "asked_at": None if asked_at is None else _format(asked_at),
            "last_error": self._events.last_error or self._runner.last_error,
            "mqtt_connected": None if broker is None else broker.is_connected,
            "mqtt_last_error": None if broker is None else broker.last_error,
            "files": self._errands.count(),
            "cameras_without_camera": sorted(self._events.strangers),
        }


def _format(moment: float) -> str:
    return format_time(datetime.fromtimestamp(moment, UTC))
