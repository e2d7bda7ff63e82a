"""What a gateway and its workers take from the computer, as the kernel counts it."""

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from tests.device.linux.running import RunningGateway

_NEW_PEAK = "5"


@dataclass(frozen=True)
class Health:
    """`memory_bytes` is what the process has for itself and its part of what it shares (PSS)."""

    memory_bytes: int
    descriptors: int
    threads: int


def examine(pid: int) -> Health:
    process = Path(f"/proc/{pid}")
    return Health(
        _read_kib(process / "smaps_rollup", "Pss") * 1024,
        len(list((process / "fd").iterdir())),
        len(list((process / "task").iterdir())),
    )


def examine_workers(gateway: RunningGateway) -> list[Health]:
    """Largest first."""
    found: list[Health] = []
    for worker in gateway.list_workers():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found.append(examine(worker))
    return sorted(found, key=lambda health: health.memory_bytes, reverse=True)


def forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text(_NEW_PEAK)


def read_peak_bytes(pid: int) -> int:
    """The most memory the process had since it started, or its peak was forgotten (RSS)."""
    return _read_kib(Path(f"/proc/{pid}/status"), "VmHWM") * 1024


def _read_kib(path: Path, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", path.read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])
