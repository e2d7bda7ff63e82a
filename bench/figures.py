"""Figures: percentiles, and what processes used."""

import multiprocessing
import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path


def percentile(values: list[float], part: float) -> float:
    """The value below or at which `part` (0 to 1) of the values lie: nearest rank."""
    ranked = sorted(values)
    return ranked[max(0, min(len(ranked) - 1, round(part * len(ranked) + 0.5) - 1))]


@dataclass(frozen=True)
class Usage:
    """Of processes that have ended; memory is the largest one's."""

    cpu_s: float
    peak_bytes: int


def measure_children(work: Callable[[Path], None], folder: Path) -> Usage:
    """What all processes that `work` starts and waits for use, as whole processes.

    It runs in a process of its own, so that nobody else's children are counted.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_count_children, work, folder).result()


def _count_children(work: Callable[[Path], None], folder: Path) -> Usage:
    work(folder)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts in kilobytes: man 2 getrusage.
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def describe_machine() -> dict[str, str | int]:
    """What the figures depend on."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return {"processors": os.cpu_count() or 0, "processor": model}
