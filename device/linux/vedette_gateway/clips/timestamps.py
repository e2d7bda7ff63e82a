"""Timestamps of our own for one stream of packets."""

from fractions import Fraction

from av.packet import Packet
from av.stream import Stream

# A longer silence between two packets is a camera's clock being set, not a pause.
_JUMP_S = 10
# H.264 reorders at most 16 pictures, so a decode time is known after that many packets.
_UNKNOWN_MAX = 16


class StreamClock:
    """Timestamps from 0, strictly rising, without jumps; `mended` counts those put right.

    Demuxers do not know the first decode times of a stream with reordered pictures: packets are
    kept back until one is known. `packet_s` is how long a packet lasts that does not say.
    """

    def __init__(self, time_base: Fraction | None, packet_s: Fraction) -> None:
        self.mended = 0
        self._time_base = time_base or Fraction(1, 1000)
        self._step = max(1, int(packet_s / self._time_base))
        self._jump = int(_JUMP_S / self._time_base)
        self._kept_back: list[Packet[Stream]] = []
        self._shift: int | None = None
        self._last: int | None = None
        self._end = 0

    def place(self, packet: "Packet[Stream]") -> "list[Packet[Stream]]":
        """The packets whose time is settled by this one, in order."""
        if self._shift is not None:
            self._settle(packet, self._shift)
            return [packet]
        self._kept_back.append(packet)
        if packet.dts is None and len(self._kept_back) < _UNKNOWN_MAX:
            return []
        return self.finish()

    def finish(self) -> "list[Packet[Stream]]":
        """What is still kept back when the stream ends."""
        packets, self._kept_back = self._kept_back, []
        if not packets:
            return []
        known = packets[-1].dts
        first = packets[0].pts if known is None else known - self._step * (len(packets) - 1)
        self._shift = -(first or 0)
        for number, packet in enumerate(packets):
            if known is not None:
                packet.dts = (first or 0) + self._step * number
            self._settle(packet, self._shift)
        return packets

    def elapsed_ms(self) -> int:
        return int(self._end * self._time_base * 1000)

    def _settle(self, packet: "Packet[Stream]", shift: int) -> None:
        step = packet.duration or self._step
        expected = 0 if self._last is None else self._last + step
        decode_at = expected if packet.dts is None else packet.dts + shift
        show_at = decode_at if packet.pts is None else packet.pts + shift
        if self._last is not None and not 0 < decode_at - self._last <= self._jump:
            self._shift = shift + expected - decode_at
            show_at += expected - decode_at
            decode_at = expected
            self.mended += 1
        packet.dts, packet.pts = decode_at, max(show_at, decode_at)
        self._last = decode_at
        self._end = decode_at + step
