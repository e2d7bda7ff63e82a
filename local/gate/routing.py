"""Makes moto read a request as the gate has judged it.

moto finds service, region and account in headers that nobody signed; they are set to what was
signed, or removed."""

import re

from local.gate.inbound import Inbound
from local.gate.refusals import Kind, Refused

# moto's own pages: they reset and replay it.
_CONTROL = ("/moto-api", "/latest/meta-data", "/latest/api", "/favicon.ico")
_REGION_IN_AGENT = re.compile(r"region/")
_PLAIN_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)


def is_control(inbound: Inbound) -> bool:
    """Whether the path is one of moto's own pages."""
    return inbound.environ.get("PATH_INFO", "").startswith(_CONTROL)


def check_host(inbound: Inbound) -> None:
    """Raises Refused for a host name that moto would look for a bucket or service in."""
    if not _PLAIN_HOST.fullmatch(inbound.header("host")):
        text = "This endpoint has one name: address buckets by path, not by host name"
        raise Refused(Kind.UNREADABLE, text)


def route_as(inbound: Inbound, access_key_id: str, scope: str) -> None:
    """Name this key and credential scope to moto, whatever the request carried; the signature has
    been checked and is not passed on."""
    credential = f"Credential={access_key_id}/{scope}"
    inbound.set_header("authorization", f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host")
    inbound.set_header("x-moto-account-id", None)
    agent = _REGION_IN_AGENT.sub("region-", inbound.header("user-agent"))
    inbound.set_header("user-agent", agent or None)
