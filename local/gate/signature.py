"""Signature version 4: what a request claims, and whether its signature proves it."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from local.gate.inbound import Inbound
from local.gate.refusals import Kind, Refused

ALGORITHM = "AWS4-HMAC-SHA256"
SKEW = timedelta(minutes=5)
"""How far a signed request's clock may be off, as most services of AWS have it."""
PRESIGNED_SECONDS_MAX = 604800

_FIELD = re.compile(r"(Credential|SignedHeaders|Signature)=([^,\s]+)")


@dataclass(frozen=True, slots=True)
class Claim:
    """Who signed what, when and for which service; nothing of it is proven."""

    access_key_id: str
    scope: str
    """day/region/service/aws4_request"""
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str
    stamp: str
    """The time as it was signed, 20260131T235959Z."""
    token: str
    presigned_seconds: int | None
    """How long a presigned URL lives; None for a signature in the header."""

    @property
    def moment(self) -> datetime:
        """When it was signed."""
        return datetime.strptime(self.stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read_claim(inbound: Inbound) -> Claim | None:
    """What the request claims; None when it is not signed. Raises Refused when malformed."""
    query = dict(inbound.query)
    header = inbound.header("authorization")
    presigned = "X-Amz-Signature" in query or "X-Amz-Credential" in query
    if not header and not presigned:
        return None
    if header and presigned:
        raise Refused(Kind.MALFORMED, "Only one auth mechanism allowed")
    try:
        return _read_query(query) if presigned else _read_header(header, inbound)
    except (KeyError, ValueError) as error:
        raise Refused(Kind.MALFORMED, "The authorization is not a complete SigV4 one") from error


def _read_header(header: str, inbound: Inbound) -> Claim:
    algorithm, _, rest = header.partition(" ")
    if algorithm != ALGORITHM:
        raise ValueError("other algorithm")
    fields = dict(_FIELD.findall(rest))
    stamp = inbound.header("x-amz-date")
    token = inbound.header("x-amz-security-token")
    return _claim(
        fields["Credential"], fields["SignedHeaders"], fields["Signature"], stamp, token, None
    )


def _read_query(query: dict[str, str]) -> Claim:
    if query["X-Amz-Algorithm"] != ALGORITHM:
        raise ValueError("other algorithm")
    seconds = int(query["X-Amz-Expires"])
    if not 0 < seconds <= PRESIGNED_SECONDS_MAX:
        raise ValueError("expiry out of range")
    return _claim(
        query["X-Amz-Credential"],
        query["X-Amz-SignedHeaders"],
        query["X-Amz-Signature"],
        query["X-Amz-Date"],
        query.get("X-Amz-Security-Token", ""),
        seconds,
    )


def _claim(
    credential: str, headers: str, signature: str, stamp: str, token: str, seconds: int | None
) -> Claim:
    key, day, region, service, end = credential.split("/")
    if end != "aws4_request" or not stamp.startswith(day):
        raise ValueError("not a credential scope")
    names = tuple(headers.split(";"))
    scope = f"{day}/{region}/{service}/{end}"
    claim = Claim(key, scope, region, service, names, signature, stamp, token, seconds)
    _ = claim.moment  # a time that cannot be read is refused here
    return claim


def check_time(claim: Claim, now: datetime) -> None:
    """Raises Refused for a request signed too long ago, or in the future."""
    if claim.presigned_seconds is None:
        if abs(now - claim.moment) > SKEW:
            text = "The difference between the request time and the current time is too large."
            raise Refused(Kind.SKEWED, text)
    elif now < claim.moment - SKEW:
        raise Refused(Kind.OLD_REQUEST, "Request is not yet valid")
    elif now > claim.moment + timedelta(seconds=claim.presigned_seconds):
        raise Refused(Kind.OLD_REQUEST, "Request has expired")


def check_signature(claim: Claim, secret: str, inbound: Inbound, payload_hash: str) -> bytes:
    """Raises Refused unless the secret made the signature and every x-amz header is signed.

    Returns the signing key, for the chunks of a streamed body."""
    signed = {name.replace("_", "-") for name in claim.signed_headers}
    if unsigned := {"host", *inbound.amazon_headers()} - signed:
        text = f"There were headers present in the request which were not signed: {min(unsigned)}"
        raise Refused(Kind.BAD_SIGNATURE, text)
    key = _signing_key(secret, claim.scope)
    canonical = _canonical(claim, inbound, payload_hash)
    digest = hashlib.sha256(canonical.encode("latin-1", "replace")).hexdigest()
    expected = sign(key, "\n".join([ALGORITHM, claim.stamp, claim.scope, digest]))
    if not hmac.compare_digest(expected.encode(), claim.signature.encode()):
        text = (
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method."
        )
        raise Refused(Kind.BAD_SIGNATURE, text)
    return key


def sign(key: bytes, text: str) -> str:
    """The signature of a string to sign, in hexadecimal."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _signing_key(secret: str, scope: str) -> bytes:
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def _canonical(claim: Claim, inbound: Inbound, payload_hash: str) -> str:
    # S3 signs the path as it travels, the others sign it encoded once more.
    path = inbound.raw_path if claim.service == "s3" else quote(inbound.raw_path, safe="/-_.~")
    encoded = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in inbound.query
        if name != "X-Amz-Signature"
    )
    headers = (f"{name}:{' '.join(inbound.header(name).split())}" for name in claim.signed_headers)
    return "\n".join(
        [
            inbound.method,
            path,
            "&".join(f"{name}={value}" for name, value in encoded),
            *headers,
            "",
            ";".join(claim.signed_headers),
            payload_hash,
        ]
    )
