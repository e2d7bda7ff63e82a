"""Functions as processes: their credentials, their ends, their errors."""

import json
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from local.account import Credentials
from local.declared import Declarations
from local.foreign import Plain
from local.runtime import Runtime
from local.service_principals import NotTrusted, ServicePrincipals
from tests.local.laptop import LaptopCloud, declare_function


def started(laptop: LaptopCloud, code: str, **settings: Plain) -> tuple[Runtime, str]:
    folder = laptop.code(code)

    def program() -> None:
        declare_function(folder, **settings)

    declarations = laptop.realise(program)
    arn = declarations.one("aws:lambda/function:Function").outputs["arn"]
    return laptop.run(declarations), arn


def test_a_function_answers_with_what_its_handler_returns(laptop: LaptopCloud) -> None:
    runtime, arn = started(laptop, "def handle(event, context): return {'twice': event['n'] * 2}")
    assert runtime.invoke(arn, {"n": 21}) == ({"twice": 42}, None)


def test_a_function_sees_its_variables_and_what_lambda_sets(laptop: LaptopCloud) -> None:
    runtime, arn = started(
        laptop,
        """
        import os
        def handle(event, context):
            names = ["COLOUR", "AWS_LAMBDA_FUNCTION_NAME", "AWS_REGION", "HOME"]
            return [*map(os.environ.get, names), context.get_remaining_time_in_millis() > 4000]
        """,
        environment={"variables": {"COLOUR": "green"}},
        timeout=5,
    )
    payload, error = runtime.invoke(arn, {})
    assert (payload, error) == (["green", "answer", "eu-central-1", None, True], None)


READ_TABLES = """
import boto3
def handle(event, context):
    table = boto3.resource("dynamodb").Table(event["table"])
    return table.get_item(Key={"pk": "x"}).get("Item")
"""


def test_a_function_may_do_what_its_role_grants_and_nothing_else(laptop: LaptopCloud) -> None:
    folder = laptop.code(READ_TABLES)

    def program() -> None:
        tables = [
            aws.dynamodb.Table(
                name,
                name=name,
                hash_key="pk",
                attributes=[{"name": "pk", "type": "S"}],
                billing_mode="PAY_PER_REQUEST",
            )
            for name in ("granted", "foreign")
        ]
        grant = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": tables[0].arn}
        policy = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [grant]})
        declare_function(folder, policy=policy, timeout=20)

    declarations = laptop.realise(program)
    runtime = laptop.run(declarations)
    arn = declarations.one("aws:lambda/function:Function").outputs["arn"]
    assert runtime.invoke(arn, {"table": "granted"}) == (None, None)
    payload, error = runtime.invoke(arn, {"table": "foreign"})
    assert error == "Unhandled"
    assert "AccessDenied" in payload["errorMessage"]


