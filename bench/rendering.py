"""What do the renditions cost, against the ffmpeg command line on the same files?

The gateway's media worker looks into each file (admission), copies the video into a fast-start MP4,
makes the thumbnail and hashes what it made; with "sd", it then makes the low version. ffmpeg copies
in one run, makes the picture in another and the low version in a third, with the same options.
Both are whole processes, as the kernel counts them.
"""

import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

from vedette_gateway.clips.admission import Unreadable
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.settings import Media

from bench.figures import Usage, measure_children
from bench.material import make_recording

ROUNDS = 3
BITS_PER_SECOND = 2_400_000
THUMB_WIDTH = 480
Work = Literal["copy", "copy, sd"]
# By length in seconds: enough files that starting the worker does not count for much.
FILES: dict[Work, dict[int, int]] = {"copy": {10: 10, 60: 10}, "copy, sd": {10: 4, 60: 2}}
LOW = (
    "-vf scale=640:360 -c:v libx264 -preset veryfast -crf 28 -profile:v main -maxrate 400k"
    " -bufsize 800k -g 100 -c:a aac -b:a 32k -ac 1 -ar 16000 -movflags +faststart"
)
FFMPEG = ("ffmpeg", "-v", "error", "-nostdin", "-y")


@dataclass(frozen=True)
class Rendering:
    """Of clips of one length: ratios of the worker to ffmpeg, below 1 is cheaper."""

    work: Work
    clip_s: int
    clip_megabytes: float
    cpu_ratio: float
    peak_memory_ratio: float
    worker_cpu_s_per_clip: float


def copy_with_worker(folder: Path) -> None:
    run_worker(folder, ())


def copy_and_shrink_with_worker(folder: Path) -> None:
    run_worker(folder, ("sd",))


def run_worker(folder: Path, versions: Sequence[str]) -> None:
    """One warm worker for all files; in the gateway, one copies and another makes versions."""
    worker = MediaWorker(Media(workers=1, thumb_width=THUMB_WIDTH))
    for source in sorted(folder.glob("*.mkv")):
        contents, _, _ = worker.inspect(source)
        if isinstance(contents, Unreadable):
            raise RuntimeError(contents.why)
        rendered = worker.render(source, contents, folder / source.stem)
        if isinstance(rendered, Unreadable) or len(rendered.renditions) != 2:
            raise RuntimeError(f"{source.name} was not rendered")
        made = worker.make_versions(source, contents, folder / source.stem, versions, "libx264")
        if len(made.renditions) != len(versions):
            raise RuntimeError("; ".join(made.notes))
    worker.close()


def copy_with_ffmpeg(folder: Path) -> None:
    run_ffmpeg(folder, ())


def copy_and_shrink_with_ffmpeg(folder: Path) -> None:
    run_ffmpeg(folder, LOW.split())


def run_ffmpeg(folder: Path, low: Sequence[str]) -> None:
    """A run for each file made, as a script would: in one run ffmpeg would decode every picture."""
    for source in sorted(folder.glob("*.mkv")):
        copy = ["-c", "copy", "-movflags", "+faststart", f"{source}.mp4"]
        picture = ["-frames:v", "1", "-vf", f"scale={THUMB_WIDTH}:-2", "-q:v", "4", f"{source}.jpg"]
        jobs = [copy, picture, *([[*low, f"{source}.sd.mp4"]] if low else [])]
        for job in jobs:
            subprocess.run([*FFMPEG, "-i", str(source), *job], check=True)


RUNS: dict[Work, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "copy": (copy_with_worker, copy_with_ffmpeg),
    "copy, sd": (copy_and_shrink_with_worker, copy_and_shrink_with_ffmpeg),
}


def compare(folder: Path, work: Work, clip_s: int) -> Rendering:
    """Rounds in turn, so that a change of the machine's speed meets both; medians."""
    run_ours, run_theirs = RUNS[work]
    files = FILES[work][clip_s]
    make_recording(folder / "0.mkv", clip_s, BITS_PER_SECOND)
    for number in range(1, files):
        (folder / f"{number}.mkv").hardlink_to(folder / "0.mkv")
    ours: list[Usage] = []
    theirs: list[Usage] = []
    for _ in range(ROUNDS):
        ours.append(measure_children(run_ours, folder))
        theirs.append(measure_children(run_theirs, folder))
    pairs = list(zip(ours, theirs, strict=True))
    return Rendering(
        work=work,
        clip_s=clip_s,
        clip_megabytes=(folder / "0.mkv").stat().st_size / 1e6,
        cpu_ratio=median(a.cpu_s / b.cpu_s for a, b in pairs),
        peak_memory_ratio=median(a.peak_bytes / b.peak_bytes for a, b in pairs),
        worker_cpu_s_per_clip=median(a.cpu_s for a in ours) / files,
    )


def run() -> list[Rendering]:
    """One row a kind of work and length of the clips."""
    renderings: list[Rendering] = []
    for work, lengths in FILES.items():
        for clip_s in lengths:
            with tempfile.TemporaryDirectory() as folder:
                renderings.append(compare(Path(folder), work, clip_s))
    return renderings
