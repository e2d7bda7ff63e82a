"""A signing key of this start for Cognito: moto ships one private key to everybody."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwk
from jwt.algorithms import RSAAlgorithm
from moto.cognitoidp import models, responses

from local.account import Account
from local.cognito.tokens import SigningKey
from local.repairs import Repairs

_KEY_ID = "dummy"
"""moto writes this key id into every token."""


def repair(repairs: Repairs) -> None:
    """Every user pool made from now on signs with a fresh key, and serves its public half."""
    key = jwk.RSAKey.generate_key(2048, {"kid": _KEY_ID, "alg": "RS256", "use": "sig"})
    private: dict[str, Any] = dict(key.as_dict(private=True))
    public = json.dumps({"keys": [key.as_dict(private=False)]}).encode()

    def load_resource(_name: str) -> dict[str, Any]:
        return private

    repairs.replace(models, "load_resource", lambda _: load_resource)
    repairs.replace(responses.CognitoIdpJsonWebKeyResponse, "json_web_key", lambda _: public)


def signing_key(account: Account, pool_id: str) -> SigningKey:
    """The key with which this pool signs, for whoever signs in its name."""
    pool = models.cognitoidp_backends[account.id][account.region].user_pools[pool_id]
    private: dict[str, Any] = pool.json_web_key.as_dict(private=True)
    key = RSAAlgorithm.from_jwk(private)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the pool's key is not a private one")
    return SigningKey(_KEY_ID, key)
