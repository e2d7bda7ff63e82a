"""What systemd wants to hear from a service of Type=notify."""

import contextlib
import socket


class Notifier:
    """Says nothing without an address; `address` is what systemd gives in NOTIFY_SOCKET."""

    def __init__(self, address: str | None) -> None:
        self._address = address

    def say(self, *lines: str) -> None:
        """One datagram; a manager that does not listen is no reason to stop."""
        if not self._address:
            return
        # A leading @ stands for Linux's abstract names, which start with a zero byte.
        path = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.setblocking(False)
            with contextlib.suppress(OSError):
                channel.sendto("\n".join(lines).encode(), path)
