"""The gateway that runs on this computer, asked over its status port."""

import http.client
import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from vedette_gateway.errors import Rejected, Unavailable

_ANSWER_S = 120.0


@dataclass(frozen=True)
class Neighbour:
    """`host` and `status_port` are where it answers; `token` lets it do something."""

    pid: int
    host: str
    status_port: int
    ftp_port: int
    token: str

    def read_status(self) -> dict[str, object]:
        """Raises Unavailable when it does not answer."""
        return self._ask("GET", "/status", None)

    def ask(self, operation: str, request: dict[str, object]) -> dict[str, object]:
        """Raises Unavailable when it does not answer, Rejected when it refuses."""
        return self._ask("POST", f"/{operation}", request)

    def _ask(self, method: str, path: str, request: dict[str, object] | None) -> dict[str, object]:
        body = None if request is None else json.dumps(request)
        headers = {"Authorization": f"Bearer {self.token}"}
        connection = http.client.HTTPConnection(self.host, self.status_port, timeout=_ANSWER_S)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"the gateway does not answer: {error}") from None
        finally:
            connection.close()
        try:
            value = cast(dict[str, object], json.loads(text))
        except ValueError:
            raise Rejected(str(answer.status), answer.reason) from None
        if answer.status >= 400:
            raise Rejected(str(value.get("code")), str(value.get("text")))
        return value


def is_everywhere(host: str) -> bool:
    """Whether a server that listens there answers at every address of this computer."""
    return host in ("0.0.0.0", "::")


def find_neighbour(spool: Path, host: str) -> Neighbour | None:
    """The gateway that has this spool, if it answers; `host` is of its status port.

    Raises Unavailable when the spool may not be read.
    """
    try:
        facts = cast(dict[str, object], json.loads((spool / "lock").read_text("utf-8")))
        pid, status, ftp = (int(str(facts[key])) for key in ("pid", "status_port", "ftp_port"))
        found = Neighbour(pid, host, status, ftp, str(facts["token"]))
    except PermissionError:
        raise Unavailable(f"{spool}/lock: no permission; run this as the gateway's user") from None
    except (OSError, ValueError, KeyError):
        return None
    # A number may have been given to another process since.
    try:
        found.read_status()
    except (Unavailable, Rejected):
        return None
    return found
