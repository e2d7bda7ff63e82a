"""Message encryption for Web Push (RFC 8291): what only one browser can read."""

import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVE = ec.SECP256R1()
# RFC 8291, section 4: the one record's size, which a push service must take.
_RECORD_BYTES = 4096
# RFC 8188, section 2: the delimiter of the last record.
_LAST = b"\x02"


def read_point(data: bytes) -> ec.EllipticCurvePublicKey:
    """A public key of P-256; raises ValueError for a point that is not on the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, data)


def encrypt(
    message: bytes,
    browser_key: bytes,
    auth_secret: bytes,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push. `own` and `salt` are made anew for each, but for known answers."""
    own = own or ec.generate_private_key(_CURVE)
    salt = salt or os.urandom(16)
    own_point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), read_point(browser_key))
    info = b"WebPush: info\0" + browser_key + own_point
    secret = _derive(shared, auth_secret, info, 32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!IB", _RECORD_BYTES, len(own_point)) + own_point
    return head + AESGCM(key).encrypt(nonce, message + _LAST, None)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
