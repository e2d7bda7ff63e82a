"""Every test here sees a made-up AWS account and no other environment."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.functions.cloud import REGION, Cloud


@pytest.fixture(autouse=True)
def made_up_account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("POWERTOOLS_TRACE_DISABLED", "true")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()
