"""The HTTP API stand-in over real HTTP, configured by declared resources."""

import base64
import hmac
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt import PyJWK
from jwt.algorithms import RSAAlgorithm
from starlette.types import ASGIApp

from local.declared import Declarations, Declared
from local.http_api import build_http_api, read_http_api
from local.http_api.app import FunctionFailed
from local.serving import bind, serve

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool"
FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:clips-api"
EXECUTION = "arn:aws:execute-api:eu-central-1:123456789012:api1"
KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)


def declare(type_token: str, name: str, inputs: dict[str, Any], **outputs: str) -> Declared:
    return Declared(type_token, name, name, inputs, {**inputs, **outputs})


def declarations(stage: dict[str, Any], api: dict[str, Any]) -> Declarations:
    jwt_route = {
        "apiId": "api1",
        "target": "integrations/integration1",
        "authorizationType": "JWT",
        "authorizerId": "authorizer1",
    }
    keys = {
        "clips": "GET /v1/clips",
        "clip": "GET /v1/clips/{id}",
        "files": "ANY /v1/files/{proxy+}",
        "post": "POST /v1/clips",
    }
    routes = [
        declare("aws:apigatewayv2/route:Route", name, {**jwt_route, "routeKey": key})
        for name, key in keys.items()
    ]
    scoped = {**jwt_route, "routeKey": "GET /v1/scoped", "authorizationScopes": ["openid"]}
    open_route = {
        "routeKey": "GET /open/{name}",
        "target": "integrations/integration1",
        "authorizationType": "NONE",
    }
    return Declarations(
        [
            declare("aws:apigatewayv2/api:Api", "api1", api, executionArn=EXECUTION),
            declare(
                "aws:apigatewayv2/stage:Stage",
                "stage1",
                {"apiId": "api1", "name": "$default"} | stage,
            ),
            declare(
                "aws:apigatewayv2/integration:Integration",
                "integration1",
                {
                    "integrationType": "AWS_PROXY",
                    "payloadFormatVersion": "2.0",
                    "integrationUri": "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31"
                    f"/functions/{FUNCTION}/invocations",
                    "timeoutMilliseconds": 1000.0,
                },
            ),
            declare(
                "aws:apigatewayv2/authorizer:Authorizer",
                "authorizer1",
                {
                    "authorizerType": "JWT",
                    "identitySources": ["$request.header.Authorization"],
                    "jwtConfiguration": {"issuer": ISSUER, "audiences": ["client1"]},
                },
            ),
            *routes,
            declare("aws:apigatewayv2/route:Route", "scoped", scoped),
            declare("aws:apigatewayv2/route:Route", "open", open_route),
        ],
        {},
    )


@dataclass
class Function:
    """Keeps the events it gets and answers with what the test sets."""

    events: list[dict[str, Any]] = field(default_factory=lambda: [])
    callers: list[tuple[str, str]] = field(default_factory=lambda: [])
    answer: Callable[[], object] = lambda: {"statusCode": 200, "body": "fine"}

    def __call__(self, function_arn: str, payload: bytes, source_arn: str) -> bytes:
        self.callers.append((function_arn, source_arn))
        self.events.append(json.loads(payload))
        return json.dumps(self.answer()).encode()


@dataclass
class Api:
    client: httpx.Client
    function: Function
    log: io.StringIO

    def get(self, path: str, claims: dict[str, Any] | None = None) -> httpx.Response:
        token = make_token(claims or {})
        return self.client.get(path, headers={"authorization": f"Bearer {token}"})


def make_token(claims: dict[str, Any], key: rsa.RSAPrivateKey = KEY, kid: str = "key1") -> str:
    now = int(time.time())
    full = {
        "iss": ISSUER,
        "client_id": "client1",
        "token_use": "access",
        "scope": "openid",
        "sub": "person",
        "iat": now,
        "exp": now + 60,
    } | claims
    return jwt.encode(full, key, algorithm="RS256", headers={"kid": kid})


def public_keys() -> dict[str, PyJWK]:
    return {"key1": PyJWK(RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"alg": "RS256"})}


def build(
    function: Function,
    log: io.StringIO,
    stage: dict[str, Any] | None = None,
    api: dict[str, Any] | None = None,
) -> ASGIApp:
    declared = read_http_api(declarations(stage or {}, api or {}))
    return build_http_api(declared, invoke=function, keys=public_keys, log=log)


@pytest.fixture
def start() -> Iterator[Callable[..., Api]]:
    stops: list[Callable[[], None]] = []

    def starting(stage: dict[str, Any] | None = None, api: dict[str, Any] | None = None) -> Api:
        function, log = Function(), io.StringIO()
        serving = serve(build(function, log, stage, api), bind(0), "http-api")
        client = httpx.Client(base_url=f"http://localhost:{serving.port}")
        stops.extend([client.close, serving.stop])
        return Api(client, function, log)

    yield starting
    for stop in stops:
        stop()


