"""Requests signed by botocore, to be changed before they are sent."""

import http.client
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.local.gate.cloud import REGION, Keys


@dataclass
class Wire:
    """A signed request as it goes over the wire; every part may be changed."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    def send(self) -> tuple[int, str]:
        """Status and body of the answer."""
        split = urlsplit(self.url)
        connection = http.client.HTTPConnection(split.netloc, timeout=20)
        path = f"{split.path}?{split.query}" if split.query else split.path
        connection.request(self.method, path, self.body, self.headers)
        answer = connection.getresponse()
        try:
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def sign(
    keys: Keys,
    method: str,
    url: str,
    *,
    service: str = "s3",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    expires_s: int | None = None,
) -> Wire:
    """Sign as boto3 would; `expires_s` makes it a presigned URL of S3."""
    request = AWSRequest(method=method, url=url, headers=headers or {}, data=body)
    credentials = Credentials(keys.access_key_id, keys.secret_access_key, keys.token)
    signers: Any = S3SigV4Auth if service == "s3" else SigV4Auth
    if expires_s is None:
        signers(credentials, service, REGION).add_auth(request)
    else:
        S3SigV4QueryAuth(credentials, service, REGION, expires=expires_s).add_auth(request)
    prepared: Any = request.prepare()
    sent = {str(name): _text(value) for name, value in prepared.headers.items()}
    return Wire(method, str(prepared.url), sent, body)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
