"""The managed login stand-in over real HTTP, with its people in a real moto user pool."""

import base64
import hashlib
import re
import secrets
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt import PyJWKClient
from moto.server import ThreadedMotoServer

from local.account import Account, Credentials
from local.cognito import SigningKey, Users, build_login, read_user_pool
from local.declared import Declarations, Declared
from local.hosts import Hosts, Ports
from local.serving import bind, serve

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

WEB = "http://localhost:8400/"
HOSTS = Hosts.on(Ports(8400))
PASSWORD = "Correct-horse-7"
KEY = SigningKey("key1", rsa.generate_private_key(65537, 2048))
VERIFIER = secrets.token_urlsafe(48)
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Login:
    """A browser at the sign-in page of one app client."""

    base: str
    client_id: str
    issuer: str
    clock: Clock
    browser: httpx.Client
    query: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": WEB,
            "scope": "openid email",
            "state": "st&te",
            "nonce": "n1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }

    def ask(self, **changed: str | None) -> httpx.Response:
        """GET /oauth2/authorize with some parameters changed; None leaves one out."""
        query = {name: value for name, value in (self.query | changed).items() if value is not None}
        return self.browser.get("/oauth2/authorize", params=query)

    def sign_in(self, email: str, password: str, **changed: str | None) -> httpx.Response:
        """Through the form as a browser posts it."""
        page = self.browser.get(self.ask(**changed).headers["location"])
        return self.post(page, username=email, password=password)

    def post(self, page: httpx.Response, **fields: str) -> httpx.Response:
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        return self.browser.post(str(page.url), data={**hidden, **fields})

    def code(self, email: str = "ann@example.com", **changed: str | None) -> str:
        return answer_of(self.sign_in(email, PASSWORD, **changed))["code"]

    def redeem(self, secret: str, **changed: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "code": secret,
            "redirect_uri": WEB,
            "code_verifier": VERIFIER,
        }
        return self.browser.post("/oauth2/token", data={**form, **changed})

    def refresh(self, token: str) -> httpx.Response:
        form = {
            "grant_type": "refresh_token",
            "client_id": self.client_id,
            "refresh_token": token,
        }
        return self.browser.post("/oauth2/token", data=form)


