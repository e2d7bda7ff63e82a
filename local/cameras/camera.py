"""One simulated camera: films something now and then and uploads it by FTP."""

import ftplib
import io
import secrets
import sys
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from local.cameras.pictures import Look, make_clip, make_still, stamp_clip
from local.cameras.settings import Account, CamerasSettings

_CONNECT_SECONDS_MAX = 20.0
_filming = threading.Lock()
"""One camera films at a time: they share a processor with everything else."""


@dataclass(frozen=True)
class Camera:
    """Names its files as Foscam's cameras do; its clock shows UTC, as the gateway is told."""

    settings: CamerasSettings
    account: Account
    now: Callable[[], datetime]

    def run(self, pause: Callable[[float], bool]) -> None:
        """Upload until `pause`, which waits that many seconds, says that it is over."""
        turn = 0
        while True:
            try:
                self.upload(turn)
            except (ftplib.Error, OSError) as error:
                # A camera tries again with its next clip, and says no more than this.
                sys.stderr.write(f"{self.account.name}: {type(error).__name__}\n")
            turn += 1
            shortest, longest = self.settings.pause_seconds
            if pause(shortest + secrets.randbelow(1000) / 1000 * (longest - shortest)):
                return

    def upload(self, turn: int) -> None:
        """One clip, and with every third one a still. Raises ftplib.Error or OSError."""
        taken_at = self.now()
        clip = stamp_clip(self._film(turn % self.settings.films_per_camera), taken_at)
        with ftplib.FTP(encoding="utf-8", timeout=_CONNECT_SECONDS_MAX) as ftp:
            ftp.connect(self.settings.host, self.settings.port)
            ftp.login(self.account.user, self.account.password)
            _store(ftp, "record", f"MDalarm_{taken_at:%Y%m%d_%H%M%S}.mkv", clip)
            if turn % 3 == 1:
                size = (self.settings.width, self.settings.height)
                still = make_still(self._look, turn, size)
                _store(ftp, "snap", f"MDAlarm_{taken_at:%Y%m%d-%H%M%S}.jpg", still)

    @property
    def _look(self) -> Look:
        return Look(self.account.name, self.account.scene)

    def _film(self, number: int) -> Path:
        path = self.settings.films / f"{self.account.name}-{number}.mkv"
        with _filming:
            if not path.exists():
                size = (self.settings.width, self.settings.height)
                # Every film looks and lasts a little different.
                longer = zlib.crc32(path.name.encode()) % 5
                seconds = self.settings.clip_seconds + longer
                make_clip(path, self._look, number, size, seconds)
        return path


def _store(ftp: ftplib.FTP, folder: str, name: str, content: bytes) -> None:
    ftp.cwd("/")
    if folder not in ftp.nlst():
        ftp.mkd(folder)
    ftp.cwd(folder)
    ftp.storbinary(f"STOR {name}", io.BytesIO(content))
