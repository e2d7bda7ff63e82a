"""What lies in a spool, looked at as a whole, and the moves that put strays back in their place."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from vedette_gateway.ports.disk import Held, Spool, sync_directory


class Inventory:
    """Nothing is ever deleted here but what was made of a file, and can be made again."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def list_folders(self, branch: Path) -> list[Held]:
        """One for each receipt in held, set_aside or kept; the path is the receipt's folder."""
        return [
            Held(folder.parent.name, folder.name, folder)
            for folder in sorted(branch.glob("*/*"))
            if folder.is_dir()
        ]

    def has_file(self, branch: Path, camera: str, receipt: str) -> bool:
        try:
            return any((branch / camera / receipt).iterdir())
        except OSError:
            return False

    def list_strays(self, changed_before: float) -> Iterator[tuple[str, Path]]:
        """Files in the jails that have no second name among the held: nobody received them.

        With their cameras; only those unchanged since `changed_before` (epoch s).
        """
        for jail in sorted(self._spool.incoming.iterdir()):
            for folder, _, names in os.walk(jail):
                for name in sorted(names):
                    path = Path(folder, name)
                    if _is_lonely(path, changed_before):
                        yield jail.name, path

    def adopt(self, camera: str, path: Path, receipt: str) -> None:
        """Give a stray a second name among the held."""
        self._spool.begin(camera, receipt, path.name).hardlink_to(path)
        self._spool.secure(self._spool.locate(camera, receipt, path.name))

    def bring_back(self, folder: Path, camera: str, receipt: str) -> bool:
        """Move a folder to its place among the held; False when something is there already."""
        place = self._spool.held / camera / receipt
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            return False
        try:
            folder.replace(place)
        except FileNotFoundError:
            # Brought back, and done with, since it was listed.
            return False
        sync_directory(place.parent)
        return True


def _is_lonely(path: Path, changed_before: float) -> bool:
    try:
        seen = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(seen.st_mode) and seen.st_nlink == 1 and seen.st_mtime <= changed_before
