"""A user pool as far as tokens go: signs them, and shows its keys over HTTP."""

import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

POOL = "eu-central-1_AbCdEf123"
ISSUER = f"https://cognito-idp.eu-central-1.amazonaws.com/{POOL}"
CLIENT = "1example23456789"
NO_CHANGES: Mapping[str, object] = {}


class UserPool:
    """`keys` are those it shows, by name; `status` is what it answers a question for them."""

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.status = 200
        self.asked = 0
        pool = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                pool.asked += 1
                found = self.path == f"/{POOL}/.well-known/jwks.json"
                self.send_response(pool.status if found else 404)
                self.end_headers()
                self.wfile.write(pool.shown())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def add_key(self, name: str) -> None:
        self.keys[name] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def shown(self) -> bytes:
        """The set of public keys."""
        return json.dumps(
            {
                "keys": [
                    {
                        **RSAAlgorithm.to_jwk(key.public_key(), as_dict=True),
                        "kid": name,
                        "alg": "RS256",
                        "use": "sig",
                    }
                    for name, key in self.keys.items()
                ]
            }
        ).encode()

    def sign(self, changes: Mapping[str, object] = NO_CHANGES, key: str = "one") -> str:
        """An access token of now; a claim that is None is left out."""
        now_s = int(time.time())
        claims: dict[str, Any] = {
            "sub": "anna",
            "iss": ISSUER,
            "client_id": CLIENT,
            "token_use": "access",
            "iat": now_s,
            "exp": now_s + 1800,
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, self.keys[key], algorithm="RS256", headers={"kid": key})
