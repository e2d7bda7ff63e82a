"""The JWT authorizer's checks, in the order and with the answers of API Gateway."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import jwt
from jwt import PyJWK

from local.http_api.routes import Authorizer

Keys = Mapping[str, PyJWK]


class NotAuthorized(Exception):
    """No token, or one that does not hold: 401. The text says why, never the token."""


class MissingScope(Exception):
    """A good token without any of the route's scopes: 403."""


def authorize(
    authorizer: Authorizer, scopes: frozenset[str], header: str, keys: Keys
) -> dict[str, Any]:
    """The claims of the bearer token. Raises NotAuthorized or MissingScope.

    token_use is not looked at, as on AWS: an ID token passes where a route wants no scope.
    """
    claims = _verify(_bearer(header), authorizer.issuer, keys)
    audience = claims.get("aud", claims.get("client_id"))
    given = (
        {str(one) for one in cast(Sequence[Any], audience)} if _is_list(audience) else {audience}
    )
    if not given & authorizer.audiences:
        raise NotAuthorized("invalid audience")
    if scopes and not scopes & set(str(claims.get("scope", "")).split()):
        raise MissingScope
    return claims


def state_claims(claims: Mapping[str, Any]) -> dict[str, str]:
    """Claims as the function gets them: all text, a list as `[a b]`."""
    return {name: _state(value) for name, value in claims.items()}


def _bearer(header: str) -> str:
    scheme, _, rest = header.strip().partition(" ")
    token = rest.strip() if scheme.lower() == "bearer" else header.strip()
    if not token:
        raise NotAuthorized("no token")
    return token


def _verify(token: str, issuer: str, keys: Keys) -> dict[str, Any]:
    try:
        head = jwt.get_unverified_header(token)
        key = keys.get(str(head.get("kid")))
        if key is None or head.get("alg") != "RS256":
            raise NotAuthorized("unknown key")
        return jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            issuer=issuer,
            options={"verify_aud": False, "require": ["exp", "iss"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise NotAuthorized("the token has expired") from error
    except jwt.InvalidTokenError as error:
        raise NotAuthorized("invalid token") from error


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _state(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + " ".join(_state(one) for one in cast(list[object], value)) + "]"
    if isinstance(value, dict):
        pairs = cast(dict[object, object], value).items()
        return "map[" + " ".join(f"{name}:{_state(one)}" for name, one in pairs) + "]"
    return str(value)
