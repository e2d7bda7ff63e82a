"""Camera passwords as scrypt strings: `scrypt$n$r$p$salt$key`, salt and key in base64."""

import base64
import hashlib
import hmac
import secrets

# RFC 7914's interactive parameters: 16 MiB and about 50 ms a check on a small computer.
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_MEMORY_MAX = 2**26


def hash_password(password: str) -> str:
    """A new salt each time, so equal passwords do not look equal."""
    salt = secrets.token_bytes(16)
    key = _derive(password, salt, _COST, _BLOCK, _PARALLEL)
    fields = (_COST, _BLOCK, _PARALLEL, _encode(salt), _encode(key))
    return "scrypt$" + "$".join(str(field) for field in fields)


def check_password_hash(text: str) -> str:
    """Give the text back when it is a scrypt string.

    Raises ValueError for anything else.
    """
    _parse(text)
    return text


def verify_password(password: str, password_hash: str) -> bool:
    """Compares in constant time."""
    cost, block, parallel, salt, key = _parse(password_hash)
    return hmac.compare_digest(_derive(password, salt, cost, block, parallel), key)


def _derive(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    secret = password.encode("utf-8", "surrogateescape")
    return hashlib.scrypt(
        secret, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY_MAX, dklen=32
    )


def _parse(text: str) -> tuple[int, int, int, bytes, bytes]:
    fields = text.split("$")
    if len(fields) != 6 or fields[0] != "scrypt":
        raise ValueError("not a scrypt string; make one with: vedette-gateway hash-password")
    try:
        cost, block, parallel = (int(field) for field in fields[1:4])
        salt, key = (base64.b64decode(field, validate=True) for field in fields[4:6])
    except ValueError:
        raise ValueError("a damaged scrypt string") from None
    if cost < 2 or cost & (cost - 1) or 128 * cost * block >= _MEMORY_MAX or len(key) != 32:
        raise ValueError("a scrypt string with parameters out of range")
    return cost, block, parallel, salt, key


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
