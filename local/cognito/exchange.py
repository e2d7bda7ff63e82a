"""The endpoints a program calls: token, revoke, userInfo, discovery, keys."""

from dataclasses import dataclass
from typing import Any

import jwt
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as Http
from starlette.responses import JSONResponse, Response

from local.cognito.declaration import LoginClient
from local.cognito.desk import Desk
from local.cognito.form import BadForm, read_form
from local.cognito.grants import matches_challenge
from local.cognito.tokens import SignIn, mint, verify
from local.cognito.users import WrongLogin

_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}


class Denied(Exception):
    """An OAuth error code for the caller."""


@dataclass(frozen=True)
class Exchange:
    """`origin` is where this login is reached, without a slash at its end."""

    desk: Desk
    origin: str

    async def token(self, http: Http) -> Response:
        """POST /oauth2/token."""
        try:
            form = await read_form(http)
            client = self._client(form)
            if form.get("grant_type") == "authorization_code":
                answer = self._redeem(form, client)
            elif form.get("grant_type") == "refresh_token":
                answer = await run_in_threadpool(self._refresh, form, client)
            else:
                raise Denied("unsupported_grant_type")
        except Denied as denied:
            return _error(str(denied))
        except BadForm:
            return _error("invalid_request")
        return JSONResponse(answer, headers=_NO_STORE)

    async def revoke(self, http: Http) -> Response:
        """POST /oauth2/revoke: a refresh token and all access tokens that came of it."""
        try:
            form = await read_form(http)
            client = self._client(form)
        except Denied as denied:
            return _error(str(denied))
        except BadForm:
            return _error("invalid_request")
        sign_in = self.desk.refreshes.look(form.get("token", ""))
        if sign_in is not None and sign_in.client == client:
            self.desk.refreshes.take(form["token"])
            self.desk.revoked.add(sign_in.origin_jti)
        return Response(status_code=200)

    async def user_info(self, http: Http) -> Response:
        """GET /oauth2/userInfo, for access tokens with the scope openid."""
        scheme, _, token = http.headers.get("authorization", "").partition(" ")
        try:
            claims = verify(token.strip(), self.desk.pool, self.desk.key)
            if scheme.lower() != "bearer" or claims.get("origin_jti") in self.desk.revoked:
                raise jwt.InvalidTokenError("revoked")
            if "openid" not in str(claims.get("scope", "")).split():
                raise jwt.InvalidTokenError("scope")
            person = await run_in_threadpool(self.desk.users.find, str(claims["username"]))
        except (jwt.InvalidTokenError, WrongLogin):
            challenge = 'Bearer error="invalid_token", error_description="Access token is invalid"'
            headers = {"www-authenticate": challenge, **_NO_STORE}
            return JSONResponse({"error": "invalid_token"}, 401, headers)
        return JSONResponse(
            {
                "sub": person.sub,
                "username": person.username,
                "email": person.email,
                # Cognito really answers with text here.
                "email_verified": str(person.email_verified).lower(),
            },
            headers=_NO_STORE,
        )

    async def configuration(self, http: Http) -> Response:
        """GET /<pool>/.well-known/openid-configuration; the issuer stays AWS's name."""
        if http.path_params["pool"] != self.desk.pool.pool_id:
            return Response(status_code=404)
        return JSONResponse(
            {
                "issuer": self.desk.pool.issuer,
                "authorization_endpoint": f"{self.origin}/oauth2/authorize",
                "token_endpoint": f"{self.origin}/oauth2/token",
                "revocation_endpoint": f"{self.origin}/oauth2/revoke",
                "userinfo_endpoint": f"{self.origin}/oauth2/userInfo",
                "end_session_endpoint": f"{self.origin}/logout",
                "jwks_uri": f"{self.origin}/{self.desk.pool.pool_id}/.well-known/jwks.json",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "code_challenge_methods_supported": ["S256"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "subject_types_supported": ["public"],
                "scopes_supported": ["openid", "email", "phone", "profile"],
                "token_endpoint_auth_methods_supported": ["none"],
            }
        )

    async def keys(self, http: Http) -> Response:
        """GET /<pool>/.well-known/jwks.json."""
        if http.path_params["pool"] != self.desk.pool.pool_id:
            return Response(status_code=404)
        return JSONResponse({"keys": [self.desk.key.jwk()]})

    def _client(self, form: dict[str, str]) -> LoginClient:
        client = self.desk.pool.clients.get(form.get("client_id", ""))
        if client is None:
            raise Denied("invalid_client")
        return client

    def _redeem(self, form: dict[str, str], client: LoginClient) -> dict[str, Any]:
        # Taken before it is checked: a code is good for one try.
        code = self.desk.codes.take(form.get("code", ""))
        if code is None or code.request.client != client:
            raise Denied("invalid_grant")
        if form.get("redirect_uri") != code.request.redirect_uri:
            raise Denied("invalid_grant")
        if not matches_challenge(form.get("code_verifier", ""), code.request.challenge):
            raise Denied("invalid_grant")
        return self._answer(code.sign_in, new_refresh=True, nonce=code.request.nonce)

    def _refresh(self, form: dict[str, str], client: LoginClient) -> dict[str, Any]:
        secret = form.get("refresh_token", "")
        grace = client.rotation_grace_seconds
        sign_in = self.desk.refreshes.look(secret)
        if sign_in is None or sign_in.client != client or sign_in.origin_jti in self.desk.revoked:
            raise Denied("invalid_grant")
        if grace is not None:
            self.desk.refreshes.shorten(secret, grace)
        try:
            # Groups may have changed, and whoever was disabled gets nothing more.
            person = self.desk.users.find(sign_in.person.username)
        except WrongLogin as error:
            raise Denied("invalid_grant") from error
        renewed = SignIn(
            person, client, sign_in.scopes, sign_in.auth_time, origin_jti=sign_in.origin_jti
        )
        return self._answer(renewed, new_refresh=grace is not None)

    def _answer(
        self, sign_in: SignIn, *, new_refresh: bool, nonce: str | None = None
    ) -> dict[str, Any]:
        answer = mint(self.desk.pool, self.desk.key, sign_in, self.desk.now(), nonce)
        if new_refresh:
            seconds = float(sign_in.client.refresh_seconds)
            answer["refresh_token"] = self.desk.refreshes.keep(sign_in, seconds)
        return answer


def _error(code: str) -> Response:
    return JSONResponse({"error": code}, 400, _NO_STORE)