def answer_of(response: httpx.Response) -> dict[str, str]:
    """The parameters that the client gets back at its redirect address."""
    assert response.status_code == 302, response.text
    assert response.headers["location"].startswith(WEB)
    query = parse_qs(urlsplit(response.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


@pytest.fixture(scope="module")
def idp() -> Iterator["CognitoIdentityProviderClient"]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    yield Account(f"http://127.0.0.1:{port}", Credentials.random()).client("cognito-idp")
    server.stop()


def make_pool(idp: "CognitoIdentityProviderClient", **changed: object) -> Declarations:
    pool_id = idp.create_user_pool(
        PoolName="people",
        UsernameAttributes=["email"],
        Policies={"PasswordPolicy": {"MinimumLength": 12}},
    )["UserPool"].get("Id", "")
    made = idp.create_user_pool_client(UserPoolId=pool_id, ClientName="web")["UserPoolClient"]
    client_id = made.get("ClientId", "")
    for group in ("site:home", "site:barn"):
        idp.create_group(UserPoolId=pool_id, GroupName=group)
    idp.admin_create_user(
        UserPoolId=pool_id,
        Username="ann@example.com",
        UserAttributes=[{"Name": "email_verified", "Value": "true"}],
    )
    idp.admin_set_user_password(
        UserPoolId=pool_id, Username="ann@example.com", Password=PASSWORD, Permanent=True
    )
    idp.admin_add_user_to_group(
        UserPoolId=pool_id, Username="ann@example.com", GroupName="site:home"
    )
    client: dict[str, Any] = {
        "userPoolId": pool_id,
        "allowedOauthFlows": ["code"],
        "allowedOauthScopes": ["openid", "email"],
        "callbackUrls": ["https://d111111abcdef8.cloudfront.net/"],
        "logoutUrls": ["https://d111111abcdef8.cloudfront.net/"],
        "accessTokenValidity": 15.0,
        "tokenValidityUnits": {"accessToken": "minutes"},
        **changed,
    }
    endpoint = {"endpoint": f"cognito-idp.eu-central-1.amazonaws.com/{pool_id}"}
    return Declarations(
        [
            Declared("aws:cognito/userPool:UserPool", "people", pool_id, {}, endpoint),
            Declared("aws:cognito/userPoolClient:UserPoolClient", "web", client_id, client, client),
        ],
        {},
    )


@pytest.fixture
def login(idp: "CognitoIdentityProviderClient") -> Iterator[Login]:
    with login_of(idp, make_pool(idp)) as login:
        yield login


@contextmanager
def login_of(idp: "CognitoIdentityProviderClient", declarations: Declarations) -> Generator[Login]:
    pool = read_user_pool(declarations, HOSTS)
    clock = Clock()
    users = Users(idp, pool.pool_id)
    app = build_login(pool, key=KEY, users=users, origin=HOSTS.login, clock=clock)
    serving = serve(app, bind(0), "login")
    base = f"http://localhost:{serving.port}"
    with httpx.Client(base_url=base) as browser:
        yield Login(base, next(iter(pool.clients)), pool.issuer, clock, browser)
    serving.stop()


def test_signing_in_gives_a_code_and_the_state_back(login: Login) -> None:
    answer = answer_of(login.sign_in("ann@example.com", PASSWORD))
    assert set(answer) == {"code", "state"}
    assert answer["state"] == "st&te"


def test_a_code_with_its_verifier_gives_cognitos_tokens(login: Login) -> None:
    tokens = login.redeem(login.code()).json()
    assert set(tokens) == {
        "access_token", "id_token", "refresh_token", "token_type", "expires_in",
    }  # fmt: skip
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 900)
    access = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert set(access) == {
        "sub", "cognito:groups", "iss", "version", "client_id", "origin_jti", "event_id",
        "token_use", "scope", "auth_time", "exp", "iat", "jti", "username",
    }  # fmt: skip
    assert access["iss"] == login.issuer
    assert access["client_id"] == login.client_id
    assert access["cognito:groups"] == ["site:home"]
    assert (access["token_use"], access["scope"]) == ("access", "email openid")
    assert access["exp"] - access["iat"] == 900
    identity = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert (identity["aud"], identity["token_use"]) == (login.client_id, "id")
    assert (identity["email"], identity["email_verified"]) == ("ann@example.com", True)
    assert (identity["nonce"], identity["sub"]) == ("n1", access["sub"])


def test_tokens_verify_with_the_published_keys(login: Login) -> None:
    pool_id = login.issuer.rpartition("/")[2]
    configuration = login.browser.get(f"/{pool_id}/.well-known/openid-configuration").json()
    assert configuration["issuer"] == login.issuer
    assert configuration["token_endpoint"] == f"{HOSTS.login}/oauth2/token"
    keys = PyJWKClient(f"{login.base}/{pool_id}/.well-known/jwks.json")
    token = login.redeem(login.code()).json()["id_token"]
    claims = jwt.decode(
        token,
        keys.get_signing_key_from_jwt(token).key,
        algorithms=["RS256"],
        audience=login.client_id,
        options={"verify_exp": False, "verify_iat": False},
    )
    assert claims["email"] == "ann@example.com"


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": VERIFIER[::-1]},
        {"code_verifier": ""},
        {"code_verifier": CHALLENGE},
        {"redirect_uri": WEB + "x"},
        {"code": "nonsense"},
    ],
)
def test_a_code_is_worth_nothing_without_everything_it_was_asked_with(
    login: Login, changed: dict[str, str]
) -> None:
    code = login.code()
    refused = login.redeem(code, **changed)
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})
    assert "code" in changed or login.redeem(code).status_code == 400


def test_a_code_works_once(login: Login) -> None:
    code = login.code()
    assert login.redeem(code).status_code == 200
    assert login.redeem(code).json() == {"error": "invalid_grant"}


