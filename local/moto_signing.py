"""Signatures of digests by KMS: moto hashes what is a hash already, and nobody could verify it."""

import base64
import json
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from moto.kms.responses import KmsResponse

from local.foreign import Foreign
from local.repairs import Repairs

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "ECDSA_SHA_256": hashes.SHA256(),
    "ECDSA_SHA_384": hashes.SHA384(),
    "ECDSA_SHA_512": hashes.SHA512(),
}


def repair(repairs: Repairs) -> None:
    """Elliptic keys sign a message of the type DIGEST as it is; other keys refuse it."""
    repairs.replace(KmsResponse, "sign", _sign)


def _sign(original: Callable[[Foreign], str]) -> Callable[[Foreign], str]:
    def sign(response: Foreign) -> str:
        answer = json.loads(original(response))
        if response._get_param("MessageType") == "DIGEST":
            answer["Signature"] = base64.b64encode(_sign_digest(response, answer)).decode()
        return json.dumps(answer)

    return sign


def _sign_digest(response: Foreign, answer: dict[str, str]) -> bytes:
    key: Foreign = response.kms_backend.describe_key(answer["KeyId"]).private_key.private_key
    digest: bytes = response._get_param("Message")
    return key.sign(digest, ec.ECDSA(Prehashed(_HASHES[answer["SigningAlgorithm"]])))
