"""Access and ID tokens with the claims of Cognito's, signed by the pool's key of this start."""

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt import PyJWK
from jwt.algorithms import RSAAlgorithm

from local.cognito.declaration import LoginClient, UserPool
from local.cognito.users import Person


@dataclass(frozen=True)
class SigningKey:
    """The pool's RSA key; `kid` is its name in token headers and in the JWKS."""

    kid: str
    private_key: rsa.RSAPrivateKey = field(repr=False)

    def jwk(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk(self.private_key.public_key(), as_dict=True)
        return {"kid": self.kid, "alg": "RS256", "use": "sig", **public}

    def verifiers(self) -> Mapping[str, PyJWK]:
        return {self.kid: PyJWK(self.jwk())}


@dataclass(frozen=True)
class SignIn:
    """One sign-in of a person: what all tokens that come of it have in common."""

    person: Person
    client: LoginClient
    scopes: frozenset[str]
    auth_time: int
    origin_jti: str = field(default_factory=lambda: str(uuid.uuid4()))


def mint(
    pool: UserPool, key: SigningKey, sign_in: SignIn, now: int, nonce: str | None = None
) -> dict[str, Any]:
    """The token endpoint's answer without a refresh token; `now` in epoch seconds."""
    client = sign_in.client
    common = _common(pool, sign_in, now)
    access: dict[str, Any] = {
        **common,
        "version": 2,
        "client_id": client.client_id,
        "token_use": "access",
        "scope": " ".join(sorted(sign_in.scopes)),
        "exp": now + client.access_seconds,
        "jti": str(uuid.uuid4()),
        "username": sign_in.person.username,
    }
    access_token = _sign(access, key)
    answer = {
        "access_token": access_token,
        "expires_in": client.access_seconds,
        "token_type": "Bearer",
    }
    if "openid" in sign_in.scopes:
        about = {"at_hash": _half_hash(access_token)} | ({"nonce": nonce} if nonce else {})
        answer["id_token"] = _sign({**common, **about, **_identity(sign_in, now)}, key)
    return answer


def verify(token: str, pool: UserPool, key: SigningKey) -> dict[str, Any]:
    """The claims of one of our access tokens. Raises jwt.InvalidTokenError."""
    claims = jwt.decode(
        token,
        key.private_key.public_key(),
        algorithms=["RS256"],
        issuer=pool.issuer,
        options={"verify_aud": False, "require": ["exp", "iss", "sub"]},
    )
    if claims.get("token_use") != "access":
        raise jwt.InvalidTokenError("not an access token")
    return claims


def _common(pool: UserPool, sign_in: SignIn, now: int) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "sub": sign_in.person.sub,
        "iss": pool.issuer,
        "origin_jti": sign_in.origin_jti,
        "event_id": str(uuid.uuid4()),
        "auth_time": sign_in.auth_time,
        "iat": now,
    }
    # Cognito leaves the claim out for a person without a group.
    if sign_in.person.groups:
        claims["cognito:groups"] = list(sign_in.person.groups)
    return claims


def _identity(sign_in: SignIn, now: int) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "aud": sign_in.client.client_id,
        "token_use": "id",
        "exp": now + sign_in.client.id_seconds,
        "jti": str(uuid.uuid4()),
        "cognito:username": sign_in.person.username,
    }
    if sign_in.scopes & {"email", "aws.cognito.signin.user.admin"}:
        claims["email"] = sign_in.person.email
        claims["email_verified"] = sign_in.person.email_verified
    return claims


def _half_hash(token: str) -> str:
    # at_hash of OpenID Connect Core 3.1.3.6 for RS256.
    half = hashlib.sha256(token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).decode().rstrip("=")


def _sign(claims: dict[str, Any], key: SigningKey) -> str:
    return jwt.encode(claims, key.private_key, algorithm="RS256", headers={"kid": key.kid})
