"""The function of sites as Lambda calls it, composed once a module."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.functions.cloud import Cloud, claims_of
from tests.functions.entries import composed, send

Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Sites:
    """Calls in, answers out; without `claims`, of an owner of home."""

    def get(self, path: str, claims: Mapping[str, object] | None = None) -> Answer:
        return self.send("GET", path, None, claims)

    def send(
        self,
        method: str,
        path: str,
        body: object,
        claims: Mapping[str, object] | None = None,
        **query: object,
    ) -> Answer:
        claims = claims_of("home") if claims is None else claims
        return send(method, path, claims, body=body, query=query)


@pytest.fixture(scope="module")
def answering(account: Cloud) -> Iterator[Sites]:
    with composed(account):
        yield Sites()


@pytest.fixture
def sites(answering: Sites, cloud: Cloud) -> Sites:
    _ = cloud
    return answering
