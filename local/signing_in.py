"""Signs somebody in as the web app does: authorization code with PKCE, through the page."""

import base64
import hashlib
import re
import secrets
from urllib.parse import parse_qs, urlsplit

import httpx

from local.ready import Ready
from local.refusal import Refusal

_HIDDEN = re.compile(r'type="hidden" name="_csrf" value="([^"]+)"')


def fetch_access_token(ready: Ready, email: str, password: str) -> str:
    """A fresh access token. Raises Refusal."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    redirect_uri = f"{ready.web}/"
    query = {
        "response_type": "code",
        "client_id": ready.cognito.client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid email profile",
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    try:
        with httpx.Client(base_url=ready.cognito.login_url, trust_env=False) as browser:
            page = browser.get("/oauth2/authorize", params=query)
            page = browser.get(page.headers.get("location", "/error"))
            found = _HIDDEN.search(page.text)
            if found is None:
                raise Refusal("the sign-in page does not know this client")
            form = {"_csrf": found[1], "username": email, "password": password}
            answer = browser.post(str(page.url), data=form)
            location: str = answer.headers.get("location", "")
            code = parse_qs(urlsplit(location).query).get("code")
            if code is None:
                raise Refusal(f"{email} could not sign in: wrong email or password")
            redeemed = browser.post(
                "/oauth2/token",
                data={
                    "grant_type": "authorization_code",
                    "client_id": ready.cognito.client_id,
                    "redirect_uri": redirect_uri,
                    "code": code[0],
                    "code_verifier": verifier,
                },
            )
            redeemed.raise_for_status()
            return str(redeemed.json()["access_token"])
    except httpx.HTTPError as error:
        raise Refusal(f"{ready.cognito.login_url} does not answer: {error}") from None
