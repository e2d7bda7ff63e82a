"""The entry points of notifications as Lambda calls them, composed once a module."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from functions.notifications import handler
from tests.functions.cloud import Cloud, Context, claims_of, http_call
from tests.functions.notifications.account import Account


@dataclass(frozen=True)
class Functions:
    """Calls in, answers out."""

    account: Account

    def call(
        self, method: str, path: str, body: object = None, *, person: str = "anna"
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of a call of a person."""
        claims: Mapping[str, object] = {**claims_of("home"), "sub": person}
        answer = handler.api(http_call(path, None, claims, method=method, body=body), Context())
        return answer["statusCode"], json.loads(answer["body"])


@pytest.fixture(scope="module")
def composed(account: Cloud) -> Iterator[Functions]:
    mine = Account(account)
    handler.build_api.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in mine.environment().items():
            patch.setenv(name, value)
        yield Functions(mine)
    handler.build_api.cache_clear()


@pytest.fixture
def functions(composed: Functions, cloud: Cloud) -> Functions:
    _ = cloud
    composed.account.empty()
    return composed
