"""The file that tells programs where a running laptop cloud is."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from local.refusal import Refusal


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class FtpAccount(_Part):
    """`id` is the camera's name among all sites."""

    id: str
    user: str
    password: str


class Ftp(_Part):
    host: str
    port: int
    cameras: tuple[FtpAccount, ...]


class Login(_Part):
    email: str
    password: str


class Cognito(_Part):
    """`login_url` stands where the user pool's domain does on AWS."""

    user_pool_id: str
    client_id: str
    login_url: str


class Gateway(_Part):
    status_url: str


class Ready(_Part):
    """`api` is the base to which `/v1/...` is appended; `data` is the instance's directory."""

    web: str
    api: str
    aws_endpoint: str
    region: str
    ftp: Ftp
    login: Login
    cognito: Cognito
    gateway: Gateway
    data: str
    pid: int

    def write(self, path: Path) -> None:
        """Whole or not at all, for its owner's eyes only: it holds passwords."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.part")
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600)
        beside.write_text(self.model_dump_json(indent=2) + "\n", "utf-8")
        beside.replace(path)


def read_ready(path: Path) -> Ready:
    """Raises Refusal."""
    try:
        return Ready.model_validate(json.loads(path.read_text("utf-8")))
    except OSError:
        raise Refusal(f"{path} is not there: is `vedette-local up` running?") from None
    except (ValueError, ValidationError):
        raise Refusal(f"{path} is not a ready file of `vedette-local up`") from None
