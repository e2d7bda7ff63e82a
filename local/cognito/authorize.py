"""An authorization request: what a client asks for when it sends somebody to sign in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from local.cognito.declaration import LoginClient, UserPool
from local.cognito.grants import CHALLENGE


@dataclass(frozen=True)
class Request:
    """A checked request; the answer goes to `redirect_uri` with `state` as it came."""

    client: LoginClient
    redirect_uri: str
    state: str | None
    scopes: frozenset[str]
    challenge: str = field(repr=False)
    nonce: str | None = field(default=None, repr=False)
    prompts: frozenset[str] = frozenset()

    def answer(self, **parameters: str) -> str:
        """The redirect address with parameters and the state."""
        return answer_at(self.redirect_uri, self.state, parameters)


class Untrusted(Exception):
    """The client or its redirect address is unknown: nothing may be sent there."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Refused(Exception):
    """The request is wrong, and its client is told so at `location`."""

    def __init__(self, location: str) -> None:
        super().__init__("refused")
        self.location = location


def check_request(pool: UserPool, query: Mapping[str, str]) -> Request:
    """Raises Untrusted or Refused."""
    client = pool.clients.get(query.get("client_id", ""))
    if client is None:
        raise Untrusted("invalid_client")
    redirect_uri = query.get("redirect_uri", "")
    if redirect_uri not in client.callback_urls:
        raise Untrusted("redirect_mismatch")
    state = query.get("state")

    def refuse(error: str, description: str) -> Refused:
        told = {"error": error, "error_description": description}
        return Refused(answer_at(redirect_uri, state, told))

    if query.get("response_type") != "code":
        raise refuse("unauthorized_client", "response_type must be code")
    # Cognito leaves PKCE to public clients; this stand-in wants it, so that ours never forget it.
    if query.get("code_challenge_method") != "S256":
        raise refuse("invalid_request", "code_challenge_method must be S256")
    challenge = query.get("code_challenge", "")
    if not CHALLENGE.fullmatch(challenge):
        raise refuse("invalid_request", "code_challenge is missing or malformed")
    scopes = frozenset(query.get("scope", "").split()) or client.scopes
    if not scopes <= client.scopes:
        raise refuse("invalid_scope", "scope is not allowed for this client")
    return Request(
        client=client,
        redirect_uri=redirect_uri,
        state=state,
        scopes=scopes,
        challenge=challenge,
        nonce=query.get("nonce"),
        prompts=frozenset(query.get("prompt", "").split()),
    )


def answer_at(redirect_uri: str, state: str | None, parameters: Mapping[str, str]) -> str:
    query = urlencode({**parameters, **({} if state is None else {"state": state})})
    return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{query}"