@pytest.fixture
def api(start: Callable[..., Api]) -> Api:
    return start()


def test_a_good_token_reaches_the_function_with_its_claims_as_text(api: Api) -> None:
    response = api.get("/v1/clips", {"cognito:groups": ["site:home", "site:barn"], "n": 7})
    assert (response.status_code, response.text) == (200, "fine")
    authorizer = api.function.events[0]["requestContext"]["authorizer"]["jwt"]
    assert authorizer["claims"]["cognito:groups"] == "[site:home site:barn]"
    assert authorizer["claims"]["n"] == "7"
    assert authorizer["scopes"] is None


def test_the_function_is_called_on_behalf_of_the_route(api: Api) -> None:
    api.get("/v1/clips/7")
    api.get("/v1/files/a/b")
    assert api.function.callers == [
        (FUNCTION, f"{EXECUTION}/$default/GET/v1/clips/{{id}}"),
        (FUNCTION, f"{EXECUTION}/$default/*/v1/files/{{proxy+}}"),
    ]


def _by_hand(algorithm: str, secret: bytes | None) -> str:
    head = _encode({"alg": algorithm, "typ": "JWT", "kid": "key1"})
    body = _encode({"iss": ISSUER, "client_id": "client1", "exp": int(time.time()) + 60})
    signed = f"{head}.{body}"
    mac = hmac.digest(secret, signed.encode(), "sha256") if secret else b""
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def _hmac_with_public_key() -> str:
    pem = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return _by_hand("HS256", pem)


def _encode(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def _tampered() -> str:
    head, _, signature = make_token({}).split(".")
    body = _encode({"iss": ISSUER, "client_id": "client1", "exp": int(time.time()) + 999})
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize(
    ("what", "make"),
    [
        ("expired", lambda: make_token({"exp": int(time.time()) - 1})),
        ("without expiry", lambda: make_token({"exp": None})),
        ("not yet valid", lambda: make_token({"nbf": int(time.time()) + 60})),
        ("issued in the future", lambda: make_token({"iat": int(time.time()) + 60})),
        ("for another client", lambda: make_token({"client_id": "other"})),
        ("for another audience", lambda: make_token({"aud": "other"})),
        ("of another issuer", lambda: make_token({"iss": ISSUER + "2"})),
        ("signed by another key", lambda: make_token({}, OTHER_KEY)),
        ("of an unknown key id", lambda: make_token({}, KEY, "key2")),
        ("unsigned", lambda: _by_hand("none", None)),
        ("HMAC with the public key", _hmac_with_public_key),
        ("with a changed body", _tampered),
        ("no token at all", lambda: "abc"),
    ],
)
def test_a_token_that_does_not_hold_is_unauthorized(
    api: Api, what: str, make: Callable[[], str]
) -> None:
    response = api.client.get("/v1/clips", headers={"authorization": f"Bearer {make()}"})
    assert (what, response.status_code) == (what, 401)
    assert response.json() == {"message": "Unauthorized"}
    assert api.function.events == []


def test_a_missing_token_is_unauthorized_on_every_declared_route(api: Api) -> None:
    for path in ("/v1/clips", "/v1/clips/7", "/v1/files/a/b", "/v1/scoped"):
        assert api.client.get(path).status_code == 401
    assert api.function.events == []


def test_aud_is_compared_before_client_id(api: Api) -> None:
    assert api.get("/v1/clips", {"aud": ["x", "client1"], "client_id": "o"}).status_code == 200


def test_a_token_without_the_routes_scope_is_forbidden(api: Api) -> None:
    response = api.get("/v1/scoped", {"scope": "email phone"})
    assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})
    assert api.get("/v1/scoped").status_code == 200


def test_routes_prefer_full_paths_then_variables_then_greedy_ones(api: Api) -> None:
    for path in (
        "/v1/clips",
        "/v1/clips/a%20b%2Fc",
        "/v1/clips/a%0Ab",
        "/v1/files/x/y",
        "/open/me",
    ):
        assert api.get(path).status_code == 200
    assert [(e["routeKey"], e.get("pathParameters")) for e in api.function.events] == [
        ("GET /v1/clips", None),
        ("GET /v1/clips/{id}", {"id": "a b/c"}),
        ("GET /v1/clips/{id}", {"id": "a\nb"}),
        ("ANY /v1/files/{proxy+}", {"proxy": "x/y"}),
        ("GET /open/{name}", {"name": "me"}),
    ]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("GET", "/v1/clips/"),
        ("GET", "/v1/line%0Abreak"),
        ("HEAD", "/v1/clips"),
        ("DELETE", "/v1/clips"),
        ("OPTIONS", "/v1/clips"),
        ("GET", "/"),
    ],
)
def test_what_no_route_declares_is_not_found(api: Api, method: str, path: str) -> None:
    response = api.client.request(method, path)
    assert response.status_code == 404
    if method != "HEAD":
        assert response.json() == {"message": "Not Found"}


