"""Compares disk and journal both ways; puts right what is safe, and never deletes a clip."""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from ulid import ULID

from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import ON_ITS_WAY, WAITING, Receipt
from vedette_gateway.clips.sweep import Sweep
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.inventory import Inventory

# Every kind, and whether it can be put right without a person.
KINDS = {
    "unknown": "a file the journal does not know; received now",
    "stray": "a file in a camera's directory that nobody had received; received now",
    "misplaced": "a waiting file that lay elsewhere in the spool; back in its place",
    "leftover": "renditions that nobody needs any more; deleted",
    "lost": "a waiting file that is not on the disk",
    "unproven": "a confirmed clip with an object that S3 did not answer for",
    "emptied": "a file set aside that somebody deleted",
    "damaged": "the journal itself is damaged",
    "resent": "a confirmed clip with an object that the cloud lacks; its file is sent again",
    "vanished": "a confirmed clip with an object that the cloud lacks, and that is not sent again",
    "deleted": "a confirmed clip that people deleted in the cloud; not sent again",
    "altered": "a confirmed clip with an object that has another size in the cloud",
    "foreign": "a clip in the cloud that the journal does not know",
}
MENDED = frozenset({"unknown", "stray", "misplaced", "leftover", "resent"})
# Somebody's own doing; said, but nothing is wrong.
HARMLESS = MENDED | {"emptied", "foreign", "deleted"}
SHOWN_MAX = 200
RECONCILE_EVERY_S = 3600.0


@dataclass(frozen=True)
class Finding:
    kind: str
    camera: str
    subject: str


@dataclass(frozen=True)
class Comparison:
    """`found` counts every finding, `findings` are the first of them."""

    at: str
    files: int
    rows: int
    found: dict[str, int]
    findings: list[Finding]

    def report(self) -> dict[str, object]:
        report: dict[str, object] = asdict(self)
        report["is_well"] = self.is_well()
        return report

    def is_well(self) -> bool:
        """Whether nothing was found that needs a person."""
        return self.found.keys() <= HARMLESS


class Reconciliation:
    """One at a time. Beside a running gateway, or in place of one, on its spool."""

    def __init__(
        self, database: Database, ledger: Ledger, spool: Spool, sweep: Sweep, quiet_s: float
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._spool = spool
        self._sweep = sweep
        self._inventory = Inventory(spool)
        self._quiet_s = quiet_s
        self._lock = threading.Lock()
        self.latest: Comparison | None = None

    def run(
        self, period_s: float, wait: Callable[[float], bool], say: Callable[[Comparison], None]
    ) -> None:
        """Compare every `period_s` until `wait`, given seconds, says that it is over."""
        while not wait(period_s):
            say(self.compare())

    def report(self) -> dict[str, object] | None:
        """When the last comparison was, and how many findings of each kind it had."""
        latest = self.latest
        return None if latest is None else {"at": latest.at, "found": latest.found}

    def compare(self) -> Comparison:
        with self._lock:
            findings = [*self._check_journal(), *self._check_files(), *self._check_rows()]
            found = Counter(finding.kind for finding in findings)
            rows = self._ledger.count_rows()
            files = len(self._inventory.list_folders(self._spool.held))
            self.latest = Comparison(
                format_time(datetime.now(UTC)), files, rows, dict(found), findings[:SHOWN_MAX]
            )
            return self.latest

    def _check_journal(self) -> list[Finding]:
        found: list[Finding] = []
        for row in self._database.ask_aside("PRAGMA quick_check"):
            if row[0] != "ok":
                found.append(Finding("damaged", "", str(row[0])[:200]))
        for row in self._database.ask_aside("PRAGMA foreign_key_check"):
            found.append(Finding("damaged", "", f"a row of {row[0]} belongs to nothing"))
        unproven = self._database.ask_aside(
            "SELECT DISTINCT r.camera, r.clip_id FROM receipts r JOIN objects o ON o.receipt = r.id"
            " WHERE r.state = 'confirmed' AND o.answer IS NULL"
        )
        return found + [Finding("unproven", str(row[0]), str(row[1])) for row in unproven]

    def _check_files(self) -> list[Finding]:
        found = [*self._mend_strays(), *self._mend_places()]
        folders = self._inventory.list_folders(self._spool.held)
        unknown = [each for each in folders if self._ledger.find(each.receipt) is None]
        self._sweep.sweep()
        for each in unknown:
            row = self._ledger.find(each.receipt)
            # One that a camera finished meanwhile has come by itself.
            if row is not None and not row.is_acknowledged:
                found.append(Finding("unknown", each.camera, each.receipt))
        for receipt in self._spool.list_rendered():
            row = self._ledger.find(receipt)
            if row is None or row.state not in WAITING:
                self._spool.drop_rendered(receipt)
                found.append(Finding("leftover", row.camera if row else "", receipt))
        return found

    def _mend_strays(self) -> list[Finding]:
        found: list[Finding] = []
        for camera, path in self._inventory.list_strays(time.time() - self._quiet_s):
            with contextlib.suppress(FileNotFoundError):
                self._inventory.adopt(camera, path, str(ULID()))
            subject = str(path.relative_to(self._spool.incoming / camera))
            found.append(Finding("stray", camera, subject))
        return found

    def _mend_places(self) -> list[Finding]:
        """Folders of waiting files, or of files that have no row, that are not among the held."""
        found: list[Finding] = []
        for branch in (self._spool.aside, self._spool.kept):
            for each in self._inventory.list_folders(branch):
                row = self._ledger.find(each.receipt)
                if row is None:
                    is_astray = branch == self._spool.aside
                else:
                    is_astray = row.state in WAITING and row.look_at != ON_ITS_WAY
                if is_astray and self._inventory.bring_back(each.path, each.camera, each.receipt):
                    found.append(Finding("misplaced", each.camera, each.receipt))
        return found

    def _check_rows(self) -> list[Finding]:
        found = [
            Finding("lost", row.camera, row.id)
            for row in self._list_rows(*WAITING)
            if row.look_at != ON_ITS_WAY and self._is_gone(row)
        ]
        return found + [
            Finding("emptied", row.camera, row.id)
            for row in self._list_rows("set_aside")
            if self._is_gone(row)
        ]

    def _list_rows(self, *states: str) -> list[Receipt]:
        return [
            receipt
            for state in states
            for row in self._database.ask("SELECT id FROM receipts WHERE state = ?", (state,))
            if (receipt := self._ledger.find(str(row[0]))) is not None
        ]

    def _is_gone(self, row: Receipt) -> bool:
        branches = (self._spool.held, self._spool.aside)
        if any(self._inventory.has_file(branch, row.camera, row.id) for branch in branches):
            return False
        # Confirmed and deleted while we were looking?
        now = self._ledger.find(row.id)
        return now is not None and now.state == row.state
