"""The login as an ASGI app."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from local.cognito.declaration import UserPool
from local.cognito.desk import Desk
from local.cognito.exchange import Exchange
from local.cognito.form import BadForm
from local.cognito.signing_in import SigningIn, show_error
from local.cognito.tokens import SigningKey
from local.cognito.users import Users


def build_login(
    pool: UserPool,
    *,
    key: SigningKey,
    users: Users,
    origin: str,
    clock: Callable[[], float] = time.time,
) -> Starlette:
    """`origin` is where the app is served, such as `http://localhost:8403`."""
    desk = Desk(pool, key, users, clock)
    signing_in = SigningIn(desk, cookie=f"cognito-{urlsplit(origin).port}")
    exchange = Exchange(desk, origin)
    web_origins = {origin for client in pool.clients.values() for origin in client.origins}
    return Starlette(
        routes=[
            Route("/oauth2/authorize", signing_in.authorize, methods=["GET"]),
            Route("/login", signing_in.login, methods=["GET", "POST"]),
            Route("/logout", signing_in.logout, methods=["GET"]),
            Route("/error", show_error, methods=["GET"]),
            Route("/oauth2/token", exchange.token, methods=["POST"]),
            Route("/oauth2/revoke", exchange.revoke, methods=["POST"]),
            Route("/oauth2/userInfo", exchange.user_info, methods=["GET"]),
            Route("/{pool}/.well-known/openid-configuration", exchange.configuration),
            Route("/{pool}/.well-known/jwks.json", exchange.keys),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=sorted(web_origins),
                allow_methods=["GET", "POST"],
                allow_headers=["authorization", "content-type"],
            )
        ],
        exception_handlers={BadForm: _bad_form},
    )


async def _bad_form(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("not a form", 400)
