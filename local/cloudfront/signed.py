"""Signed URLs and signed cookies: canned and custom policies, as CloudFront checks them."""

import base64
import binascii
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from local.cloudfront.patterns import matches_text

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
PARAMETERS = frozenset({"Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"})
_FROM_CLOUDFRONT = str.maketrans("-_~", "+=/")
_HASHES: Mapping[str, type[hashes.SHA1] | type[hashes.SHA256]] = {
    "SHA1": hashes.SHA1,
    "SHA256": hashes.SHA256,
}


class AccessDenied(Exception):
    """The error code and message that CloudFront answers with; 403."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Visit:
    """A request: its address without CloudFront's parameters, the viewer, the time (epoch s)."""

    url: str
    viewer_ip: str
    now: float


def check_access(
    visit: Visit,
    query: Mapping[str, str],
    cookies: Mapping[str, str],
    keys: Mapping[str, PublicKey],
) -> None:
    """Raises AccessDenied. A signed URL counts before signed cookies."""
    signed = {name: value for name, value in query.items() if name in PARAMETERS}
    if "Key-Pair-Id" not in signed:
        names = {name: f"CloudFront-{name}" for name in PARAMETERS}
        signed = {name: cookies[cookie] for name, cookie in names.items() if cookie in cookies}
    if "Key-Pair-Id" not in signed:
        raise AccessDenied("MissingKey", "Missing Key-Pair-Id query parameter or cookie value")
    key = keys.get(signed["Key-Pair-Id"])
    if key is None:
        raise AccessDenied("InvalidKey", "Unknown Key")
    policy = _policy(signed, visit.url)
    _verify(key, signed, policy)
    _check_policy(policy, visit)


def _policy(signed: Mapping[str, str], url: str) -> bytes:
    if "Policy" in signed:
        return _decode(signed["Policy"], _malformed_policy())
    expires = signed.get("Expires", "")
    if not (expires.isascii() and expires.isdigit() and len(expires) <= 12):
        raise _malformed_policy()
    condition = {"DateLessThan": {"AWS:EpochTime": int(expires)}}
    canned = {"Statement": [{"Resource": url, "Condition": condition}]}
    return json.dumps(canned, separators=(",", ":")).encode()


def _verify(key: PublicKey, signed: Mapping[str, str], policy: bytes) -> None:
    malformed = AccessDenied("MalformedSignature", "Could not unencode Signature")
    algorithm = _HASHES.get(signed.get("Hash-Algorithm", "SHA1"))
    if algorithm is None:
        raise malformed
    signature = _decode(signed.get("Signature", ""), malformed)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, policy, padding.PKCS1v15(), algorithm())
        else:
            key.verify(signature, policy, ec.ECDSA(algorithm()))
    except InvalidSignature as error:
        raise _denied() from error


def _check_policy(policy: bytes, visit: Visit) -> None:
    try:
        document: dict[str, Any] = json.loads(policy)
        (statement,) = cast(list[dict[str, Any]], document["Statement"])
        condition: dict[str, dict[str, Any]] = statement["Condition"]
        ends = int(condition["DateLessThan"]["AWS:EpochTime"])
        begins = int(condition.get("DateGreaterThan", {}).get("AWS:EpochTime", 0))
        network = str(condition.get("IpAddress", {}).get("AWS:SourceIp", "0.0.0.0/0"))
        holds = visit.now < ends and visit.now > begins
        inside = ipaddress.ip_address(visit.viewer_ip) in ipaddress.ip_network(network)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _malformed_policy() from error
    # Without a Resource the policy is for every file.
    if not (holds and inside and matches_text(str(statement.get("Resource", "*")), visit.url)):
        raise _denied()


def _decode(text: str, malformed: AccessDenied) -> bytes:
    try:
        return base64.b64decode(text.translate(_FROM_CLOUDFRONT), validate=True)
    except (binascii.Error, ValueError) as error:
        raise malformed from error


def _denied() -> AccessDenied:
    return AccessDenied("AccessDenied", "Access denied")


def _malformed_policy() -> AccessDenied:
    return AccessDenied("MalformedPolicy", "Malformed Policy")