def test_a_code_ends_after_five_minutes(login: Login) -> None:
    code = login.code()
    login.clock.now += 301
    assert login.redeem(code).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/",
        "http://localhost:8400",
        "http://localhost:8400/x",
        "http://localhost:8400/?a=b",
        "http://LOCALHOST:8400/",
        "http://localhost:8400@evil.example/",
        "",
    ],
)
def test_a_foreign_redirect_address_gets_nothing(login: Login, uri: str) -> None:
    response = login.ask(redirect_uri=uri)
    assert response.headers["location"] == "/error?error=redirect_mismatch"
    assert login.browser.get("/error?error=redirect_mismatch").status_code == 400


def test_an_unknown_client_gets_nothing(login: Login) -> None:
    assert login.ask(client_id="other").headers["location"] == "/error?error=invalid_client"
    assert login.redeem("x", client_id="other").json() == {"error": "invalid_client"}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unauthorized_client"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "openid phone"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_other_mistakes_are_told_to_the_client(
    login: Login, changed: dict[str, str | None], error: str
) -> None:
    answer = answer_of(login.ask(**changed))
    assert (answer["error"], answer["state"]) == (error, "st&te")


@pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
def test_a_wrong_login_is_said_without_telling_what_is_wrong(login: Login, email: str) -> None:
    response = login.sign_in(email, "wrong")
    assert "Incorrect username or password." in response.text
    assert f'value="{email}"' in response.text
    assert "wrong" not in response.text


def test_guessing_slows_down_and_the_lock_ends(login: Login) -> None:
    for _ in range(6):
        login.sign_in("ann@example.com", "wrong")
        login.clock.now += 1.5
    login.sign_in("ann@example.com", "wrong")
    assert "attempts exceeded" in login.sign_in("ann@example.com", PASSWORD).text
    login.clock.now += 10
    assert "code" in answer_of(login.sign_in("ann@example.com", PASSWORD))


def test_a_form_without_its_csrf_token_signs_nobody_in(login: Login) -> None:
    page = login.browser.get(login.ask().headers["location"])
    fields = {"username": "ann@example.com", "password": PASSWORD}
    for token in ({}, {"_csrf": "guess"}):
        response = login.browser.post(str(page.url), data={**fields, **token})
        assert response.status_code == 200
        assert "too old" in response.text
    login.browser.cookies.clear()
    response = login.browser.post(str(page.url), data={**fields, "_csrf": ""})
    assert "location" not in response.headers


def test_what_a_person_typed_is_escaped_in_the_page(login: Login) -> None:
    page = login.sign_in('"><script>alert(1)</script>', "x")
    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_an_invited_person_chooses_a_password_first(
    login: Login, idp: "CognitoIdentityProviderClient"
) -> None:
    pool_id = login.issuer.rpartition("/")[2]
    idp.admin_create_user(
        UserPoolId=pool_id, Username="bob@example.com", TemporaryPassword="First-pass-7"
    )
    page = login.sign_in("bob@example.com", "First-pass-7")
    assert "Choose a password" in page.text
    page = login.post(page, new_password="x", confirm_password="y")
    assert "The passwords differ." in page.text
    page = login.post(page, new_password="short", confirm_password="short")
    assert "too simple" in page.text
    done = login.post(page, new_password=PASSWORD, confirm_password=PASSWORD)
    tokens = login.redeem(answer_of(done)["code"]).json()
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert "cognito:groups" not in claims
    login.browser.cookies.clear()
    assert "Incorrect" in login.sign_in("bob@example.com", "First-pass-7").text


