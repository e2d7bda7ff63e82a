"""Runs the errands: fetches one file after the other until each is there or given up."""

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

from vedette_gateway.clips.completeness import count_missing_bytes
from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.logs import Log
from vedette_gateway.ports.frigate import FrigateApi
from vedette_gateway.tasks import Bell
from vedette_gateway.ways.carrier import Carrier, Parcel
from vedette_gateway.ways.errands import Due, Errands

_A_TURN = 8
_TURN_S = 1.0
_FIRST_PAUSE_S, _PAUSE_MAX_S = 2.0, 600.0
_ATTEMPTS_MIN = 5
_CHANCE = random.SystemRandom()


class ErrandRunner:
    """A file that the server refuses is given up when it is `give_up_s` old, never before.

    While the server does not answer nothing is given up.
    """

    def __init__(
        self,
        api: FrigateApi,
        errands: Errands,
        carrier: Carrier,
        log: Log,
        give_up_s: float,
        to_fetch: Bell,
    ) -> None:
        self.last_error: str | None = None
        self._api = api
        self._errands = errands
        self._carrier = carrier
        self._log = log
        self._give_up_s = give_up_s
        self._to_fetch = to_fetch

    def run(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            rings = self._to_fetch.rings()
            if not self._take_turn(stopping.is_set):
                self._to_fetch.wait(rings, _TURN_S)

    def _take_turn(self, is_stopping: Callable[[], bool]) -> bool:
        """Whether there may be more to do at once."""
        due = self._errands.list_due(time.time(), _A_TURN)
        for each in due:
            if is_stopping() or not self._carrier.has_room():
                return False
            try:
                self._fetch(each, is_stopping)
            except Unavailable as error:
                # It is the server, not the file: the others need not be tried now.
                self._postpone(each, str(error))
                return False
            except OSError as error:
                self._postpone(each, f"cannot be written: {error.strerror}")
                return False
            except Rejected as error:
                self._refuse(each, str(error))
        return len(due) == _A_TURN

    def _fetch(self, due: Due, is_stopping: Callable[[], bool]) -> None:
        errand = due.errand
        parcel = Parcel(errand.camera, errand.name, f"frigate/{errand.name}", errand.taken_at)

        def download(target: Path) -> bool:
            self._api.download(errand.path, target, is_stopping)
            if _is_short(target):
                raise Rejected("short", f"{errand.path}: not whole")
            return True

        receipt = self._carrier.bring(
            parcel, download, lambda connection, _: self._errands.finish(connection, errand.id)
        )
        self.last_error = None
        self._log.info("file fetched", camera=errand.camera, receipt=receipt, errand=errand.id)

    def _refuse(self, due: Due, why: str) -> None:
        errand = due.errand
        is_old = time.time() - errand.taken_at > self._give_up_s
        if is_old and due.attempts >= _ATTEMPTS_MIN:
            self._errands.give_up(errand.id, why)
            self._log.error("file given up", camera=errand.camera, errand=errand.id, why=why)
        else:
            self._postpone(due, why)

    def _postpone(self, due: Due, why: str) -> None:
        if why != self.last_error:
            self._log.warning("file not fetched yet", errand=due.errand.id, why=why)
        self.last_error = why
        longest = min(_PAUSE_MAX_S, _FIRST_PAUSE_S * 2 ** min(due.attempts, 16))
        pause_s = _CHANCE.uniform(longest / 2, longest)
        self._errands.postpone(due.errand.id, time.time() + pause_s, why)


def _is_short(path: Path) -> bool:
    """Frigate streams a clip before it knows whether all of it can be made."""
    if path.suffix == ".jpg" or not path.stat().st_size:
        return not path.stat().st_size
    return (count_missing_bytes(path, "mp4") or 0) > 0
