"""Compares the bucket with what the journal says of it, both ways."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Protocol

from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.confirmed import Confirmed, ConfirmedClip
from vedette_gateway.clips.naming import find_marks
from vedette_gateway.clips.reconcile import HARMLESS, SHOWN_MAX, Finding
from vedette_gateway.errors import Rejected, Unavailable

# Up to 1,000 objects each.
_PAGES_MAX = 1000
# Between pages: uploads come first.
_PAUSE_S = 0.05
# S3 shows at once what it confirmed; stores that only speak like it may take some minutes.
_SETTLED_S = 300.0
# The shortest time for which a bucket keeps clips.
_DAY_S = 86_400.0
_SOON_S = 120.0
_BUSY_S = 30.0

Wait = Callable[[float], bool]


class Listing(Protocol):
    """`list_page` gives sizes by key, and where the next page begins; None after the last.

    Raises Unavailable or Rejected.
    """

    def list_page(self, prefix: str, after: str | None) -> tuple[dict[str, int], str | None]: ...


@dataclass(frozen=True)
class CloudComparison:
    """Of `clips` in the journal and `objects` in the bucket; `why_not` when not all were compared.

    `found` counts every finding, `findings` are the first of them.
    """

    at: str
    clips: int
    objects: int
    why_not: str | None
    found: dict[str, int]
    findings: list[Finding]

    def report(self) -> dict[str, object]:
        report: dict[str, object] = asdict(self)
        report["is_well"] = self.is_well()
        return report

    def is_well(self) -> bool:
        """Whether all was compared, and nothing was found that needs a person."""
        return self.why_not is None and self.found.keys() <= HARMLESS


class CloudCheck:
    """One comparison at a time. `open_listing` may raise Rejected.

    `send_again`, given a receipt, uploads its clip anew; False when its file was not kept.
    """

    def __init__(
        self,
        confirmed: Confirmed,
        open_listing: Callable[[], Listing],
        send_again: Callable[[str], bool],
        every_s: float,
    ) -> None:
        self._confirmed = confirmed
        self._open_listing = open_listing
        self._send_again = send_again
        self._every_s = every_s
        self._lock = threading.Lock()
        self.latest: CloudComparison | None = None

    def run(self, wait: Wait, say: Callable[[CloudComparison], None]) -> None:
        """Soon, and then every period, until `wait`, given seconds, says that it is over.

        What could not be compared is tried again earlier, after pauses that double.
        """
        pause_s = soon_s = min(_SOON_S, self._every_s)
        while not wait(pause_s):
            latest = self.compare(wait)
            if wait(0):
                return
            say(latest)
            if latest.why_not is None:
                pause_s = self._every_s
            else:
                pause_s = soon_s if pause_s == self._every_s else min(2 * pause_s, self._every_s)

    def report(self) -> dict[str, object] | None:
        """The last comparison without its single findings."""
        latest = self.latest
        if latest is None:
            return None
        return {name: value for name, value in latest.report().items() if name != "findings"}

    def compare(self, wait: Wait) -> CloudComparison:
        """Ends early when `wait`, given seconds between pages, says so.

        Raises Unavailable while another comparison goes on.
        """
        if not self._lock.acquire(timeout=_BUSY_S):
            raise Unavailable("a comparison with the cloud is under way")
        try:
            self.latest = self._compare(wait)
            return self.latest
        finally:
            self._lock.release()

    def _compare(self, wait: Wait) -> CloudComparison:
        now = time.time()
        since = now - max(2 * self._every_s, _DAY_S)
        # Read before S3 is asked: what is confirmed meanwhile is not missed.
        expected = self._confirmed.list_clips(since, now - min(_SETTLED_S, self._every_s / 2))
        clips = objects = 0
        findings: list[Finding] = []
        why_not = None
        try:
            pages = _Pages(self._open_listing() if expected else None, wait)
            for prefix in sorted(expected):
                there = pages.list_all(prefix)
                clips, objects = clips + len(expected[prefix]), objects + len(there)
                marked: set[str] | None = None
                for clip in expected[prefix]:
                    if not _is_whole(clip, there):
                        # Asked for only where something is missing: that is seldom.
                        marked = _read_marks(pages, prefix) if marked is None else marked
                    findings += self._check(clip, there, marked or set())
                unknown = self._confirmed.list_unknown(there)
                findings += [Finding("foreign", each.camera, each.clip_id) for each in unknown]
        except (Unavailable, Rejected) as error:
            why_not = str(error)
        found = dict(Counter(finding.kind for finding in findings))
        at = format_time(datetime.now(UTC))
        return CloudComparison(at, clips, objects, why_not, found, findings[:SHOWN_MAX])

    def _check(self, clip: ConfirmedClip, there: dict[str, int], marked: set[str]) -> list[Finding]:
        is_missing = not _is_whole(clip, there)
        is_altered = any(
            size is not None and there.get(key, size) != size for key, size in clip.bytes_of.items()
        )
        # Sent again, or forgotten, while S3 was asked?
        if not (is_missing or is_altered) or not self._confirmed.is_still(clip):
            return []
        if is_missing and clip.clip_id in marked:
            return [Finding("deleted", clip.camera, clip.clip_id)]
        if is_altered:
            # To send it again would mend nothing, for objects are put only where there is none;
            # and it would hide it, for then the journal takes what is there for its own.
            kinds = ["altered", "vanished"] if is_missing else ["altered"]
        else:
            kinds = ["resent"] if self._send_again(clip.receipt) else ["vanished"]
        return [Finding(kind, clip.camera, clip.clip_id) for kind in kinds]


def _is_whole(clip: ConfirmedClip, there: dict[str, int]) -> bool:
    return all(key in there for key in clip.bytes_of)


def _read_marks(pages: "_Pages", prefix: str) -> set[str]:
    """The clips of a day that people deleted: the cloud leaves a mark before anything goes."""
    return {key.rsplit("/", 1)[1] for key in pages.list_all(find_marks(prefix))}


class _Pages:
    """All pages of one comparison."""

    def __init__(self, listing: Listing | None, wait: Wait) -> None:
        self._listing = listing
        self._wait = wait
        self._pages = 0

    def list_all(self, prefix: str) -> dict[str, int]:
        found: dict[str, int] = {}
        after: str | None = None
        while self._listing is not None:
            if self._pages == _PAGES_MAX:
                raise Rejected("listing", f"more than {_PAGES_MAX} pages of objects")
            if self._pages and self._wait(_PAUSE_S):
                raise Unavailable("ended before all was compared")
            page, after = self._listing.list_page(prefix, after)
            self._pages += 1
            found |= page
            if after is None:
                break
        return found
