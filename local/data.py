"""The directory of one laptop cloud: who holds it, and what is where in it."""

import fcntl
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from local.account import Credentials
from local.refusal import Refusal


@dataclass(frozen=True)
class DataDirectory:
    """Everything but films and logs is made anew at every start: the cloud starts empty."""

    path: Path

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def gateway(self) -> Path:
        return self.path / "gateway"

    @property
    def films(self) -> Path:
        return self.path / "films"

    @property
    def ledger(self) -> Path:
        """What was asked and answered at the gate."""
        return self.path / "ledger.json"

    @property
    def grants(self) -> Path:
        """The declared policies by role ARN."""
        return self.path / "grants.json"

    @property
    def root(self) -> Path:
        """The account's root key of this start."""
        return self.path / "root.json"

    @property
    def mail(self) -> Path:
        """Every e-mail of this start."""
        return self.path / "mail.jsonl"

    def take(self) -> IO[str]:
        """Held until the returned file is closed. Raises Refusal when it cannot be had.

        Nothing is deleted in a directory that no laptop cloud has had before.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("a")
        except OSError as error:
            raise Refusal(f"--data {self.path}: {error.strerror}") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._clear()
        except BlockingIOError:
            lock.close()
            raise Refusal(
                f"--data {self.path} is in use by another `vedette-local up`; stop that one or"
                " name another directory"
            ) from None
        except OSError as error:
            lock.close()
            raise Refusal(f"--data {self.path}: {error}") from None
        return lock

    def _clear(self) -> None:
        if (self.gateway / "gateway.toml").exists():
            shutil.rmtree(self.gateway)
            for log in self.logs.glob("*.log"):
                log.unlink()
            self.mail.unlink(missing_ok=True)
        for folder in (self.gateway, self.logs):
            folder.mkdir(mode=0o700, exist_ok=True)

    def keep_root(self, credentials: Credentials) -> None:
        """For `vedette-local viewer`; mode 0600."""
        write_secret(
            self.root,
            json.dumps(
                {
                    "access_key_id": credentials.access_key_id,
                    "secret_access_key": credentials.secret_access_key,
                }
            ),
        )

    def read_root(self) -> Credentials:
        """Raises Refusal."""
        try:
            return Credentials(**json.loads(self.root.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            raise Refusal(f"{self.root} does not hold the root key of a running cloud") from None


def write_secret(path: Path, text: str) -> None:
    """Write a file that was never readable for others."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, "utf-8")
