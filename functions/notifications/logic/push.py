"""What Web Push asks for: where may be pushed to, and a token that says who pushes (RFC 8292)."""

import base64
import hashlib
import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from functions.errors import Rejected

TTL_S = 3600
# RFC 8292, section 2: at most 24 hours; half of it leaves room for clocks that differ.
_TOKEN_LIFE_S = 12 * 3600
_ENDPOINT_MAX = 2048
_P256_POINT_BYTES = 65
_AUTH_BYTES = 16


def check_endpoint(endpoint: str, services: Sequence[str]) -> str:
    """An address of one of the push services; raises Rejected "unknown_push_service".

    Anything else would let a caller make the cloud send requests wherever they like. `services` are
    host names, with a port where it is not 443; hosts below them are theirs as well.
    """
    try:
        parts = urlsplit(endpoint)
        place = parts.netloc
    except ValueError:
        parts, place = urlsplit(""), ""
    known = any(place == service or place.endswith(f".{service}") for service in services)
    plain = endpoint.isascii() and endpoint.isprintable() and len(endpoint) <= _ENDPOINT_MAX
    if parts.scheme != "https" or not known or not plain or "\\" in endpoint or "@" in place:
        raise Rejected(
            "unknown_push_service", "endpoint: must be an https address of a known push service"
        )
    return endpoint


def check_keys(p256dh: str, auth: str) -> None:
    """Raises Rejected "bad_keys" for keys that do not have the form of RFC 8291."""
    try:
        point, secret = decode(p256dh), decode(auth)
    except ValueError:
        point = secret = b""
    if len(point) != _P256_POINT_BYTES or point[0] != 4 or len(secret) != _AUTH_BYTES:
        raise Rejected("bad_keys", "keys: must be those of a push subscription, in base64url")


def identify(endpoint: str) -> str:
    """The id of the browser behind an endpoint; the endpoint itself cannot be told from it."""
    return hashlib.sha256(endpoint.encode()).hexdigest()[:32]


def origin_of(endpoint: str) -> str:
    """Whom a token is for."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def write_claims(audience: str, contact: str, now_s: int) -> bytes:
    """Header and claims of a token, which ES256 then signs; `contact` is an https address."""
    header = {"typ": "JWT", "alg": "ES256"}
    claims = {"aud": audience, "exp": now_s + _TOKEN_LIFE_S, "sub": contact}
    return b".".join(
        encode(json.dumps(part, separators=(",", ":")).encode()).encode()
        for part in (header, claims)
    )


def make_headers(claims: bytes, signature: bytes, public_key: bytes, topic: str) -> dict[str, str]:
    """The headers of a push; one with the same `topic` replaces it while nobody has read it."""
    token = f"{claims.decode()}.{encode(signature)}"
    return {
        "Authorization": f"vapid t={token}, k={encode(public_key)}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_S),
        # Normal would wait for a phone that sleeps.
        "Urgency": "high",
        "Topic": topic,
    }


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url, padded or not; raises ValueError."""
    if not text.isascii():
        raise ValueError("not base64url")
    plain = text.rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
