"""The laptop cloud that a test builds on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.account import Account, Credentials
from local.gate.ledger import Ledger
from local.mailbox import Mailbox
from local.moto_server import AwsEndpoint
from local.serving import bind
from tests.local.laptop import LaptopCloud


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[LaptopCloud]:
    listener = bind(0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    ledger = Ledger()
    mailbox = Mailbox(tmp_path / "mail.jsonl")
    endpoint = AwsEndpoint(Account(url, Credentials.random()), listener, ledger, mailbox)
    endpoint.start()
    cloud = LaptopCloud(endpoint, ledger, tmp_path, mailbox)
    yield cloud
    cloud.close()
