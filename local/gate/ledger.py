"""What was asked and answered at the gate: the ground for finding grants that nobody uses."""

import json
import os
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One kind of request; `role` is the ARN of a role or user, never of a session."""

    role: str
    action: str
    resource: str
    allowed: bool


class Ledger:
    """Counts requests by kind. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Entry] = Counter()

    def record(self, role: str, action: str, resource: str, *, allowed: bool) -> None:
        """Count one request."""
        with self._lock:
            self._counts[Entry(role, action, resource, allowed)] += 1

    def entries(self) -> dict[Entry, int]:
        """Every kind of request so far with its count, in order."""
        with self._lock:
            return dict(sorted(self._counts.items()))

    def save(self, path: Path) -> None:
        """Write the entries as JSON, whole or not at all.

        The file's time is when the entries were read, not when they were written.
        """
        read_at_ns = time.time_ns()
        rows = [
            {
                "role": entry.role,
                "action": entry.action,
                "resource": entry.resource,
                "allowed": entry.allowed,
                "count": count,
            }
            for entry, count in self.entries().items()
        ]
        beside = path.with_name(path.name + ".part")
        beside.write_text(json.dumps(rows, indent=1) + "\n")
        os.utime(beside, ns=(read_at_ns, read_at_ns))
        beside.replace(path)

    def load(self, path: Path) -> None:
        """Add the entries of a file that `save` wrote."""
        rows = json.loads(path.read_text())
        with self._lock:
            for row in rows:
                entry = Entry(row["role"], row["action"], row["resource"], row["allowed"])
                self._counts[entry] += row["count"]
