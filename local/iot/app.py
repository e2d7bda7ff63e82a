"""MQTT over WebSocket: `/mqtt` with the sub-protocol `mqtt`, as on port 443 of AWS IoT Core."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from local.iot.broker import Broker
from local.iot.connection import Connection
from local.iot.opening import Arrival

_PROTOCOL = "mqtt"
_AUTHORIZER = "x-amz-customauthorizer-name"
_TICK_SECONDS = 0.25
_UNSENT_BYTES_MAX = 8 * 2**20
_FLUSH_SECONDS_MAX = 2.0


def build_iot(broker: Broker, *, server_name: str, tick_s: float = _TICK_SECONDS) -> Starlette:
    """`server_name` is what the endpoint is called on AWS; authorizers are told it."""

    async def serve(websocket: WebSocket) -> None:
        if _PROTOCOL not in websocket.scope.get("subprotocols", []):
            await websocket.close()  # before it was accepted: 403
            return
        await websocket.accept(subprotocol=_PROTOCOL)
        link = _SocketLink(websocket)
        writing = asyncio.create_task(link.write())
        connection = broker.connect(link, _arrival(websocket, server_name))
        reading = asyncio.create_task(_read(websocket, connection))
        closing = asyncio.create_task(link.closed.wait())
        try:
            # A client that reads nothing cannot be told goodbye, and is not waited for.
            await asyncio.wait({reading, closing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            connection.end(None)
            await asyncio.wait({writing}, timeout=_FLUSH_SECONDS_MAX)
            for task in (reading, closing, writing):
                task.cancel()
        if reading.done():
            reading.result()  # what went wrong in it, if anything did

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        ticking = asyncio.create_task(broker.keep_time(tick_s))
        try:
            yield
        finally:
            ticking.cancel()

    return Starlette(routes=[WebSocketRoute("/mqtt", serve)], lifespan=lifespan)


class _SocketLink:
    """Keeps what is to be sent in order; a client that reads too little is hung up on."""

    def __init__(self, websocket: WebSocket) -> None:
        self.closed = asyncio.Event()
        self._websocket = websocket
        self._unsent: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._unsent_bytes = 0

    def send(self, data: bytes) -> None:
        if self.closed.is_set() or not data:
            return
        self._unsent_bytes += len(data)
        if self._unsent_bytes > _UNSENT_BYTES_MAX:
            self.close()
            return
        self._unsent.put_nowait(data)

    def close(self) -> None:
        if not self.closed.is_set():
            self.closed.set()
            self._unsent.put_nowait(None)

    async def write(self) -> None:
        """Until `close`, or until nobody is there any more."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (data := await self._unsent.get()) is not None:
                await self._websocket.send_bytes(data)
                self._unsent_bytes -= len(data)
            await self._websocket.close()


async def _read(websocket: WebSocket, connection: Connection) -> None:
    while not connection.ended:
        message = await websocket.receive()
        data: bytes | None = message.get("bytes")
        if message["type"] == "websocket.disconnect" or data is None:
            return  # gone, or text: MQTT 5.0, 6.0
        await connection.receive(data)


def _arrival(websocket: WebSocket, server_name: str) -> Arrival:
    query = websocket.url.query
    named = parse_qs(query).get(_AUTHORIZER) or [websocket.headers.get(_AUTHORIZER)]
    return Arrival(named[0], server_name, dict(websocket.headers), query)