def test_a_refresh_token_gives_new_tokens_with_the_groups_of_now(
    login: Login, idp: "CognitoIdentityProviderClient"
) -> None:
    first = login.redeem(login.code()).json()
    idp.admin_add_user_to_group(
        UserPoolId=login.issuer.rpartition("/")[2],
        Username="ann@example.com",
        GroupName="site:barn",
    )
    second = login.refresh(first["refresh_token"]).json()
    assert "refresh_token" not in second
    old, new = (
        jwt.decode(tokens["access_token"], options={"verify_signature": False})
        for tokens in (first, second)
    )
    # moto keeps them in a set.
    assert sorted(new["cognito:groups"]) == ["site:barn", "site:home"]
    assert (new["origin_jti"], new["auth_time"]) == (old["origin_jti"], old["auth_time"])
    assert new["jti"] != old["jti"]
    assert login.refresh("nonsense").json() == {"error": "invalid_grant"}
    login.clock.now += 31 * 86400
    assert login.refresh(first["refresh_token"]).json() == {"error": "invalid_grant"}


def test_a_declared_rotation_gives_a_new_refresh_token_and_ends_the_old_one(
    idp: "CognitoIdentityProviderClient",
) -> None:
    rotation = {"feature": "ENABLED", "retryGracePeriodSeconds": 60.0}
    with login_of(idp, make_pool(idp, refreshTokenRotation=rotation)) as login:
        first = login.redeem(login.code()).json()["refresh_token"]
        second = login.refresh(first).json()["refresh_token"]
        assert second != first
        assert login.refresh(first).status_code == 200
        login.clock.now += 61
        assert login.refresh(first).json() == {"error": "invalid_grant"}
        assert login.refresh(second).status_code == 200
        login.browser.post("/oauth2/revoke", data={"token": second, "client_id": login.client_id})
        assert login.refresh(second).json() == {"error": "invalid_grant"}


def test_revoking_ends_the_refresh_token_and_its_access_tokens(login: Login) -> None:
    login.clock.now = 4_000_000_000.0
    tokens = login.redeem(login.code()).json()
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    form = {"token": tokens["refresh_token"], "client_id": login.client_id}
    assert login.browser.post("/oauth2/revoke", data=form).status_code == 200
    assert login.refresh(tokens["refresh_token"]).json() == {"error": "invalid_grant"}
    assert login.browser.get("/oauth2/userInfo", headers=bearer).status_code == 401


def test_user_info_tells_who_an_access_token_is_of(
    idp: "CognitoIdentityProviderClient",
) -> None:
    pool = read_user_pool(make_pool(idp), HOSTS)
    app = build_login(pool, key=KEY, users=Users(idp, pool.pool_id), origin=HOSTS.login)
    serving = serve(app, bind(0), "login")
    with httpx.Client(base_url=f"http://localhost:{serving.port}") as browser:
        login = Login("", next(iter(pool.clients)), pool.issuer, Clock(), browser)
        tokens = login.redeem(login.code()).json()
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        told = browser.get("/oauth2/userInfo", headers=bearer)
        assert (told.status_code, told.json()["email"]) == (200, "ann@example.com")
        for bad in (f"Bearer {tokens['id_token']}", "Bearer x", tokens["access_token"]):
            header = {"authorization": bad}
            assert browser.get("/oauth2/userInfo", headers=header).status_code == 401
    serving.stop()


def test_a_signed_in_browser_gets_the_next_code_at_once_until_it_logs_out(login: Login) -> None:
    login.code()
    assert "code" in answer_of(login.ask())
    assert login.ask(prompt="login").headers["location"].startswith("/login?")
    leave = {"client_id": login.client_id, "logout_uri": "https://evil.example/"}
    assert login.browser.get("/logout", params=leave).headers["location"].startswith("/error")
    assert "code" in answer_of(login.ask())
    left = login.browser.get("/logout", params={**leave, "logout_uri": WEB})
    assert left.headers["location"] == WEB
    assert login.ask().headers["location"].startswith("/login?")


def test_only_the_declared_web_origin_may_call_the_token_endpoint_from_a_page(
    login: Login,
) -> None:
    header = "access-control-allow-origin"
    for origin, allowed in (("http://localhost:8400", True), ("https://evil.example", False)):
        response = login.browser.post("/oauth2/token", headers={"origin": origin})
        assert (header in response.headers) is allowed
