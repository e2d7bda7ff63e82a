"""Lambda: declared functions as real processes with the credentials of their declared roles."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from local.account import Account
from local.declared import Declarations, Declared
from local.foreign import Plain
from local.runtime_process import Environment, Function
from local.service_principals import LAMBDA, ServicePrincipals

Invoke = Callable[[str, Plain], tuple[Plain, str | None]]
"""`(function ARN, event)` -> `(payload, error)`, as `Runtime.invoke`."""

_ENVIRONMENTS_MAX = 4
_QUEUE_SECONDS_MAX = 60.0
_TIMEOUT_SECONDS = 3.0
_MEMORY_MB = 128
"""Lambda's own defaults for a function that does not say."""


def functions_of(declarations: Declarations, hosts: Callable[[str], str]) -> list[Function]:
    """The declared functions; `hosts` turns AWS's host names in their variables into loopback's."""
    declared = declarations.of("aws:lambda/function:Function")
    return [_function(one, hosts) for one in declared]


def _function(declared: Declared, hosts: Callable[[str], str]) -> Function:
    inputs = declared.inputs
    environment: dict[str, dict[str, str]] = inputs.get("environment") or {}
    logging: dict[str, str] = inputs.get("loggingConfig") or {}
    name: str = declared.outputs["name"]
    return Function(
        name=name,
        arn=declared.outputs["arn"],
        handler=inputs["handler"],
        role_arn=inputs["role"],
        code=Path(inputs["code"]["path"]).resolve(),
        timeout_s=float(inputs.get("timeout") or _TIMEOUT_SECONDS),
        memory_mb=int(inputs.get("memorySize") or _MEMORY_MB),
        runtime=inputs["runtime"],
        log_group=logging.get("logGroup") or f"/aws/lambda/{name}",
        variables={key: hosts(value) for key, value in environment.get("variables", {}).items()},
    )


class Runtime:
    """Runs functions; safe to call from many threads.

    A function gets up to four environments when it is called at the same time; a call beyond waits
    its turn for a minute.
    """

    def __init__(
        self,
        functions: Iterable[Function],
        *,
        account: Account,
        services: ServicePrincipals,
        logs: Path,
    ) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._pools = {
            function.arn: _Pool(function, account, services, logs / f"{function.name}.log")
            for function in functions
        }

    def invoke(self, function_arn: str, event: Plain) -> tuple[Plain, str | None]:
        """Call a function and wait: its payload and None, or the error document and `Unhandled`.

        Raises LookupError for a function that is not declared.
        """
        pool = self._pools.get(function_arn.removesuffix(":$LATEST"))
        if pool is None:
            raise LookupError(f"no function {function_arn}")
        return pool.invoke(json.dumps(event).encode())

    def warm(self) -> None:
        """Start one environment of every function, so that the first call finds it ready."""
        for pool in self._pools.values():
            pool.warm()

    def close(self) -> None:
        """End all processes; calls under way fail."""
        for pool in self._pools.values():
            pool.close()


class _Pool:
    """The environments of one function."""

    def __init__(
        self, function: Function, account: Account, services: ServicePrincipals, log: Path
    ) -> None:
        self._function = function
        self._account = account
        self._services = services
        self._log = log
        self._changed = threading.Condition()
        self._idle: list[Environment] = []
        self._all: set[Environment] = set()
        self._starting = 0
        self._closed = False

    def invoke(self, event: bytes) -> tuple[Plain, str | None]:
        environment = self._acquire()
        if environment is None:
            refusal = {"errorType": "TooManyRequestsException", "errorMessage": "Rate Exceeded."}
            return refusal, "Unhandled"
        try:
            outcome = environment.invoke(event)
        finally:
            self._release(environment)
        return outcome.payload, "Unhandled" if outcome.failed else None

    def warm(self) -> None:
        self._release(self._started())

    def _acquire(self) -> Environment | None:
        deadline = time.monotonic() + _QUEUE_SECONDS_MAX
        with self._changed:
            while not self._closed:
                while self._idle:
                    environment = self._idle.pop()
                    if environment.usable:
                        return environment
                    self._retire(environment)
                if len(self._all) + self._starting < _ENVIRONMENTS_MAX:
                    self._starting += 1
                    break
                if not self._changed.wait(deadline - time.monotonic()):
                    return None
            else:
                return None
        try:
            return self._started()
        finally:
            with self._changed:
                self._starting -= 1

    def _started(self) -> Environment:
        name, role = self._function.name, self._function.role_arn
        credentials = self._services.assume(LAMBDA, role, name, self._function.arn)
        environment = Environment(self._function, self._account, credentials, self._log)
        with self._changed:
            self._all.add(environment)
        return environment

    def _release(self, environment: Environment) -> None:
        with self._changed:
            if self._closed or not environment.usable:
                self._retire(environment)
            else:
                self._idle.append(environment)
            self._changed.notify()

    def _retire(self, environment: Environment) -> None:
        self._all.discard(environment)
        environment.close()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            for environment in list(self._all):
                self._retire(environment)
            self._changed.notify_all()
