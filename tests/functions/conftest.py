"""A made-up AWS account for each module, empty for each test."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from local import moto_signing
from local.repairs import Repairs
from tests.functions.cloud import REGION, Cloud


@pytest.fixture(scope="module")
def account() -> Iterator[Cloud]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        patch.setenv("POWERTOOLS_TRACE_DISABLED", "true")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        repairs = Repairs()
        moto_signing.repair(repairs)
        with mock_aws():
            yield Cloud()
        repairs.undo()


@pytest.fixture
def cloud(account: Cloud) -> Cloud:
    account.empty()
    return account
