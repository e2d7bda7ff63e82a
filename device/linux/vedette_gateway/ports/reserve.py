"""Room set aside, so that the journal can be written when something else has filled the disk."""

import os
import shutil
from pathlib import Path

# More than the journal's write-ahead log grows to, but not on a small disk.
_BYTES, _SHARE = 6 * 2**20, 16


class Reserve:
    """A file of zeros in the spool; while it is there, that much is not lost to anybody."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / "reserve"

    def count_bytes(self) -> int:
        """How large it is, or would be."""
        return min(_BYTES, shutil.disk_usage(self._root).total // _SHARE)

    def is_there(self) -> bool:
        return self._file.exists()

    def fill(self, min_free_bytes: int) -> None:
        """Set the room aside, unless less than `min_free_bytes` would be left."""
        wanted = self.count_bytes()
        free = shutil.disk_usage(self._root).free
        if self.is_there() or free < min_free_bytes + 2 * wanted:
            return
        try:
            with self._file.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, wanted)
        except OSError:
            # Somebody was faster; it is tried again when there is room.
            self.release()

    def release(self) -> bool:
        """Give the room to whoever writes next; True when there was some."""
        try:
            self._file.unlink()
        except FileNotFoundError:
            return False
        return True
