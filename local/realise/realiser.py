"""Runs a Pulumi program and makes every resource real as soon as its inputs are known."""

import asyncio
import threading
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

import pulumi
from botocore.exceptions import BotoCoreError, ClientError
from pulumi.runtime import mocks, rpc

from local.account import Account
from local.declared import Declarations, Declared
from local.foreign import Foreign, Plain
from local.realise import (
    access,
    compute,
    edge,
    http_api,
    identity,
    iot,
    mail,
    messages,
    storage,
    tables,
    watching,
)
from local.realise.cloud import Cloud, Maker, Wanted

MAKERS: Mapping[str, Maker] = {
    **storage.MAKERS,
    **tables.MAKERS,
    **messages.MAKERS,
    **mail.MAKERS,
    **access.MAKERS,
    **identity.MAKERS,
    **compute.MAKERS,
    **http_api.MAKERS,
    **edge.MAKERS,
    **watching.MAKERS,
    **iot.MAKERS,
}

LOOKUPS: Mapping[str, Callable[[Cloud, Mapping[str, Any]], dict[str, Any]]] = {
    **access.LOOKUPS,
    **iot.LOOKUPS,
}

NOT_LOCAL: Mapping[str, str] = {}
"""Declared types that have no counterpart on a laptop, each with the reason."""


_THREADS = 4
_UNTYPED: Foreign = mocks


class Unrealisable(Exception):
    """A declared resource that AWS, or the laptop cloud, would not take; one line."""


def realise(
    program: Callable[[], Any], account: Account, *, not_local: Mapping[str, str] = NOT_LOCAL
) -> Declarations:
    """Run a program that declares and returns its exports, and make all of it real.

    Types in `not_local` are recorded and not made. One program at a time in a process. Raises
    Unrealisable for the first resource that fails, or is of a type that is neither made nor listed.
    """
    realiser = _Realiser(Cloud(account), not_local)
    exports: dict[str, Any] = {}

    def run() -> Foreign:
        declared: Plain = program()
        return pulumi.Output.from_input(declared or {}).apply(exports.update)

    with _own_event_loop() as loop:
        mocks.set_mocks(realiser, project="vedette", stack="local", preview=False)
        try:
            _UNTYPED.test(run)()
        except BaseException:
            # Pulumi tells of the resource that failed, and of all that waited for it.
            if realiser.failure:
                loop.set_exception_handler(_ignore)
                raise Unrealisable(realiser.failure) from None
            raise
    return Declarations(realiser.made, exports)


def _ignore(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """What waited for a resource that failed has nothing more to say."""


@contextmanager
def _own_event_loop() -> Generator[asyncio.AbstractEventLoop]:
    """The thread's loop, which Pulumi takes, with threads that do not outlive the program.

    Whatever asks for the thread's loop afterwards makes a new one: this one has no threads left.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        with ThreadPoolExecutor(_THREADS) as threads:
            loop.set_default_executor(threads)
            yield loop
    finally:
        asyncio.set_event_loop(None)
        loop.close()


class _Realiser(pulumi.runtime.Mocks):
    """Pulumi's engine and provider in one: called from its threads, one resource after another."""

    def __init__(self, cloud: Cloud, not_local: Mapping[str, str]) -> None:
        self.made: list[Declared] = []
        self.failure = ""
        self._cloud = cloud
        self._not_local = not_local
        self._one_at_a_time = threading.Lock()

    def new_resource(self, args: Foreign) -> tuple[str | None, dict[Any, Any]]:
        given: dict[str, Any] = args.inputs
        inputs = plain(given)
        if not args.custom or args.typ.startswith("pulumi:providers:"):
            return args.name, inputs
        with self._turn(f"{args.typ} {args.name}"):
            declared = self._make(args.typ, args.name, inputs)
            self.made.append(declared)
        # An archive is plain in the records only; the program gets back what it put in.
        files = {key: value for key, value in given.items() if isinstance(value, _FILES)}
        return declared.id, {**declared.outputs, **files}

    def _make(self, type_token: str, name: str, inputs: Mapping[str, Any]) -> Declared:
        if type_token in self._not_local:
            return Declared(type_token, name, name, inputs, inputs)
        maker = MAKERS.get(type_token)
        if maker is None:
            raise NotImplementedError("the laptop cloud neither makes this type nor lists it")
        wanted = Wanted(type_token, name, dict(inputs))
        wanted.leave("region")
        made = maker(self._cloud, wanted)
        ignored = [key for key, value in wanted.inputs.items() if value not in (None, {}, [])]
        if ignored:
            raise NotImplementedError(f"the laptop cloud ignores {', '.join(sorted(ignored))}")
        return Declared(type_token, name, made.id, inputs, {**inputs, **made.outputs})

    def call(self, args: Foreign) -> Plain:
        with self._turn(args.token):
            lookup = LOOKUPS.get(args.token)
            if lookup is None:
                raise NotImplementedError("the laptop cloud has no such lookup")
            return lookup(self._cloud, plain(args.args))

    @contextmanager
    def _turn(self, what: str) -> Generator[None]:
        """One at a time; the first refusal is kept, in one line."""
        with self._one_at_a_time:
            try:
                yield
            except _REFUSALS as error:
                text = f"{what}: {' '.join(str(error).split())}"
                self.failure = self.failure or text
                raise Unrealisable(text) from error


_FILES = (pulumi.Asset, pulumi.Archive)
_REFUSALS = (BotoCoreError, ClientError, ValueError, TypeError, LookupError, NotImplementedError)


def plain(value: Plain) -> Plain:
    """Inputs as JSON would have them: archives and assets by their path, whole numbers as int."""
    value = rpc.unwrap_rpc_secret(value) if rpc.is_rpc_secret(value) else value
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: plain(item) for key, item in items if not key.startswith("__")}
    if isinstance(value, list):
        return [plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, pulumi.FileArchive | pulumi.FileAsset):
        return {"path": value.path}
    return {"text": value.text} if isinstance(value, pulumi.StringAsset) else value
