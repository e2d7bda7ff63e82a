"""The one AWS account of the laptop cloud: who it is, its root key of this start, its clients."""

import secrets
import string
import threading
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache

import boto3
from botocore.config import Config
from botocore.loaders import create_loader
from botocore.session import get_session

from local.foreign import Foreign

ACCOUNT_ID = "123456789012"
_ONE_AT_A_TIME = threading.Lock()
"""Sessions make clients for one thread only."""
_KEY_ALPHABET = string.ascii_uppercase + "234567"


@dataclass(frozen=True)
class Credentials:
    """An access key; `expires_at` (UTC, None = never) belongs to temporary ones."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None

    @staticmethod
    def random() -> "Credentials":
        """A key that no one has seen before, in AWS's own shape."""
        tail = "".join(secrets.choice(_KEY_ALPHABET) for _ in range(16))
        return Credentials("AKIA" + tail, secrets.token_urlsafe(30))

    def environment(self) -> dict[str, str]:
        """As the AWS SDKs read them from a process's environment."""
        named = {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
        }
        if self.session_token is not None:
            named["AWS_SESSION_TOKEN"] = self.session_token
        return named


@dataclass(frozen=True)
class Account:
    """Where the account is reached and the root key that made it; both change at every start."""

    endpoint_url: str
    root: Credentials
    region: str = "eu-central-1"
    id: str = ACCOUNT_ID

    def client(self, service: str, credentials: Credentials | None = None) -> Foreign:
        """A boto3 client of this account; as root unless credentials are given.

        Errors come at once: a refusal of the laptop cloud is never healed by a retry.
        """
        with _ONE_AT_A_TIME:
            return _session(credentials or self.root, self.region).client(
                service, endpoint_url=self.endpoint_url, config=_CLIENT
            )

    def arn(self, service: str, rest: str) -> str:
        """`arn:aws:<service>:<region>:<account>:<rest>`."""
        return f"arn:aws:{service}:{self.region}:{self.id}:{rest}"


_CLIENT = Config(
    retries={"total_max_attempts": 1, "mode": "standard"},
    connect_timeout=5,
    read_timeout=60,
    max_pool_connections=20,
    inject_host_prefix=False,
)


@lru_cache(maxsize=4)
def _session(credentials: Credentials, region: str) -> Foreign:
    """A session of its own, as they are not for several threads; they share what they read."""
    session: Foreign = get_session()
    session.register_component("data_loader", _models())
    """Kept, as every new one reads the endpoints of all of AWS again."""
    return boto3.Session(
        aws_access_key_id=credentials.access_key_id,
        aws_secret_access_key=credentials.secret_access_key,
        aws_session_token=credentials.session_token,
        region_name=region,
        botocore_session=session,
    )


@cache
def _models() -> Foreign:
    """The descriptions of AWS's services, some of them of several megabytes, read once."""
    return create_loader()
