"""The real command beside a gateway, as a person or a program runs it."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.device.linux.running import COMMAND

# What a command wrote as JSON, of any shape.
Foreign = Any


@dataclass(frozen=True)
class Ran:
    """What one run of the command gave; `json` is its standard output."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Foreign:
        return json.loads(self.out)


def run_command(
    config: Path, *words: str, said: str = "", environment: dict[str, str] | None = None
) -> Ran:
    """`said` is standard input."""
    kept = {name: text for name, text in os.environ.items() if name[:4] != "AWS_"}
    ran = subprocess.run(
        [COMMAND, *words],
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        env={
            **kept,
            "COLUMNS": "160",
            "VEDETTE_GATEWAY_CONFIG": str(config),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test-secret",
            **(environment or {}),
        },
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)
