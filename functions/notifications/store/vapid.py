"""The key that says who pushes (VAPID): its private half never leaves KMS."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from functions.aws import calling

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_WHAT = "the key of pushes"


class VapidKey:
    """An ECC_NIST_P256 key; its methods raise Unavailable when KMS does not answer."""

    def __init__(self, client: KMSClient, arn: str) -> None:
        self._client = client
        self._arn = arn

    @cached_property
    def public_key(self) -> bytes:
        """The uncompressed point, as a browser takes it."""
        with calling(_WHAT):
            answer = self._client.get_public_key(KeyId=self._arn)
        key = load_der_public_key(answer["PublicKey"])
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise TypeError("the key of pushes is not one of an elliptic curve")
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(self, message: bytes) -> bytes:
        """ES256 as JWS has it: both numbers of 32 bytes, where KMS answers DER."""
        with calling(_WHAT):
            answer = self._client.sign(
                KeyId=self._arn,
                Message=message,
                MessageType="RAW",
                SigningAlgorithm="ECDSA_SHA_256",
            )
        return b"".join(
            part.to_bytes(32, "big") for part in decode_dss_signature(answer["Signature"])
        )
