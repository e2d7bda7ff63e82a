"""The laptop cloud inside this process: AWS endpoint, functions, fronts, in the order they need."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pulumi

from infra.program import Artefacts, declare
from infra.settings import Settings
from local.account import Account, Credentials
from local.cloudfront import build_cloudfront, read_distribution
from local.cloudfront.bucket import BucketReader
from local.cognito import Users, build_login, read_user_pool
from local.data import DataDirectory
from local.declared import Declarations
from local.event_sources import EventSources, mappings_of
from local.gate.ledger import Ledger
from local.hosts import Hosts
from local.http_api import build_http_api, read_http_api
from local.invocation import ApiGateway
from local.iot import Broker, Doorkeeper, build_iot, read_authorizers
from local.listeners import Listeners
from local.mailbox import Mailbox
from local.moto_server import AwsEndpoint
from local.moto_tokens import signing_key
from local.realise import realise
from local.realise.iot import data_endpoint
from local.runtime import Runtime, functions_of
from local.schedules import Schedules, schedules_of
from local.serving import serve

SITES = ("home", "barn")
MAIL_SENDER = "cameras@vedette.example"
_SOURCE = Path(__file__).resolve().parents[1]
_LEDGER_SECONDS = 1.0


@dataclass(frozen=True)
class Cloud:
    """A running cloud, with what its users have to know."""

    account: Account
    declarations: Declarations = field(repr=False)


def start_cloud(
    data: DataDirectory,
    *,
    hosts: Hosts,
    listeners: Listeners,
    web: Path,
    stack: contextlib.ExitStack,
    step: Callable[[str], None],
) -> Cloud:
    """Everything is stopped in reverse order when `stack` closes.

    Raises Unrealisable, WrongMapping, LookupError or ValueError when a declaration cannot be had
    on a laptop.
    """
    account = Account(hosts.aws, Credentials.random())
    ledger = Ledger()
    endpoint = AwsEndpoint(account, listeners.aws, ledger, Mailbox(data.mail))
    stack.callback(endpoint.close)
    endpoint.start()
    _keep_ledger(ledger, data.ledger, stack)
    step("making the declared resources real")
    declarations = realise(lambda: _declare(account.region, web), account)
    _point_web_app_here(declarations, account, hosts)
    step("starting the functions")
    runtime = Runtime(
        functions_of(declarations, hosts.replace),
        account=account,
        services=endpoint.services,
        logs=data.logs,
    )
    stack.callback(runtime.close)
    endpoint.invoke = runtime.invoke
    sources = EventSources(
        mappings_of(declarations),
        account=account,
        services=endpoint.services,
        invoke=runtime.invoke,
    )
    stack.callback(sources.close)
    sources.start()
    schedules = Schedules(schedules_of(declarations), endpoint.deliveries.tick)
    stack.callback(schedules.close)
    schedules.start()
    warming = threading.Thread(target=runtime.warm, name="warm")
    warming.start()
    stack.callback(warming.join)
    _start_broker(declarations, account, endpoint, runtime, listeners, stack)
    _start_fronts(declarations, account, endpoint, hosts, listeners, data, stack)
    return Cloud(account, declarations)


def _declare(region: str, web: Path) -> dict[str, pulumi.Input[object]]:
    settings = Settings(stack="local", region=region, sites=SITES, mail_sender=MAIL_SENDER)
    code = pulumi.FileArchive(str(_SOURCE))
    return declare(settings, Artefacts(functions=code, web=web))


def _point_web_app_here(declarations: Declarations, account: Account, hosts: Hosts) -> None:
    """config.json holds addresses that the program computed: on a laptop they are others."""
    for declared in declarations.of("aws:s3/bucketObjectv2:BucketObjectv2"):
        if declared.inputs["key"] == "config.json":
            account.client("s3").put_object(
                Bucket=declared.inputs["bucket"],
                Key="config.json",
                Body=hosts.replace(str(declared.inputs["content"])).encode(),
                ContentType=declared.inputs["contentType"],
                CacheControl=declared.inputs["cacheControl"],
            )


def _start_broker(
    declarations: Declarations,
    account: Account,
    endpoint: AwsEndpoint,
    runtime: Runtime,
    listeners: Listeners,
    stack: contextlib.ExitStack,
) -> None:
    doorkeeper = Doorkeeper(
        read_authorizers(declarations), endpoint.services.permits, runtime.invoke
    )
    broker = Broker(account, admit=doorkeeper)
    app = build_iot(broker, server_name=data_endpoint(account))
    stack.callback(serve(app, listeners.broker, "broker", websockets=True).stop)
    endpoint.publish = broker.publish


def _start_fronts(
    declarations: Declarations,
    account: Account,
    endpoint: AwsEndpoint,
    hosts: Hosts,
    listeners: Listeners,
    data: DataDirectory,
    stack: contextlib.ExitStack,
) -> None:
    pool = read_user_pool(declarations, hosts)
    key = signing_key(account, pool.pool_id)
    users = Users(account.client("cognito-idp"), pool.pool_id)
    login = build_login(pool, key=key, users=users, origin=hosts.login)
    verifiers = key.verifiers()
    api = build_http_api(
        read_http_api(declarations),
        invoke=ApiGateway(endpoint),
        keys=lambda: verifiers,
        log=stack.enter_context((data.logs / "http-api.log").open("a", encoding="utf-8")),
    )
    distribution = read_distribution(declarations, hosts)
    reader = BucketReader(account.client("s3"), endpoint.services.permits, distribution.arn)
    edge = build_cloudfront(distribution, reader=reader, address=hosts.web)
    for app, listener, name in (
        (login, listeners.login, "login"),
        (api, listeners.api, "http-api"),
        (edge, listeners.web, "cloudfront"),
    ):
        stack.callback(serve(app, listener, name).stop)


def _keep_ledger(ledger: Ledger, path: Path, stack: contextlib.ExitStack) -> None:
    over = threading.Event()

    def keep() -> None:
        while not over.wait(_LEDGER_SECONDS):
            ledger.save(path)
        ledger.save(path)

    thread = threading.Thread(target=keep, name="ledger")
    ledger.save(path)
    thread.start()

    def stop() -> None:
        over.set()
        thread.join()

    stack.callback(stop)
