"""How much room on the disk work needs, and what waits until there is some."""

import threading
import time
from collections.abc import Sequence

from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.wishes import Version

_LOOK_AGAIN_S = 1.0
# A preview has at most ten pictures of 240 pixels.
_PREVIEW_BYTES = 2**20
_COPY_SHARE, _ENCODED_SHARE = 1.05, 2.0


def estimate_rendering(contents: Contents, size: int, thumb_width: int) -> int:
    """Bytes for the thumbnail and, of a clip, its copy as an MP4; more rather than less."""
    copied = 0 if contents.kind == "still" else int(size * _COPY_SHARE)
    return thumb_width**2 + copied


def estimate_versions(versions: Sequence[Version], size: int) -> int:
    """Bytes for further versions of an original of `size`; more rather than less."""
    shares: dict[Version, int] = {
        "hd": int(size * _ENCODED_SHARE),
        "preview": _PREVIEW_BYTES,
        "sd": size,
    }
    return sum(shares[version] for version in versions)


class PutOff:
    """What nobody takes in hand for a moment. Used by many threads; a restart forgets it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}

    def add(self, receipt: str) -> bool:
        """Whether it is new: not put off before, until it was removed."""
        with self._lock:
            is_new = receipt not in self._until
            self._until[receipt] = time.monotonic() + _LOOK_AGAIN_S
            return is_new

    def remove(self, receipt: str) -> None:
        with self._lock:
            self._until.pop(receipt, None)

    def has(self, receipt: str) -> bool:
        with self._lock:
            return time.monotonic() < self._until.get(receipt, 0.0)

    def count(self) -> int:
        """How many there are at most."""
        with self._lock:
            return len(self._until)
