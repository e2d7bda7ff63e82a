"""The ports of the laptop cloud's own process, taken before anything else is done."""

import contextlib
import socket
from dataclasses import dataclass

from local.hosts import Ports
from local.serving import bind


@dataclass(frozen=True)
class Listeners:
    """Held from the beginning, so that a taken port shows at once."""

    web: socket.socket
    api: socket.socket
    aws: socket.socket
    login: socket.socket
    broker: socket.socket


def take_ports(ports: Ports, stack: contextlib.ExitStack) -> Listeners:
    """Raises PortTaken; also for the ports that the gateway will take."""
    taken = [
        stack.enter_context(contextlib.closing(bind(port)))
        for port in (ports.web, ports.api, ports.aws, ports.login, ports.broker)
    ]
    for port in (ports.ftp, ports.gateway):
        bind(port).close()
    return Listeners(*taken)
