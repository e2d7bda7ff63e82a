"""One execution environment of a function: a process under awslambdaric, used call after call."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty
from typing import IO, Any

from local.account import Account, Credentials
from local.runtime_api import Outcome, RuntimeApi, Task

_INIT_SECONDS_MAX = 30.0
"""For the code outside the handler; Lambda gives 10 s, but its processors are not shared."""
_RESPONSE_BYTES_MAX = 6_291_556
"""Lambda's quota for the answer of a synchronous invocation."""
_RENEWAL_MARGIN = timedelta(seconds=60)


@dataclass(frozen=True)
class Function:
    """A declared function, as much of it as running it takes."""

    name: str
    arn: str
    handler: str
    role_arn: str
    code: Path
    timeout_s: float
    memory_mb: int
    runtime: str
    log_group: str
    variables: Mapping[str, str] = field(repr=False)


class Environment:
    """A started process with its credentials; for one invocation at a time."""

    def __init__(
        self, function: Function, account: Account, credentials: Credentials, log: Path
    ) -> None:
        self._function = function
        self._credentials = credentials
        self._log = log
        self._api = RuntimeApi()
        self._ending = threading.Event()
        with log.open("ab") as output:
            self._process = self._start(_environment(function, account, credentials), output)
        self._watch = threading.Thread(target=self._wait, name=f"watch-{function.name}")
        self._watch.start()

    def _start(self, environment: dict[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", self._function.handler],
            cwd=self._function.code,
            env={**environment, "AWS_LAMBDA_RUNTIME_API": self._api.address},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _wait(self) -> None:
        status = self._process.wait()
        self._ending.set()
        how = f"exit status {status}" if status >= 0 else f"signal: {signal.Signals(-status).name}"
        text = f"Runtime exited with error: {how}"
        self._api.outcomes.put(_platform_error("Runtime.ExitError", text))
        self._api.ready.set()

    @property
    def usable(self) -> bool:
        """Whether the process lives and its credentials outlast another invocation."""
        expires_at = self._credentials.expires_at
        margin = timedelta(seconds=self._function.timeout_s) + _RENEWAL_MARGIN
        fresh = expires_at is None or datetime.now(UTC) + margin < expires_at
        return fresh and not self._ending.is_set() and not self._api.init_failed.is_set()

    def invoke(self, event: bytes) -> Outcome:
        """Run the handler once; what goes wrong comes back as Lambda reports it."""
        request_id = str(uuid.uuid4())
        if not self._api.ready.wait(_INIT_SECONDS_MAX):
            return self._timed_out(request_id, "Sandbox.Timedout", _INIT_SECONDS_MAX)
        limit = self._function.timeout_s
        deadline_ms = round((time.time() + limit) * 1000)
        trace = f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]};Sampled=0"
        self._api.hand(Task(request_id, self._function.arn, deadline_ms, trace, event))
        try:
            outcome = self._api.outcomes.get(timeout=limit)
        except Empty:
            return self._timed_out(request_id, "Sandbox.Timedout", limit)
        return self._measured(request_id, outcome)

    def _timed_out(self, request_id: str, error_type: str, seconds: float) -> Outcome:
        self._kill()
        return self._noted(
            request_id, _platform_error(error_type, f"Task timed out after {seconds:.2f} seconds")
        )

    def _measured(self, request_id: str, outcome: Outcome) -> Outcome:
        if outcome.failed:
            platform = isinstance(outcome, PlatformError)
            return self._noted(request_id, outcome) if platform else outcome
        size = len(json.dumps(outcome.payload))
        if size <= _RESPONSE_BYTES_MAX:
            return outcome
        text = f"Response payload size ({size} bytes) exceeded maximum allowed payload size"
        return self._noted(request_id, _platform_error("Function.ResponseSizeTooLarge", text))

    def _noted(self, request_id: str, outcome: Outcome) -> Outcome:
        """The platform's own words go to the function's log, as on Lambda."""
        text = f"RequestId: {request_id} Error: {outcome.payload['errorMessage']}"
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='milliseconds')} {text}\n")
        return Outcome({**outcome.payload, "errorMessage": text}, failed=True)

    def _kill(self) -> None:
        self._ending.set()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def close(self) -> None:
        """The process and its children are gone when this returns."""
        self._kill()
        self._watch.join()
        self._api.close()


class PlatformError(Outcome):
    """An error that Lambda reports, not the function's code."""


def _platform_error(error_type: str, text: str) -> PlatformError:
    return PlatformError({"errorType": error_type, "errorMessage": text}, failed=True)


def _environment(function: Function, account: Account, credentials: Credentials) -> dict[str, str]:
    """What Lambda sets, the endpoint of the laptop cloud, and the declared variables."""
    own: dict[str, Any] = {
        "PATH": os.defpath,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": function.code,
        "_HANDLER": function.handler,
        "LAMBDA_TASK_ROOT": function.code,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": function.memory_mb,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": f"{datetime.now(UTC):%Y/%m/%d}/[$LATEST]{uuid.uuid4().hex}",
        "AWS_REGION": account.region,
        "AWS_DEFAULT_REGION": account.region,
        "AWS_ENDPOINT_URL": account.endpoint_url,
        # Nothing of the person who runs this may reach the function.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        **credentials.environment(),
        **function.variables,
    }
    return {name: str(value) for name, value in own.items()}
