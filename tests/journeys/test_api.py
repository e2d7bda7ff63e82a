"""The running API: who may ask, and what it says to those who may not."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.journeys.conftest import ROOT, Cloud

OPENAPI: dict[str, Any] = json.loads((ROOT / "functions" / "openapi.json").read_text("utf-8"))
A_CLIP = "01JD4ZK6W8B5Q2X9V7N3M0C1AB"
ROUTES = [
    (method.upper(), path.replace("{clip_id}", A_CLIP).replace("{id}", A_CLIP))
    for path, methods in OPENAPI["paths"].items()
    for method, operation in methods.items()
    # What needs no token says so.
    if "security" not in operation
]
SCHEMATHESIS = str(Path(sys.executable).parent / "schemathesis")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def forge(token: str, **claims: object) -> str:
    """The same claims under a key of our own, with the pool's key id in the header."""
    header = jwt.get_unverified_header(token)
    real = jwt.decode(token, options={"verify_signature": False})
    key = rsa.generate_private_key(65537, 2048)
    return jwt.encode({**real, **claims}, key, "RS256", headers={"kid": header["kid"]})


def unsigned(token: str) -> str:
    def encode(part: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()

    real = jwt.decode(token, options={"verify_signature": False})
    return f"{encode({'alg': 'none', 'typ': 'JWT'})}.{encode(real)}."


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_refuses_whoever_is_not_signed_in(cloud: Cloud, method: str, path: str) -> None:
    good = cloud.token()
    bad = {
        "no token": None,
        "no JWT": "nonsense",
        "wrong signature": forge(good),
        "changed signature": good[:-8] + ("A" * 8 if not good.endswith("A" * 8) else "B" * 8),
        "another audience": forge(good, client_id="another"),
        "expired": forge(good, exp=1),
        "algorithm none": unsigned(good),
    }
    for what, token in bad.items():
        with cloud.api(token) as api:
            assert api.request(method, path).status_code == 401, what
    with cloud.api(good) as api:
        assert api.request(method, path).status_code in (200, 400, 404)


def test_the_api_keeps_to_its_schema(cloud: Cloud) -> None:
    """Schemathesis sends what the schema allows and what it forbids; nothing is a 5xx."""
    # Of somebody else: it changes the language, the seen marks and more of whoever asks.
    fuzzer = cloud.token(cloud.add_viewer("fuzzer@example.com", "home"))
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "run", str(ROOT / "functions" / "openapi.json")),
            *("--url", cloud.ready["api"], "--header", f"Authorization: Bearer {fuzzer}"),
            *("--checks", ",".join(CHECKS), "--max-examples", "10", "--no-color", "--workers", "2"),
        ],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]


def test_the_sign_in_page_is_the_only_way_to_a_token(cloud: Cloud) -> None:
    """The app client has no password flow: only code + PKCE, by the declaration."""
    answer = httpx.post(
        cloud.ready["aws_endpoint"],
        headers={
            "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
            "content-type": "application/x-amz-json-1.1",
        },
        json={
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": cloud.ready["cognito"]["client_id"],
            "AuthParameters": {
                "USERNAME": cloud.viewer.email,
                "PASSWORD": cloud.viewer.password,
            },
        },
    )
    assert answer.status_code >= 400
