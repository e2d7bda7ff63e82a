"""moto in a process of its own, which serves until its standard input ends.

Within a process there is one state for all of moto, and whoever begins an account anew empties it:
other tests in ours would take the buckets away from gateways that still write to them.
"""

import subprocess
import sys
from pathlib import Path

from moto.server import ThreadedMotoServer


class MotoProcess:
    """Started on construction; `address` is its host and port. It does not outlive the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.device.linux.moto_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
            text=True,
        )
        assert self._process.stdout is not None
        port = self._process.stdout.readline()
        assert port, "moto did not start"
        self.address = ("127.0.0.1", int(port))
        self.url = f"http://127.0.0.1:{int(port)}"

    def stop(self) -> None:
        self._process.communicate(timeout=30)


def main() -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
