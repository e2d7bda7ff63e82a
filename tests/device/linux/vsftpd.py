"""A real vsftpd of Debian, on ports of its own, with anonymous uploads."""

import ftplib
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.device.linux.running import wait_for

USER = "ftp"


class Vsftpd:
    """Started on construction. `root` is what its clients see, `log` what it says of uploads."""

    def __init__(self, folder: Path, cameras: Sequence[str]) -> None:
        self.root = folder / "ftp"
        self.log = folder / "vsftpd.log"
        self._config = folder / "vsftpd.conf"
        self._process: subprocess.Popen[bytes] | None = None
        for camera in cameras:
            (self.root / camera).mkdir(parents=True)
            # Anonymous clients are another account than whoever runs the tests; what they see as
            # the root must not be theirs.
            (self.root / camera).chmod(0o777)
        self.port = _find_port()
        self._write()
        self.start()

    @property
    def pid(self) -> int:
        """Of the program whose child it is."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        program = shutil.which("vsftpd", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "vsftpd is missing: setup/install test or bench"
        # It tells of its troubles on a terminal only.
        command = f"{program} {self._config}"
        self._process = subprocess.Popen(
            ["script", "-qec", command, "/dev/null"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        wait_for(self._answers)

    def stop(self) -> None:
        assert self._process is not None
        # The terminal's program ends with vsftpd.
        for child in _list_children(self._process.pid):
            os.kill(child, signal.SIGTERM)
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def login(self) -> ftplib.FTP:
        client = ftplib.FTP(timeout=20, encoding="latin-1")
        client.connect("127.0.0.1", self.port)
        client.login(USER, "nobody")
        return client

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None and self._process.stdout is not None:
            raise AssertionError(self._process.stdout.read().decode(errors="replace"))
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                return connection.recv(3) == b"220"
        except OSError:
            return False

    def _write(self) -> None:
        lines = [
            "listen=YES",
            "listen_address=127.0.0.1",
            f"listen_port={self.port}",
            "background=NO",
            "connect_from_port_20=NO",
            "max_per_ip=0",
            "anonymous_enable=YES",
            "no_anon_password=YES",
            f"anon_root={self.root}",
            "write_enable=YES",
            "anon_upload_enable=YES",
            "anon_mkdir_write_enable=YES",
            "anon_other_write_enable=YES",
            "anon_umask=022",
            "xferlog_enable=YES",
            "xferlog_std_format=NO",
            f"vsftpd_log_file={self.log}",
            # Containers do not let it make itself a sandbox.
            "seccomp_sandbox=NO",
            "isolate=NO",
            "isolate_network=NO",
        ]
        if os.geteuid():
            lines.append("run_as_launching_user=YES")
        self._config.write_text("\n".join([*lines, ""]))
        self._config.chmod(0o600)


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _list_children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in children.read_text().split()] if children.exists() else []
