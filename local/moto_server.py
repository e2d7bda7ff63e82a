"""The AWS endpoint of the laptop cloud: moto behind the gate, on one loopback port."""

import json
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.moto_api._internal.models import moto_api_backend

from local import (
    dynamodb,
    moto_invitations,
    moto_mail,
    moto_queues,
    moto_sign_in,
    moto_signing,
    moto_tokens,
)
from local.account import Account
from local.deliveries import Deliveries
from local.foreign import Foreign, Plain
from local.gate import moto_policies
from local.gate.app import Credentials as RootKey
from local.gate.app import Gate
from local.gate.ledger import Ledger
from local.iot import publishing
from local.iot.packets import Publish
from local.mailbox import Mailbox
from local.repairs import Repairs
from local.runtime import Invoke
from local.service_principals import ServicePrincipals
from local.triggers import Triggers
from local.wsgi_server import WsgiServer

_MOTO_APP: Foreign = import_module("moto.moto_server.werkzeug_app")
_WAITING_SERVICES = frozenset(("sqs", "lambda"))
"""Calls of these may take long and look after themselves; all others run one at a time."""


class Dispatcher:
    """moto's own dispatcher, with a lock a service: moto changes its items without one."""

    def __init__(self) -> None:
        self._moto = _MOTO_APP.DomainDispatcherApplication(_MOTO_APP.create_backend_app)
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def __call__(self, environ: dict[str, Any], start_response: Foreign) -> Iterable[bytes]:
        app: Foreign = self._moto.get_application(environ)
        if app.service in _WAITING_SERVICES:
            return app(environ, start_response)
        with self._turns[app.service]:
            return app(environ, start_response)


class AwsEndpoint:
    """One running endpoint; moto's state is the process's, so one at a time.

    Nothing reaches moto but through the gate; what moto's services do to each other inside, the
    policies of the resources decide. The ledger records both.
    """

    def __init__(
        self, account: Account, listener: socket.socket, ledger: Ledger, mailbox: Mailbox
    ) -> None:
        self.account = account
        self.services = ServicePrincipals(account, ledger)
        self.invoke: Invoke | None = None
        self.publish: Callable[[Publish], None] | None = None
        self._closing = threading.Event()
        self._repairs = Repairs()
        gate = Gate(
            Dispatcher(),
            root=RootKey(account.root.access_key_id, account.root.secret_access_key),
            account_id=account.id,
            region=account.region,
            ledger=ledger,
        )
        self._server = WsgiServer(gate, listener)
        self._put_back_tables = dynamodb.install()
        moto_policies.switch_off(self._repairs)
        moto_queues.repair(self._repairs, self._closing)
        moto_tokens.repair(self._repairs)
        moto_sign_in.repair(self._repairs)
        moto_signing.repair(self._repairs)
        moto_mail.repair(self._repairs, mailbox)
        triggers = Triggers(self.services, lambda: self.invoke)
        moto_invitations.repair(self._repairs, mailbox, triggers)
        publishing.repair(self._repairs, self._publish)
        self.deliveries = Deliveries(account, self.services)
        self.deliveries.repair(self._repairs)
        # moto answers every origin; buckets and pools have rules of their own.
        self._repairs.replace(_MOTO_APP, "DISABLE_GLOBAL_CORS", lambda _: True)
        self._repairs.replace(LambdaFunction, "invoke", lambda _: self._invoker())

    def start(self) -> None:
        """Answers once it returns."""
        self._server.start()

    def _publish(self, message: Publish) -> None:
        """Lost as long as nobody carries messages."""
        if self.publish is not None:
            self.publish(message)

    def _invoker(self) -> Callable[..., bytes]:
        """Lambda's Invoke; an asynchronous one is tried once, AWS would try three times."""

        def invoke(
            function: Foreign, body: Plain, asked: Foreign, answered: dict[str, str]
        ) -> bytes:
            run = self.invoke
            if run is None:
                raise LookupError(f"nothing runs {function.function_arn}")
            event: Plain = json.loads(body or "{}")
            if asked.get("X-Amz-Invocation-Type") == "Event":
                threading.Thread(target=run, args=(function.function_arn, event)).start()
                return b""
            payload, error = run(function.function_arn, event)
            if error is not None:
                answered["x-amz-function-error"] = error
            return json.dumps(payload).encode()

        return invoke

    def close(self) -> None:
        """Hang up, end all threads, forget all resources."""
        self._closing.set()
        self._server.close()
        self._repairs.undo()
        self._put_back_tables()
        moto_api_backend.reset()