def test_repeated_query_values_and_cookies_come_as_documented(api: Api) -> None:
    api.client.get("/open/x?a=1&b=%C3%A9&a=2", headers={"cookie": "one=1; two=2", "X-Up": "u"})
    event = api.function.events[0]
    assert event["queryStringParameters"] == {"a": "1,2", "b": "é"}
    assert event["rawQueryString"] == "a=1&b=%C3%A9&a=2"
    assert event["cookies"] == ["one=1", "two=2"]
    assert event["headers"]["x-up"] == "u"
    assert "cookie" not in event["headers"]


@pytest.mark.parametrize(
    ("content_type", "body", "expected", "encoded"),
    [
        ("application/json", b'{"a":1}', '{"a":1}', False),
        ("application/octet-stream", b"\x00\xff", "AP8=", True),
        ("application/x-www-form-urlencoded", b"a=1", "YT0x", True),
    ],
)
def test_bodies_that_are_not_text_come_in_base64(
    api: Api, content_type: str, body: bytes, expected: str, encoded: bool
) -> None:
    token = make_token({})
    headers = {"authorization": token, "content-type": content_type}
    assert api.client.post("/v1/clips", content=body, headers=headers).status_code == 200
    event = api.function.events[0]
    assert (event["body"], event["isBase64Encoded"]) == (expected, encoded)


def test_a_body_over_ten_megabytes_is_too_large(api: Api) -> None:
    body = b"x" * (10 * 1024 * 1024 + 1)
    response = api.client.post("/v1/clips", content=body, headers={"authorization": make_token({})})
    assert (response.status_code, api.function.events) == (413, [])


def test_status_headers_cookies_and_binary_bodies_are_given_back(api: Api) -> None:
    api.function.answer = lambda: {
        "statusCode": 503,
        "headers": {"Retry-After": "2", "Content-Type": "application/problem+json"},
        "cookies": ["a=1; Secure", "b=2"],
        "body": base64.b64encode(b"\x01\x02").decode(),
        "isBase64Encoded": True,
    }
    response = api.get("/open/x")
    assert (response.status_code, response.content) == (503, b"\x01\x02")
    assert response.headers["retry-after"] == "2"
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get_list("set-cookie") == ["a=1; Secure", "b=2"]


def test_a_failing_function_is_an_internal_server_error(api: Api) -> None:
    def fail() -> object:
        raise FunctionFailed("secret detail")

    api.function.answer = fail
    response = api.get("/open/x")
    assert (response.status_code, response.json()) == (500, {"message": "Internal Server Error"})


@pytest.mark.parametrize("result", [{"statusCode": "x"}, {"statusCode": 200, "body": 7}])
def test_a_malformed_result_is_an_internal_server_error(api: Api, result: object) -> None:
    api.function.answer = lambda: result
    assert api.get("/open/x").status_code == 500


def test_a_result_without_a_status_is_the_json_body(api: Api) -> None:
    api.function.answer = lambda: {"hello": "you"}
    response = api.get("/open/x")
    assert (response.status_code, response.json()) == (200, {"hello": "you"})


def test_a_function_slower_than_the_integration_is_unavailable(api: Api) -> None:
    released = threading.Event()

    def wait() -> object:
        released.wait(10)
        return {}

    api.function.answer = wait
    response = api.get("/open/x")
    released.set()
    assert (response.status_code, response.json()) == (503, {"message": "Service Unavailable"})


def test_the_declared_stage_limits_are_kept(start: Callable[..., Api]) -> None:
    limits = {"throttlingBurstLimit": 3.0, "throttlingRateLimit": 0.001}
    api = start(stage={"defaultRouteSettings": limits})
    assert [api.get("/open/x").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert api.get("/v1/clips").status_code == 200


def test_cors_headers_come_only_when_declared(start: Callable[..., Api]) -> None:
    origin = {"origin": "https://here.example"}
    assert "access-control-allow-origin" not in start().client.get("/x", headers=origin).headers
    cors = {"allowOrigins": ["https://here.example"], "allowMethods": ["GET"]}
    declared = start(api={"corsConfiguration": cors})
    answer = declared.client.get("/open/x", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://here.example"


def test_the_access_log_holds_the_declared_fields_and_no_query(start: Callable[..., Api]) -> None:
    form = '{"route":"$context.routeKey","status":"$context.status","x":"$context.nothing"}'
    api = start(stage={"accessLogSettings": {"format": form, "destinationArn": "arn"}})
    api.get("/open/x?token=hidden")
    assert json.loads(api.log.getvalue()) == {
        "route": "GET /open/{name}",
        "status": "200",
        "x": "-",
    }
    plain = start()
    plain.get("/open/x?token=hidden")
    assert json.loads(plain.log.getvalue())["path"] == "/open/x"
    assert "hidden" not in plain.log.getvalue()


def test_a_request_for_another_host_name_is_refused(api: Api) -> None:
    assert api.client.get("/open/x", headers={"host": "evil.example"}).status_code == 400
    assert api.function.events == []
