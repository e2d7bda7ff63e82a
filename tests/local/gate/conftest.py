import logging
import secrets
import threading
from collections.abc import Iterator

import pytest
from moto.moto_server import werkzeug_app
from werkzeug.serving import make_server

from local.gate import moto_policies
from local.gate.app import Credentials, Gate
from local.gate.ledger import Ledger
from local.repairs import Repairs
from tests.local.gate.cloud import ACCOUNT, REGION, Clock, Cloud, Keys


def _serve(tls: bool) -> Iterator[Cloud]:
    root = Keys("AKIA" + secrets.token_hex(8).upper(), secrets.token_urlsafe(30))
    ledger, clock = Ledger(), Clock()
    repairs = Repairs()
    moto_policies.switch_off(repairs)
    gate = Gate(
        werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app),
        root=Credentials(root.access_key_id, root.secret_access_key),
        account_id=ACCOUNT,
        region=REGION,
        ledger=ledger,
        now=clock.now,
    )
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(
        "127.0.0.1",
        0,
        gate,
        threaded=True,
        request_handler=werkzeug_app.MotoRequestHandler,
        ssl_context="adhoc" if tls else None,
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    scheme = "https" if tls else "http"
    yield Cloud(f"{scheme}://127.0.0.1:{server.port}", root, ledger, clock)
    server.shutdown()
    thread.join()
    server.server_close()
    repairs.undo()


@pytest.fixture(scope="module")
def running() -> Iterator[Cloud]:
    yield from _serve(tls=False)


@pytest.fixture
def cloud(running: Cloud) -> Iterator[Cloud]:
    """The cloud, with its clock set right again afterwards."""
    yield running
    running.clock.ahead = Clock.ahead


@pytest.fixture(scope="module")
def tls_cloud() -> Iterator[Cloud]:
    """A gate behind TLS, to which botocore streams bodies with trailing checksums."""
    yield from _serve(tls=True)
