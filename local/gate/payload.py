"""The body against what was signed of it: its hash, its chunks, its checksums."""

import base64
import hashlib
import hmac
import re
import zlib
from collections.abc import Callable
from io import BytesIO

from local.gate.inbound import Inbound
from local.gate.refusals import Kind, Refused
from local.gate.signature import Claim, sign

UNSIGNED = "UNSIGNED-PAYLOAD"
_SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
_STREAMED = (_SIGNED_CHUNKS, f"{_SIGNED_CHUNKS}-TRAILER", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
_HASH = re.compile(r"[0-9a-f]{64}")
_EMPTY = hashlib.sha256().hexdigest()
_MISMATCH = "The provided 'x-amz-content-sha256' header does not match what was computed."


def signed_hash(claim: Claim, inbound: Inbound) -> str:
    """What the signature says of the body. Raises Refused when the body is another one."""
    said = inbound.header("x-amz-content-sha256")
    actual = inbound.sha256
    if not said:
        return UNSIGNED if claim.presigned_seconds and claim.service == "s3" else actual
    if _HASH.fullmatch(said):
        if said != actual:
            raise Refused(Kind.OTHER_PAYLOAD, _MISMATCH)
    elif claim.service != "s3" or said not in (UNSIGNED, *_STREAMED):
        raise Refused(Kind.MALFORMED, "x-amz-content-sha256 is not one that this service takes")
    return said


def unwrap(claim: Claim, key: bytes, inbound: Inbound) -> None:
    """Replace an aws-chunked body by what it carries, its trailers by headers, so that moto sees
    a plain upload. Raises Refused for a chunk or trailer that is not signed as it must be."""
    said = inbound.header("x-amz-content-sha256")
    if said not in _STREAMED:
        return
    chunks = _Chunks(claim, key if said.startswith(_SIGNED_CHUNKS) else None)
    try:
        body, trailers = chunks.read(BytesIO(inbound.body))
    except ValueError as error:
        raise Refused(Kind.OTHER_PAYLOAD, "The aws-chunked body is malformed") from error
    inbound.replace(body)
    length = inbound.header("x-amz-decoded-content-length")
    if length != str(len(body)):
        raise Refused(Kind.OTHER_PAYLOAD, "The body has another length than it was said to have")
    if set(trailers) != {one for one in inbound.header("x-amz-trailer").lower().split(",") if one}:
        raise Refused(Kind.OTHER_PAYLOAD, "The trailers are not those that were announced")
    for name, value in trailers.items():
        inbound.set_header(name, value)
    codings = [one.strip() for one in inbound.header("content-encoding").split(",")]
    left = ",".join(one for one in codings if one and one != "aws-chunked")
    inbound.set_header("content-encoding", left or None)
    inbound.set_header("x-amz-content-sha256", UNSIGNED)
    for name in ("x-amz-trailer", "x-amz-decoded-content-length"):
        inbound.set_header(name, None)


class _Chunks:
    """Reads one aws-chunked body."""

    def __init__(self, claim: Claim, key: bytes | None) -> None:
        self._claim = claim
        self._key = key
        self._previous = claim.signature

    def read(self, source: BytesIO) -> tuple[bytes, dict[str, str]]:
        body: list[bytes] = []
        while True:
            size, _, extension = source.readline().strip().partition(b";")
            data = source.read(int(size, 16))
            if len(data) != int(size, 16):
                raise ValueError("cut off")
            self._check(extension.partition(b"chunk-signature=")[2], "PAYLOAD", data, _EMPTY)
            if not data:
                return b"".join(body), self._trailers(source)
            if source.read(2) != b"\r\n":
                raise ValueError("no line end")
            body.append(data)

    def _trailers(self, source: BytesIO) -> dict[str, str]:
        trailers: dict[str, str] = {}
        signature = b""
        while line := source.readline().strip():
            name, _, value = line.partition(b":")
            if name == b"x-amz-trailer-signature":
                signature = value
            elif re.fullmatch(rb"x-amz-checksum-[a-z0-9]+", name.lower()):
                trailers[name.decode().lower()] = value.decode("latin-1")
            else:
                raise ValueError("not a checksum")
        if trailers:
            signed = "".join(f"{name}:{trailers[name]}\n" for name in sorted(trailers))
            self._check(signature, "TRAILER", signed.encode())
        return trailers

    def _check(self, signature: bytes, part: str, data: bytes, *extra: str) -> None:
        if self._key is None:
            return
        said = hashlib.sha256(data).hexdigest()
        claim = self._claim
        lines = [f"AWS4-HMAC-SHA256-{part}", claim.stamp, claim.scope, self._previous, *extra, said]
        expected = sign(self._key, "\n".join(lines))
        if not hmac.compare_digest(expected.encode(), signature):
            raise Refused(Kind.BAD_SIGNATURE, f"The signature of a {part.lower()} does not match")
        self._previous = expected


def _crc32(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4, "big")


def _md5(body: bytes) -> bytes:
    return hashlib.md5(body, usedforsecurity=False).digest()


def _sha1(body: bytes) -> bytes:
    return hashlib.sha1(body, usedforsecurity=False).digest()


def _sha256(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "content-md5": _md5,
    "x-amz-checksum-crc32": _crc32,
    "x-amz-checksum-sha1": _sha1,
    "x-amz-checksum-sha256": _sha256,
}


def check_digests(inbound: Inbound) -> None:
    """Raises Refused when a checksum of the request is not that of the body. CRC-32C and
    CRC-64/NVME are not looked at."""
    for name, digest in _DIGESTS.items():
        said = inbound.header(name)
        if said and said != base64.b64encode(digest(inbound.body)).decode():
            text = f"The {name} you specified did not match what we received."
            raise Refused(Kind.BAD_DIGEST, text)
        _name_algorithm(name, said, inbound)


def _name_algorithm(name: str, said: str, inbound: Inbound) -> None:
    """moto keeps a checksum only when its algorithm is named as well; S3 needs no name."""
    prefix, _, algorithm = name.rpartition("-")
    named = inbound.has("x-amz-sdk-checksum-algorithm")
    if said and not named and prefix == "x-amz-checksum":
        inbound.set_header("x-amz-sdk-checksum-algorithm", algorithm.upper())
