"""Ids that sort by the time they were made: ULIDs (github.com/ulid/spec)."""

import hashlib

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
RANDOM_BYTES = 10


def make_id(now_ms: int, random: bytes) -> str:
    """The ULID of a moment and RANDOM_BYTES of randomness."""
    number = int.from_bytes(now_ms.to_bytes(6, "big") + random[:RANDOM_BYTES], "big")
    return "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def derive_id(now_ms: int, *parts: str) -> str:
    """The same ULID whenever the moment and the parts are the same."""
    # No part may hold a NUL: they are ids and words.
    return make_id(now_ms, hashlib.sha256("\0".join(parts).encode()).digest())
