"""`cameras test-upload`: a real upload over the network, followed to the cloud."""

import contextlib
import ftplib
import io
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console

from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    fail,
    find_camera,
    find_running,
    load,
    open_ledger,
    read_password,
    show,
)
from vedette_gateway.ports.neighbour import is_everywhere
from vedette_gateway.settings import Camera, Settings

_POLL_S = 0.1
_ANSWER_S = 20.0


def try_upload(
    camera: Annotated[str, typer.Argument(help="The camera whose account is used.")],
    within_s: Annotated[float, typer.Option("--within", help="Seconds to wait.")] = 120.0,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Upload a clip of one second like the camera, and wait until the cloud confirmed it.

    Asks for the camera's password, or reads it from standard input. Exits with 1 when the clip is
    not confirmed. It stays in the catalogue as any other clip.
    """
    settings = load(config)
    found = find_camera(settings, camera)
    if found.user is None:
        fail(f"{camera} has no account; its files come by other ways")
    port = find_running(settings).ftp_port
    name = f"vedette-test-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}.mp4"
    password, started = read_password(), time.monotonic()
    steps: list[dict[str, object]] = []

    def say(step: str, detail: str) -> None:
        took = round(time.monotonic() - started, 2)
        steps.append({"step": step, "detail": detail, "after_s": took})
        if not as_json:
            Console().print(cell(f"{took:6.2f} s  {step}: {detail}"))

    why = _send(settings, found, password, port, name, say)
    if why is None:
        why = _follow(open_ledger(settings.spool.directory), camera, name, within_s, say)
    value: dict[str, object] = {"name": name, "steps": steps, "confirmed": why is None, "why": why}
    show(value, as_json, lambda console: _draw(console, why))
    if why is not None:
        raise typer.Exit(1)


def _send(
    settings: Settings,
    camera: Camera,
    password: str,
    port: int,
    name: str,
    say: Callable[[str, str], None],
) -> str | None:
    # In a process of its own: libav is nothing for one that holds a password.
    made = subprocess.run(
        [sys.executable, "-m", "vedette_gateway.clips.trial"], stdout=subprocess.PIPE, check=False
    )
    clip = made.stdout
    if made.returncode or not clip:
        return "no clip could be made; see: vedette-gateway doctor"
    say("made", f"{name}, {len(clip)} bytes")
    host = "127.0.0.1" if is_everywhere(settings.ftp.host) else settings.ftp.host
    try:
        with contextlib.closing(_connect(settings, host, port)) as ftp:
            ftp.login(camera.user or "", password)
            if isinstance(ftp, ftplib.FTP_TLS):
                ftp.prot_p()
            say("logged in", f"as {camera.user}")
            say("uploaded", ftp.storbinary(f"STOR {name}", io.BytesIO(clip)))
    except ftplib.Error as error:
        return f"the FTP server refused: {error}"
    except (OSError, EOFError) as error:
        return f"the FTP server at {host}:{port} does not answer: {error}"
    return None


def _connect(settings: Settings, host: str, port: int) -> ftplib.FTP:
    if settings.ftp.tls is None:
        ftp = ftplib.FTP(timeout=_ANSWER_S, encoding="utf-8")
    else:
        # The certificate is this gateway's own and is for the name cameras use.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(settings.ftp.tls.certificate)
        context.check_hostname = False
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        ftp = ftplib.FTP_TLS(timeout=_ANSWER_S, encoding="utf-8", context=context)
    ftp.connect(host, port)
    return ftp


def _follow(
    ledger: Ledger, camera: str, name: str, within_s: float, say: Callable[[str, str], None]
) -> str | None:
    deadline = time.monotonic() + within_s
    seen = ""
    while time.monotonic() < deadline:
        receipt = ledger.find_latest(camera, name)
        if receipt is not None and receipt.state != seen:
            seen = receipt.state
            say(seen, receipt.clip_id or receipt.why or receipt.id)
            if seen == "confirmed":
                return None
            if seen in ("set_aside", "duplicate"):
                return f"{seen}: {receipt.why}"
        time.sleep(_POLL_S)
    return f"not confirmed within {within_s:g} s; see: vedette-gateway backlog"


def _draw(console: Console, why: str | None) -> None:
    if why is None:
        console.print("The whole way works.", style="green")
    else:
        console.print(cell(why), style="red")
