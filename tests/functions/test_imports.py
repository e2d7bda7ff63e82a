"""Importing does nothing, and an entry point imports only what it needs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

IMPORT_ALL = """
import pkgutil, sys, threading

def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "subprocess.Popen"):
        raise SystemExit(f"importing did {event}")

sys.addaudithook(refuse)
import functions
for module in pkgutil.walk_packages(functions.__path__, "functions."):
    __import__(module.name)
assert threading.active_count() == 1
sys.stdout.write("nothing happened")
"""

BUILD_INGEST = """
import os, sys
from functions.clips import handler
handler.build_ingest()
sys.stdout.write(" ".join(sorted(sys.modules)))
"""

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "TABLE_NAME": "vedette-clips",
    "MEDIA_BUCKET": "vedette-media",
    "RETENTION_DAYS": "30",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.example/dead",
    "ARRIVALS_QUEUE_URL": "https://sqs.example/arrivals",
}


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_module_is_imported_without_environment_network_or_threads() -> None:
    ran = run(IMPORT_ALL, {})
    assert (ran.returncode, ran.stdout) == (0, "nothing happened"), ran.stderr


def test_ingest_does_not_wait_for_the_web_framework_of_the_api() -> None:
    ran = run(BUILD_INGEST, ENVIRONMENT)
    assert ran.returncode == 0, ran.stderr
    loaded = set(ran.stdout.split())
    assert "functions.clips.intake" in loaded
    assert not loaded & {"pydantic", "aws_lambda_powertools.event_handler", "functions.edge.http"}


def test_a_function_without_its_environment_says_all_that_is_missing() -> None:
    ran = run(BUILD_INGEST, {"AWS_DEFAULT_REGION": "eu-central-1"})
    assert ran.returncode != 0
    for name in set(ENVIRONMENT) - {"AWS_DEFAULT_REGION"}:
        assert f"{name} is missing" in ran.stderr
