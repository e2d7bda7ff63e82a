"""The data types of MQTT: numbers, texts and lengths as bytes."""

from local.iot.reasons import Malformed

_VARIABLE_BYTES_MAX = 4


class Reader:
    """Reads one packet's bytes from the front; raises Malformed for what is not there."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._data)

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise Malformed
        self._at += count
        return taken

    def number(self, size: int) -> int:
        """Of `size` bytes, the most significant first."""
        return int.from_bytes(self.take(size), "big")

    def variable(self) -> int:
        """A number that says by itself how long it is, four bytes at most."""
        value = 0
        for place in range(_VARIABLE_BYTES_MAX):
            byte = self.number(1)
            value |= (byte & 0x7F) << 7 * place
            if not byte & 0x80:
                return value
        raise Malformed

    def binary(self) -> bytes:
        return self.take(self.number(2))

    def text(self) -> str:
        """Raises Malformed as well for what is not UTF-8 or holds U+0000 (MQTT 5.0, 1.5.4)."""
        try:
            text = self.binary().decode()
        except UnicodeDecodeError:
            raise Malformed from None
        if "\0" in text:
            raise Malformed
        return text

    def rest(self) -> bytes:
        return self.take(len(self._data) - self._at)

    def part(self) -> "Reader":
        """What a length in front says."""
        return Reader(self.take(self.variable()))


def number(value: int, size: int) -> bytes:
    return value.to_bytes(size, "big")


def variable(value: int) -> bytes:
    written = bytearray()
    while True:
        value, byte = value >> 7, value & 0x7F
        written.append(byte | 0x80 if value else byte)
        if not value:
            return bytes(written)


def binary(value: bytes) -> bytes:
    return number(len(value), 2) + value


def text(value: str) -> bytes:
    return binary(value.encode())
