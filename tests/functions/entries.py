"""Every entry point that answers calls, and the routes that lead to it."""

import json
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

import functions.clips.handler
import functions.notifications.handler
import functions.sites.handler
import infra.clips.capability
import infra.notifications.capability
import infra.sites.capability
from tests.functions.cloud import Cloud, Context, http_call
from tests.functions.notifications.account import Account


def _own(cloud: Cloud) -> Mapping[str, str]:
    return cloud.environment()


def _of_notifications(cloud: Cloud) -> Mapping[str, str]:
    # The host of the example of a subscription.
    services = {"PUSH_SERVICES": "updates.push.services.mozilla.com"}
    return Account(cloud).environment() | services


# A function a line: its routes, its module, its environment; test_declared fails for a route that
# is in none of them.
ENTRIES: tuple[tuple[tuple[str, ...], Any, Callable[[Cloud], Mapping[str, str]]], ...] = (
    (
        (*infra.clips.capability.ROUTES, *infra.clips.capability.OPEN_ROUTES),
        functions.clips.handler,
        _own,
    ),
    (infra.notifications.capability.ROUTES, functions.notifications.handler, _of_notifications),
    (infra.sites.capability.ROUTES, functions.sites.handler, _own),
)


def all_routes() -> set[str]:
    """Every declared route, such as `GET /v1/clips/{id}`."""
    return {route for routes, _, _ in ENTRIES for route in routes}


def send(
    method: str,
    path: str,
    claims: Mapping[str, object] | None,
    *,
    body: object = None,
    query: Mapping[str, object] | None = None,
) -> tuple[int, dict[str, Any]]:
    """Status and body of a call to whichever function the API leads it to."""
    event = http_call(path, query, claims, method=method, body=body)
    answer = _find(method, path)(event, Context())
    return answer["statusCode"], json.loads(answer["body"]) if answer["body"] else {}


def _find(method: str, path: str) -> Callable[..., Mapping[str, Any]]:
    """As API Gateway does: a literal part of a path is nearer than a parameter."""
    fitting = [
        (route.count("{"), handler.api)
        for routes, handler, _ in ENTRIES
        for route in routes
        if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(route)), f"{method} {path}")
    ]
    return min(fitting, key=lambda each: each[0])[1]


@contextmanager
def composed(cloud: Cloud) -> Generator[None]:
    """Every function composed anew in its own environment, and forgotten afterwards."""
    for _, handler, environment in ENTRIES:
        handler.build_api.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment(cloud).items():
                patch.setenv(name, value)
            handler.build_api()
    yield
    for _, handler, _ in ENTRIES:
        handler.build_api.cache_clear()
