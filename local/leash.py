"""Runs a program until it ends or whoever started this does, even by `kill -9`.

Run by path, so that it starts fast: `python leash.py PROGRAM ARGUMENT...`. Standard input is the
leash: a pipe that nobody writes to and that closes with the other side's end.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 8.0
"""Between SIGTERM and SIGKILL."""


def main(program: list[str]) -> int:
    """The program's exit status; nothing of its process group is left."""
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: over.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(program, stdin=subprocess.DEVNULL, start_new_session=True)

    def wait_for_starter() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        over.set()

    def wait_for_program() -> None:
        process.wait()
        over.set()

    threading.Thread(target=wait_for_starter, daemon=True).start()
    threading.Thread(target=wait_for_program, daemon=True).start()
    over.wait()
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