def test_a_process_serves_call_after_call_and_more_come_when_it_is_busy(
    laptop: LaptopCloud,
) -> None:
    runtime, arn = started(
        laptop,
        """
        import os, time
        def handle(event, context):
            time.sleep(event["s"])
            return os.getpid()
        """,
        timeout=20,
    )
    first, _ = runtime.invoke(arn, {"s": 0})
    assert runtime.invoke(arn, {"s": 0})[0] == first
    found: list[int] = []
    calls = [
        threading.Thread(target=lambda: found.append(runtime.invoke(arn, {"s": 1})[0]))
        for _ in range(3)
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    assert first in found
    assert len(set(found)) == 3


def test_a_call_that_takes_too_long_is_killed_and_the_next_one_works(laptop: LaptopCloud) -> None:
    runtime, arn = started(
        laptop,
        """
        import time
        def handle(event, context):
            time.sleep(event["s"])
            return "done"
        """,
        timeout=1,
    )
    payload, error = runtime.invoke(arn, {"s": 60})
    assert error == "Unhandled"
    assert payload["errorType"] == "Sandbox.Timedout"
    assert payload["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert runtime.invoke(arn, {"s": 0}) == ("done", None)


def test_an_exception_comes_back_as_lambda_reports_it(laptop: LaptopCloud) -> None:
    runtime, arn = started(laptop, "def handle(event, context): raise KeyError('door')")
    payload, error = runtime.invoke(arn, {})
    assert error == "Unhandled"
    assert payload["errorType"] == "KeyError"
    assert payload["errorMessage"] == "'door'"
    assert payload["stackTrace"]


def test_a_process_that_dies_is_reported_and_replaced(laptop: LaptopCloud) -> None:
    runtime, arn = started(
        laptop,
        """
        import os
        def handle(event, context):
            return "alive" if event["live"] else os._exit(7)
        """,
    )
    payload, error = runtime.invoke(arn, {"live": False})
    assert error == "Unhandled"
    assert payload["errorType"] == "Runtime.ExitError"
    assert "exit status 7" in payload["errorMessage"]
    assert runtime.invoke(arn, {"live": True}) == ("alive", None)


def test_a_module_that_cannot_be_imported_is_an_init_error(laptop: LaptopCloud) -> None:
    runtime, arn = started(laptop, "import module_that_is_not_there")
    payload, error = runtime.invoke(arn, {})
    assert error == "Unhandled"
    assert payload["errorType"] == "Runtime.ImportModuleError"


def test_what_a_function_prints_is_in_its_log(laptop: LaptopCloud) -> None:
    runtime, arn = started(laptop, "def handle(event, context): print('seen', event['n'])")
    runtime.invoke(arn, {"n": 5})
    assert "seen 5" in (laptop.folder / "logs" / "answer.log").read_text()


def test_a_role_that_does_not_trust_lambda_gives_no_credentials(laptop: LaptopCloud) -> None:
    code = "def handle(event, context): return 1"
    runtime, arn = started(laptop, code, trust="ec2.amazonaws.com")
    with pytest.raises(NotTrusted):
        runtime.invoke(arn, {})


class ShortSessions(ServicePrincipals):
    """Gives credentials that are about to expire."""

    def assume(
        self, service: str, role_arn: str, session_name: str, source_arn: str
    ) -> Credentials:
        given = super().assume(service, role_arn, session_name, source_arn)
        return replace(given, expires_at=datetime.now(UTC) + timedelta(seconds=30))


def test_a_process_whose_credentials_are_about_to_expire_is_not_used_again(
    laptop: LaptopCloud,
) -> None:
    laptop.endpoint.services = ShortSessions(laptop.account, laptop.ledger)
    code = """
    import os
    def handle(event, context): return [os.getpid(), os.environ["AWS_SESSION_TOKEN"]]
    """
    runtime, arn = started(laptop, code)
    first, second = runtime.invoke(arn, {})[0], runtime.invoke(arn, {})[0]
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_invoke_of_the_service_runs_the_function(laptop: LaptopCloud) -> None:
    started(laptop, "def handle(event, context): return 1 / event['n']")
    service = laptop.account.client("lambda")
    good = service.invoke(FunctionName="answer", Payload=json.dumps({"n": 2}))
    assert json.load(good["Payload"]) == 0.5
    bad = service.invoke(FunctionName="answer", Payload=json.dumps({"n": 0}))
    assert bad["FunctionError"] == "Unhandled"
    assert json.load(bad["Payload"])["errorType"] == "ZeroDivisionError"


def test_closing_ends_every_process_and_thread_soon(laptop: LaptopCloud) -> None:
    runtime, arn = started(
        laptop,
        """
        import os, subprocess, sys
        def handle(event, context):
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            return [os.getpid(), child.pid]
        """,
        timeout=20,
    )
    ours = {thread.name for thread in threading.enumerate()}
    processes, _ = runtime.invoke(arn, {})
    began = time.monotonic()
    runtime.close()
    assert time.monotonic() - began < 3
    assert not [pid for pid in processes if is_running(pid)]
    left = {thread.name for thread in threading.enumerate()} - ours
    assert not [name for name in left if name.startswith(("runtime-api", "watch"))]


def is_running(pid: int) -> bool:
    """Zombies whose parent was killed are init's to collect."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_declarations_find_functions_by_name(laptop: LaptopCloud) -> None:
    folder = laptop.code("def handle(event, context): return None")

    def program() -> None:
        declare_function(folder)

    declarations: Declarations = laptop.realise(program)
    assert declarations.one("aws:lambda/function:Function", "answ").name == "answer"
    with pytest.raises(LookupError, match="no"):
        declarations.one("aws:lambda/function:Function", "question")
