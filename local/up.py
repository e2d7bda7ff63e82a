"""`vedette-local up`: the whole cloud in the foreground, from its ports to the ready file."""

import contextlib
import logging
import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from infra.settings import WrongSettings
from local.answers import check_running, wait_for_answers
from local.cameras.settings import Account as CameraAccount
from local.cameras.settings import CamerasSettings
from local.children import Child, start_child
from local.cloud import SITES, Cloud, start_cloud
from local.data import DataDirectory
from local.event_sources import WrongMapping
from local.gateway import Camera, choose_cameras, start_gateway
from local.grants import keep_grants
from local.hosts import Hosts, Ports
from local.listeners import take_ports
from local.people import add_viewer
from local.progress import Progress
from local.ready import Cognito, Ftp, Gateway, Login, Ready
from local.realise import Unrealisable
from local.refusal import Refusal
from local.service_principals import NotTrusted
from local.serving import PortTaken

WEB = Path(__file__).resolve().parents[1] / "web" / "dist"
_EMAIL = "viewer@vedette.example"
_UNDECLARABLE = (Unrealisable, WrongMapping, NotTrusted, WrongSettings, LookupError, ValueError)


@dataclass(frozen=True)
class Options:
    """What the command was told."""

    data: DataDirectory
    ready_file: Path
    cameras: int
    ports: Ports
    web: Path = WEB


def run(options: Options, progress: Progress) -> None:
    """Returns after SIGTERM or SIGINT. Raises Refusal."""
    over = threading.Event()
    with contextlib.ExitStack() as stack:
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.signal(number, lambda _number, _frame: over.set())
            stack.callback(signal.signal, number, before)
        # Taken off before anything ends: whoever reads the file finds everything there.
        stack.enter_context(options.data.take())
        # One that a killed cloud left behind must not be taken for ours.
        _unlink(options.ready_file)
        children: list[Child] = []
        ready = _start(options, progress, stack, children, over)
        if ready is None:
            return
        stack.callback(_unlink, options.ready_file)
        _write(ready, options.ready_file)
        progress.ready(ready)
        while not over.wait(0.5):
            check_running(children)
        progress.step("stopping")


def _start(
    options: Options,
    progress: Progress,
    stack: contextlib.ExitStack,
    children: list[Child],
    over: threading.Event,
) -> Ready | None:
    """None when it is over before it began."""
    if not (options.web / "index.html").is_file():
        raise Refusal('the web app is not built: run "make web"')
    hosts = Hosts.on(options.ports)
    try:
        listeners = take_ports(options.ports, stack)
    except PortTaken as taken:
        raise Refusal(f"{taken}; stop what listens there or choose another --port-base") from None
    _log_to(options.data.logs / "cloud.log")
    progress.step("starting the AWS endpoint")
    try:
        cloud = start_cloud(
            options.data,
            hosts=hosts,
            listeners=listeners,
            web=options.web,
            stack=stack,
            step=progress.step,
        )
    except _UNDECLARABLE as error:
        text = str(error).strip().splitlines()[0]
        raise Refusal(f"infra/ declares what the laptop cloud cannot have: {text}") from error
    options.data.keep_root(cloud.account.root)
    keep_grants(cloud.declarations, options.data.grants)
    exports = cloud.declarations.exports
    login = add_viewer(
        cloud.account.client("cognito-idp"), str(exports["userPoolId"]), _EMAIL, SITES[:1]
    )
    cameras = choose_cameras(options.cameras)
    progress.step("starting the gateway")
    stack.callback(_stop, children)
    children.append(
        start_gateway(
            options.data,
            account=cloud.account,
            ports=options.ports,
            hosts=hosts,
            bucket=str(exports["mediaBucket"]),
            role_arns=dict(exports["gatewayRoleArns"]),
            cameras=cameras,
        )
    )
    ready = _describe(options, hosts, cloud, login, cameras)
    wait_for_answers(ready, children, over)
    if over.is_set():
        return None
    if options.cameras:
        children.append(_start_cameras(options, cameras[: options.cameras]))
    return ready


def _start_cameras(options: Options, cameras: list[Camera]) -> Child:
    settings = CamerasSettings(
        host="127.0.0.1",
        port=options.ports.ftp,
        films=options.data.films,
        accounts=tuple(
            CameraAccount(name=camera.name, user=camera.name, password=camera.password, scene=scene)
            for scene, camera in enumerate(cameras)
        ),
    )
    file = options.data.path / "cameras.json"
    settings.write(file)
    return start_child(
        "cameras",
        [sys.executable, "-m", "local.cameras", str(file)],
        environment={"HOME": str(options.data.path)},
        log=options.data.logs / "cameras.log",
    )


def _describe(
    options: Options, hosts: Hosts, cloud: Cloud, login: Login, cameras: list[Camera]
) -> Ready:
    exports = cloud.declarations.exports
    return Ready(
        web=hosts.web,
        api=hosts.api,
        aws_endpoint=hosts.aws,
        region=cloud.account.region,
        ftp=Ftp(
            host="127.0.0.1",
            port=options.ports.ftp,
            cameras=tuple(camera.account for camera in cameras),
        ),
        login=login,
        cognito=Cognito(
            user_pool_id=str(exports["userPoolId"]),
            client_id=str(exports["userPoolClientId"]),
            login_url=hosts.login,
        ),
        gateway=Gateway(status_url=f"http://127.0.0.1:{options.ports.gateway}/status"),
        data=str(options.data.path.resolve()),
        pid=os.getpid(),
    )


def _write(ready: Ready, path: Path) -> None:
    try:
        ready.write(path)
    except OSError as error:
        raise Refusal(f"--ready {path}: {error.strerror}") from None


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(f"--ready {path}: {error.strerror}") from None


def _stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()


def _log_to(path: Path) -> None:
    logging.basicConfig(
        filename=path,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
