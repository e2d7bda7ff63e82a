"""Programs that run beside the laptop cloud and end with it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local.leash import GRACE_SECONDS

_LEASH = str(Path(__file__).with_name("leash.py"))


@dataclass(frozen=True)
class Child:
    """A running program; its output is in the file `log`."""

    name: str
    log: Path
    leash: subprocess.Popen[bytes] = field(repr=False)

    @property
    def is_running(self) -> bool:
        return self.leash.poll() is None

    def last_words(self) -> str:
        """The last line of its output."""
        lines = self.log.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "without a word"

    def ask_to_stop(self) -> None:
        """SIGTERM; several children can end at the same time."""
        if self.leash.stdin is not None:
            self.leash.stdin.close()

    def stop(self) -> None:
        """The program and all its processes are gone when this returns."""
        self.ask_to_stop()
        try:
            self.leash.wait(GRACE_SECONDS + 2)
        except subprocess.TimeoutExpired:
            self.leash.kill()
            self.leash.wait()


def start_child(
    name: str, program: Sequence[str], *, environment: Mapping[str, str], log: Path
) -> Child:
    """Start a program in a session of its own, with no more environment than is given."""
    with log.open("ab") as output:
        leash = subprocess.Popen(
            [sys.executable, "-S", "-E", _LEASH, *program],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", **environment},
            start_new_session=True,
        )
    return Child(name, log, leash)
