"""The way to the cloud: name, address, certificate; and the clock, by which S3 judges requests."""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from vedette_gateway.diagnosis.verdict import Verdict, failed, ok, warn

_ANSWER_S = 10.0
# S3 refuses what is signed a quarter of an hour off.
_SKEW_FAILED_S, _SKEW_WARNING_S = 300.0, 10.0
_TIME_MEND = "let the computer keep time: timedatectl set-ntp true"


def check_network(endpoint: str) -> Iterator[Verdict]:
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        mend = "is the network up? does this computer's resolver answer? see: resolvectl query "
        yield failed("dns", f"{host} has no address: {error}", mend + host)
        return
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    yield ok("dns", f"{host} is {', '.join(addresses[:3])}")
    started = time.monotonic()
    try:
        date = _read_date(host, port, is_secure=parts.scheme == "https")
    except ssl.SSLCertVerificationError as error:
        mend = "is the clock right? does a firewall open TLS? then its certificate has to be known"
        text = f"{host} cannot prove itself: {error.verify_message}"
        yield failed("endpoint", text, f"{mend} to this computer (AWS_CA_BUNDLE)")
        return
    except (OSError, http.client.HTTPException) as error:
        mend = f"let this computer reach {host} on TCP port {port}: firewall, proxy, cable"
        yield failed("endpoint", f"{host}:{port} does not answer: {error}", mend)
        return
    yield ok("endpoint", f"{endpoint} answers in {(time.monotonic() - started) * 1000:.0f} ms")
    yield _check_clock(date)


def _read_date(host: str, port: int, *, is_secure: bool) -> str | None:
    kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    connection = kind(host, port, timeout=_ANSWER_S)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().headers.get("Date")
    finally:
        connection.close()


def _check_clock(date: str | None) -> Verdict:
    try:
        told = parsedate_to_datetime(date or "").timestamp()
    except ValueError:
        return warn("clock", "the endpoint does not say what time it is", _TIME_MEND)
    skew = time.time() - told
    way = "ahead" if skew > 0 else "behind"
    text = f"this computer is {abs(skew):.0f} s {way} of the cloud"
    if abs(skew) > _SKEW_FAILED_S:
        return failed("clock", text + ", which refuses such requests", _TIME_MEND)
    if abs(skew) > _SKEW_WARNING_S:
        return warn("clock", text, _TIME_MEND)
    return ok("clock", text)
