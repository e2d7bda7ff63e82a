"""The message broker: who is connected, and where a message goes."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from local.account import Account
from local.iot.admission import Admit
from local.iot.connection import Connection, Link
from local.iot.opening import Arrival
from local.iot.packets import Publish
from local.iot.reasons import Reason


class Broker:
    """Belongs to one event loop, but for `publish`. Each client id is connected once."""

    def __init__(
        self, account: Account, *, admit: Admit, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._account = account
        self._admit = admit
        self._clock = clock
        self._open: set[Connection] = set()
        self._joined: dict[str, Connection] = {}
        self._refreshing: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def connect(self, link: Link, arrival: Arrival) -> Connection:
        """A connection that has yet to say who it is."""
        connection = Connection(self, link, arrival, admit=self._admit, clock=self._clock)
        self._open.add(connection)
        return connection

    async def keep_time(self, every_s: float) -> None:
        """For ever: end what is due, ask authorizers again when it is time."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                self._tick()
                await asyncio.sleep(every_s)
        finally:
            self._loop = None

    def publish(self, message: Publish) -> None:
        """From any thread; nobody hears of it while the broker does not run."""
        loop = self._loop
        if loop is None:
            return
        with contextlib.suppress(RuntimeError):  # closed in this very moment
            loop.call_soon_threadsafe(self.route, message, None)

    def route(self, message: Publish, source: object) -> None:
        """To everybody who has subscribed and may receive it."""
        for connection in list(self._joined.values()):
            connection.deliver(message, source)

    def join(self, connection: Connection) -> None:
        """Whoever had this client id before is disconnected."""
        before = self._joined.get(connection.client_id)
        if before is not None:
            before.end(Reason.SESSION_TAKEN_OVER)
        self._joined[connection.client_id] = connection

    def leave(self, connection: Connection) -> None:
        self._open.discard(connection)
        if self._joined.get(connection.client_id) is connection:
            del self._joined[connection.client_id]

    def arn(self, resource: str) -> str:
        return self._account.arn("iot", resource)

    def _tick(self) -> None:
        for connection in list(self._open):
            connection.tick()
            if connection.wants_refresh():
                task = asyncio.create_task(connection.refresh())
                self._refreshing.add(task)
                task.add_done_callback(self._refreshing.discard)
