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
_UNSENT_MAX = 2000
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
        try:
            await _read(websocket, connection)
        finally:
            connection.end(None)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(writing, _FLUSH_SECONDS_MAX)

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
        self._websocket = websocket
        self._unsent: asyncio.Queue[bytes | None] = asyncio.Queue(_UNSENT_MAX + 1)
        self._closed = False

    def send(self, data: bytes) -> None:
        if self._closed or not data:
            return
        if self._unsent.qsize() >= _UNSENT_MAX:
            self.close()
            return
        self._unsent.put_nowait(data)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._unsent.put_nowait(None)

    async def write(self) -> None:
        """Until `close`, or until nobody is there any more."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (data := await self._unsent.get()) is not None:
                await self._websocket.send_bytes(data)
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
