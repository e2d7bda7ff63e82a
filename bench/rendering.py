"""What do remux and thumbnail cost, against the ffmpeg command line on the same files?

The gateway's media worker looks into each file (admission), copies the video into a fast-start MP4,
makes the thumbnail and hashes what it made. ffmpeg copies in one run and makes the picture in
another.
Both are whole processes, as the kernel counts them.
"""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from vedette_gateway.clips.admission import Unreadable
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.settings import Media

from bench.figures import Usage, measure_children
from bench.material import make_recording

FILES = 10
ROUNDS = 5
LENGTHS_S = (10, 60)
BITS_PER_SECOND = 2_400_000
THUMB_WIDTH = 480
FFMPEG = ("ffmpeg", "-v", "error", "-nostdin", "-y")


@dataclass(frozen=True)
class Rendering:
    """Of clips of one length: ratios of the worker to ffmpeg, below 1 is cheaper."""

    clip_s: int
    clip_megabytes: float
    cpu_ratio: float
    peak_memory_ratio: float
    worker_cpu_s_per_clip: float


def run_worker(folder: Path) -> None:
    """One warm worker for all files, as in the gateway."""
    worker = MediaWorker(Media(workers=1, thumb_width=THUMB_WIDTH))
    for source in sorted(folder.glob("*.mkv")):
        contents, _, _ = worker.inspect(source)
        if isinstance(contents, Unreadable):
            raise RuntimeError(contents.why)
        rendered = worker.render(source, contents, folder / source.stem)
        if isinstance(rendered, Unreadable) or len(rendered.renditions) != 2:
            raise RuntimeError(f"{source.name} was not rendered")
    worker.close()


def run_ffmpeg(folder: Path) -> None:
    """Two runs a file, as a script would: in one run ffmpeg would decode every picture."""
    for source in sorted(folder.glob("*.mkv")):
        copy = ["-c", "copy", "-movflags", "+faststart", f"{source}.mp4"]
        picture = ["-frames:v", "1", "-vf", f"scale={THUMB_WIDTH}:-2", "-q:v", "4", f"{source}.jpg"]
        for job in (copy, picture):
            subprocess.run([*FFMPEG, "-i", str(source), *job], check=True)


def compare(folder: Path, clip_s: int) -> Rendering:
    """Rounds in turn, so that a change of the machine's speed meets both; medians."""
    make_recording(folder / "0.mkv", clip_s, BITS_PER_SECOND)
    for number in range(1, FILES):
        (folder / f"{number}.mkv").hardlink_to(folder / "0.mkv")
    ours: list[Usage] = []
    theirs: list[Usage] = []
    for _ in range(ROUNDS):
        ours.append(measure_children(run_worker, folder))
        theirs.append(measure_children(run_ffmpeg, folder))
    pairs = list(zip(ours, theirs, strict=True))
    return Rendering(
        clip_s=clip_s,
        clip_megabytes=(folder / "0.mkv").stat().st_size / 1e6,
        cpu_ratio=median(a.cpu_s / b.cpu_s for a, b in pairs),
        peak_memory_ratio=median(a.peak_bytes / b.peak_bytes for a, b in pairs),
        worker_cpu_s_per_clip=median(a.cpu_s for a in ours) / FILES,
    )


def run() -> list[Rendering]:
    """One row a length of the clips."""
    renderings: list[Rendering] = []
    for clip_s in LENGTHS_S:
        with tempfile.TemporaryDirectory() as folder:
            renderings.append(compare(Path(folder), clip_s))
    return renderings
