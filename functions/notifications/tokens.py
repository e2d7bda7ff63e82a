"""Access tokens that come without an API's authorizer before them."""

from collections.abc import Mapping
from typing import Any

import jwt

from functions.errors import Rejected
from functions.notifications.store.token_keys import TokenKeys


class Tokens:
    """Those of one user pool for one client of it."""

    def __init__(self, keys: TokenKeys, issuer: str, client_id: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._client_id = client_id

    def verify(self, token: str) -> Mapping[str, Any]:
        """The claims of an access token, verified as Cognito says.

        Raises Rejected "bad_token", whose text holds nothing of it, and Unavailable.
        docs.aws.amazon.com/cognito/latest/developerguide/
        amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
        """
        try:
            key = self._keys.find(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                raise Rejected("bad_token", "signed by a key that is not the user pool's")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=self._issuer,
                # An access token has client_id in its place.
                options={"verify_aud": False, "require": ["exp", "iss", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise Rejected("bad_token", type(error).__name__) from None
        if claims.get("token_use") != "access" or claims.get("client_id") != self._client_id:
            raise Rejected("bad_token", "not an access token for the web app")
        return claims
