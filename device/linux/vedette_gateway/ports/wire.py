"""Bytes on their way to the cloud: counted by what they are for, and held back to the cap."""

import math
import socket
import threading
import time
from collections import Counter
from io import SEEK_END, SEEK_SET, FileIO
from pathlib import Path

OVERHEAD = "overhead"

# IPv4 and TCP headers with time stamps; and Ethernet's around them, which loopback has not.
_PACKET_BYTES, _FRAME_BYTES = 52, 14
_ETHERNET_MTU = 9000
# Linux's socket options.
_IP_MTU, _IPV6_MTU = 14, 24
_MTU_USUAL = 1500
# A record of TLS 1.3 around each write, and what opens a connection: mostly certificates.
_RECORD_BYTES, _HANDSHAKE_BYTES = 22, 6000
# S3 closes connections that have been idle for longer than this.
_IDLE_S = 5.0
# One write of the SDK is this much.
_WRITE_BYTES = 16384
_SLICE_S, _SLICE_MIN_BYTES = 0.25, 1024


class Throttle:
    """A cap on bytes a second over all connections: first come, first served."""

    def __init__(self, bytes_per_s: int | None) -> None:
        self._lock = threading.Lock()
        self._free_at = 0.0
        self._bytes_per_s = bytes_per_s

    def limit(self, bytes_per_s: int | None) -> None:
        with self._lock:
            self._free_at = 0.0
            self._bytes_per_s = bytes_per_s

    def grant(self, wanted: int) -> int:
        """Wait until some of these bytes may go; how many, at least one."""
        with self._lock:
            rate = self._bytes_per_s
            if rate is None:
                return wanted
            granted = min(wanted, max(_SLICE_MIN_BYTES, int(rate * _SLICE_S)))
            now = time.monotonic()
            starts = max(now - _SLICE_S, self._free_at)
            self._free_at = starts + granted / rate
        time.sleep(max(0.0, starts - now))
        return granted


class Meter:
    """What went over the wire, by purpose; the rest of requests and packets is estimated."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes: Counter[str] = Counter()
        self._payload_bytes = 0
        self._mtu: int | None = None
        self._is_secure = False
        self._sent_at: dict[int, float] = {}

    def count(self, purpose: str, size: int) -> None:
        """Payload, with the packets it takes."""
        with self._lock:
            self._bytes[purpose] += size
            self._bytes[OVERHEAD] += self._frame(size)
            self._payload_bytes += size

    def count_exchange(self, sent: int, received: int) -> None:
        """What a request and its answer are beside payload."""
        with self._lock:
            self._bytes[OVERHEAD] += sent + received + self._frame(sent) + self._frame(received)

    def open_request(self, host: str, port: int, *, is_secure: bool) -> None:
        """A request starts in this thread, on a connection that may have to be opened for it."""
        with self._lock:
            if self._mtu is None:
                self._mtu = measure_mtu(host, port)
            now = time.monotonic()
            sent_at = self._sent_at.get(threading.get_ident(), -math.inf)
            self._sent_at[threading.get_ident()] = now
            if is_secure and now - sent_at > _IDLE_S:
                self._bytes[OVERHEAD] += _HANDSHAKE_BYTES
            self._is_secure = is_secure

    def take(self) -> dict[str, int]:
        """What was counted since the last call."""
        with self._lock:
            taken = dict(self._bytes)
            self._bytes.clear()
            return taken

    def give_back(self, taken: dict[str, int]) -> None:
        with self._lock:
            self._bytes.update(taken)

    def read_payload_bytes(self) -> int:
        """All payload since the start."""
        with self._lock:
            return self._payload_bytes

    def _frame(self, size: int) -> int:
        mtu = self._mtu or _MTU_USUAL
        packet = _PACKET_BYTES + (_FRAME_BYTES if mtu <= _ETHERNET_MTU else 0)
        full, rest = divmod(size, _WRITE_BYTES)
        packets = full * math.ceil(_WRITE_BYTES / (mtu - _PACKET_BYTES))
        packets += math.ceil(rest / (mtu - _PACKET_BYTES))
        # Receivers acknowledge every other packet, and a single one by itself.
        answers = full * math.ceil(_WRITE_BYTES / (mtu - _PACKET_BYTES) / 2)
        answers += math.ceil(rest / (mtu - _PACKET_BYTES) / 2)
        records = (full + (rest > 0)) * _RECORD_BYTES if self._is_secure else 0
        return (packets + answers) * packet + records


class Body(FileIO):
    """A part of a file as a request's body: read once for its signature, once for the wire.

    Only what is read after `start_sending` is counted and held back.
    """

    def __init__(
        self, path: Path, start: int, size: int, purpose: str, meter: Meter, throttle: Throttle
    ) -> None:
        super().__init__(path, "rb")
        self._start, self._size = start, size
        self._purpose, self._meter, self._throttle = purpose, meter, throttle
        self._is_sending = False
        self.seek(0)

    def start_sending(self) -> None:
        self._is_sending = True

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._size - self.tell())
        wanted = left if size is None or size < 0 else min(size, left)
        if not self._is_sending or not wanted:
            return super().read(wanted) or b""
        data = super().read(self._throttle.grant(wanted)) or b""
        self._meter.count(self._purpose, len(data))
        return data

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        before = {SEEK_SET: 0, SEEK_END: self._size}.get(whence)
        at = offset + (self.tell() if before is None else before)
        super().seek(self._start + at)
        return at

    def tell(self) -> int:
        return super().tell() - self._start


def measure_mtu(host: str, port: int) -> int:
    """The largest packet on the way to a host, as far as the kernel knows."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.connect(address)
            level = socket.IPPROTO_IPV6 if family == socket.AF_INET6 else socket.IPPROTO_IP
            option = _IPV6_MTU if family == socket.AF_INET6 else _IP_MTU
            return max(576, probe.getsockopt(level, option))
    except OSError:
        return _MTU_USUAL
