"""A day of cameras: what they send in an hour, and in which ways."""

import contextlib
import ftplib
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.device.linux.footage import vary
from tests.device.linux.running import RunningGateway, wait_for

_SENT_AGAIN_EVERY, _BROKEN_EVERY, _RENAMED_EVERY = 8, 12, 3

Fate = Literal["clip", "still", "duplicate", "set_aside"]


@dataclass(frozen=True)
class Sent:
    """A file that a camera sent; `fate` is what has to become of it."""

    fate: Fate
    name: str
    sha256: str


class CameraDay:
    """One camera, numbered from 0; it logs in for each file, as cameras do."""

    def __init__(
        self, gateway: RunningGateway, camera: str, number: int, clip: Path, photo: bytes
    ) -> None:
        self._gateway = gateway
        self._camera, self._number = camera, number
        self._clip, self._photo = clip, photo

    def spend(self, hour: int) -> list[Sent]:
        """A clip and two photographs; now and then a clip twice, or one that breaks off."""
        turn = self._number + hour
        name = f"{self._camera} {hour:02}"
        clip = vary(self._clip, 2 * hour)
        photos = [
            self._photo[:-8] + f"{hour:05}{number}".encode() + self._photo[-2:]
            for number in range(2)
        ]
        sent = [
            self._send("clip", f"{name}.mkv", clip, is_renamed=turn % _RENAMED_EVERY == 0),
            *(
                self._send("still", f"{name} {number}.jpg", each)
                for number, each in enumerate(photos)
            ),
        ]
        if turn % _SENT_AGAIN_EVERY == 0:
            sent.append(self._send("duplicate", f"{name} again.mkv", clip))
        if turn % _BROKEN_EVERY == 0:
            sent.append(self._break_off(f"{name} cut.mkv", vary(self._clip, 2 * hour + 1)))
        return sent

    def _send(self, fate: Fate, name: str, data: bytes, *, is_renamed: bool = False) -> Sent:
        with self._gateway.login(self._camera) as ftp:
            self._enter(ftp, name)
            ftp.storbinary(f"STOR {name}{'.part' * is_renamed}", io.BytesIO(data))
            if is_renamed:
                ftp.rename(f"{name}.part", name)
        return Sent(fate, name, hashlib.sha256(data).hexdigest())

    def _break_off(self, name: str, data: bytes) -> Sent:
        half = data[: len(data) // 2]
        ftp = self._gateway.login(self._camera)
        self._enter(ftp, name)
        ftp.voidcmd("TYPE I")
        with ftp.transfercmd(f"STOR {name}") as connection:
            connection.sendall(half)
            # What is on its way when a connection breaks may never come.
            wait_for(lambda: self._has_come(name, len(half)))
            ftp.close()
        return Sent("set_aside", name, hashlib.sha256(half).hexdigest())

    def _has_come(self, name: str, size: int) -> bool:
        held = (self._gateway.spool / "held" / self._camera).glob(f"*/{name}")
        return [path.stat().st_size for path in held] == [size]

    def _enter(self, ftp: ftplib.FTP, name: str) -> None:
        """A folder for each hour."""
        folder = name.split(" ")[1][:2]
        with contextlib.suppress(ftplib.error_perm):
            ftp.mkd(folder)
        ftp.cwd(folder)
