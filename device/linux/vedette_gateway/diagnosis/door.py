"""The FTP server: its ports, its certificate, and the cameras' accounts."""

import errno
import socket
import ssl
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

from cryptography import x509

from vedette_gateway.clips.clock import parse_time
from vedette_gateway.diagnosis.verdict import Verdict, failed, ok, warn
from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.passwords import verify_password
from vedette_gateway.ports.neighbour import Neighbour, is_everywhere
from vedette_gateway.settings import Ftp, Settings, Tls

_ANSWER_S = 5.0
_BANNER = b"220 Vedette gateway"
_EXAMPLE_PASSWORD = "change me"  # what example.toml says its line is made from
_SILENT = timedelta(days=3)
_RENEW = timedelta(days=14)


def check_door(settings: Settings, neighbour: Neighbour | None) -> Iterator[Verdict]:
    yield _check_port(settings.ftp, neighbour)
    yield _check_passive(settings, neighbour)
    if settings.ftp.tls is not None:
        yield _check_certificate(settings.ftp.tls)
    yield _check_passwords(settings)
    if neighbour is not None:
        yield from _check_cameras(settings, neighbour)


def _check_port(ftp: Ftp, neighbour: Neighbour | None) -> Verdict:
    if neighbour is not None:
        host = "127.0.0.1" if is_everywhere(ftp.host) else ftp.host
        try:
            with socket.create_connection((host, neighbour.ftp_port), _ANSWER_S) as talk:
                if talk.recv(100).startswith(_BANNER):
                    return ok("ftp port", f"our gateway answers on port {neighbour.ftp_port}")
        except OSError as error:
            return failed("ftp port", f"port {neighbour.ftp_port}: {error}", "restart the gateway")
        return failed("ftp port", "something else answers", f"free port {neighbour.ftp_port}")
    why = _try_port(ftp.host, ftp.port)
    if why == errno.EACCES:
        mend = "ports below 1024 need AmbientCapabilities=CAP_NET_BIND_SERVICE in the unit"
        return failed("ftp port", f"port {ftp.port} is not allowed", mend)
    if why is not None:
        mend = f"who has it? ss -ltnp 'sport = :{ftp.port}'; stop that, or change ftp.port"
        return failed("ftp port", f"port {ftp.port} of {ftp.host} cannot be had", mend)
    return ok("ftp port", f"port {ftp.port} is free (no gateway runs)")


def _check_passive(settings: Settings, neighbour: Neighbour | None) -> Verdict:
    first, last = settings.ftp.passive_ports
    count = last - first + 1
    free = sum(_try_port(settings.ftp.host, port) is None for port in range(first, last + 1))
    text = f"{free} of the {count} ports {first}-{last} are free"
    if not free and neighbour is None:
        return failed("passive ports", text, "choose other ftp.passive_ports, and open those")
    if free < count and neighbour is None:
        return warn("passive ports", text, "other programs use them; choose other ports")
    if count < 2 * len(settings.cameras):
        mend = "two for each camera are needed when all send at once; widen ftp.passive_ports"
        return warn("passive ports", text, mend)
    return ok("passive ports", text + "; the firewall has to let cameras in on them")


def _try_port(host: str, port: int) -> int | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno
    return None


def _check_certificate(tls: Tls) -> Verdict:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls.certificate, tls.key)
        ends_at = x509.load_pem_x509_certificate(tls.certificate.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        mend = "make both anew, in PEM, and let the gateway's user read them"
        return failed("certificate", f"{tls.certificate} and {tls.key}: {error}", mend)
    left = ends_at - datetime.now(UTC)
    text = f"valid until {ends_at:%Y-%m-%d}"
    if left < timedelta():
        return failed("certificate", f"was {text}", "renew it, then reload the gateway")
    if left < _RENEW:
        return warn("certificate", text, "renew it, then reload the gateway")
    return ok("certificate", text)


def _check_passwords(settings: Settings) -> Verdict:
    hashes = {
        camera.name: camera.password_hash
        for camera in settings.cameras
        if camera.password_hash is not None
    }
    weak = [name for name, text in hashes.items() if verify_password(_EXAMPLE_PASSWORD, text)]
    if weak:
        mend = f"everybody knows it; make another: vedette-gateway cameras password {weak[0]}"
        return failed("camera logins", f"{', '.join(weak)}: the example's password", mend)
    same = [name for name, text in hashes.items() if Counter(hashes.values())[text] > 1]
    if same:
        mend = "one that is stolen opens all; make one for each: vedette-gateway cameras password"
        return warn("camera logins", f"{', '.join(same)} share a password", mend)
    text = f"{len(hashes)} accounts"
    if settings.ftp.tls is None and hashes:
        mend = "set [ftp.tls] if the cameras can do FTPS; else keep them in a network of their own"
        return warn("camera logins", f"{text}; passwords cross the network in the clear", mend)
    return ok("camera logins", text)


def _check_cameras(settings: Settings, neighbour: Neighbour) -> Iterator[Verdict]:
    try:
        report = neighbour.read_status()
    except (Unavailable, Rejected) as error:
        yield failed("gateway", str(error), "see its log: journalctl -u vedette-gateway")
        return
    cameras = cast(list[Mapping[str, object]], report["cameras"])
    known = {str(each["name"]): each["last_received_at"] for each in cameras}
    for camera in settings.cameras:
        last = known.get(camera.name)
        if camera.name not in known:
            mend = "systemctl reload vedette-gateway"
            yield warn("cameras", f"the gateway does not know {camera.name} yet", mend)
        elif last is None:
            mend = f"try its account: vedette-gateway cameras test-upload {camera.name}"
            yield warn("cameras", f"{camera.name} never sent a file", mend)
        elif datetime.now(UTC) - parse_time(str(last)) > _SILENT:
            mend = "is it on? does it log in? see the log for: login failed"
            yield warn("cameras", f"{camera.name} sent its last file at {last}", mend)
        else:
            yield ok("cameras", f"{camera.name} sent its last file at {last}")
