"""A signature of a digest is verified by whoever has the public key and the message."""

import hashlib

import pytest
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.local.laptop import LaptopCloud

MESSAGE = b"what was exported"


def test_a_digest_is_signed_as_it_is(laptop: LaptopCloud) -> None:
    kms = laptop.account.client("kms")
    key_id = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    public = load_der_public_key(kms.get_public_key(KeyId=key_id)["PublicKey"])
    assert isinstance(public, ec.EllipticCurvePublicKey)
    signed = {
        kind: kms.sign(
            KeyId=key_id, Message=message, MessageType=kind, SigningAlgorithm="ECDSA_SHA_256"
        )["Signature"]
        for kind, message in (("RAW", MESSAGE), ("DIGEST", hashlib.sha256(MESSAGE).digest()))
    }
    for signature in signed.values():
        public.verify(signature, MESSAGE, ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(signed["DIGEST"], MESSAGE + b" ", ec.ECDSA(hashes.SHA256()))


def test_a_digest_of_another_length_is_refused(laptop: LaptopCloud) -> None:
    kms = laptop.account.client("kms")
    key_id = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    with pytest.raises(ClientError):
        kms.sign(
            KeyId=key_id,
            Message=b"no digest",
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
