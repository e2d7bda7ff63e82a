"""The media workers: whether they understand a clip, and what they encode with."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from vedette_gateway.clips.admission import Unreadable
from vedette_gateway.clips.encoder_choice import choose_encoder
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.diagnosis.verdict import Verdict, failed, ok, warn
from vedette_gateway.ports.process import ProcessDied
from vedette_gateway.settings import Media

_MEND = "install the gateway anew; if a worker was killed, raise media.memory_bytes"


def check_media(settings: Media) -> Iterator[Verdict]:
    worker = MediaWorker(settings)
    try:
        yield _check_worker(worker)
        yield _check_encoder(worker, settings)
    finally:
        worker.close()


def _check_worker(worker: MediaWorker) -> Verdict:
    with TemporaryDirectory(prefix="vedette-doctor-") as folder:
        clip = Path(folder) / "clip.mp4"
        with clip.open("wb") as file:
            made = subprocess.run(
                [sys.executable, "-m", "vedette_gateway.clips.trial"], stdout=file, check=False
            )
        try:
            found, _, size = worker.inspect(clip)
        except ProcessDied as death:
            return failed("media", str(death), _MEND)
    if made.returncode or isinstance(found, Unreadable):
        return failed("media", "a clip made here could not be read", _MEND)
    return ok("media", f"a worker reads {found.video_codec}, {size} bytes")


def _check_encoder(worker: MediaWorker, settings: Media) -> Verdict:
    wanted = None if settings.encoder == "auto" else settings.encoder
    report = choose_encoder(worker, wanted, lambda: False)
    if report.chosen is None:
        text = "; ".join(f"{name}: {why}" for name, why in report.refused.items())
        return failed("encoders", f"none works: {text}"[:300], _MEND)
    if wanted is not None and report.chosen != wanted:
        mend = 'set media.encoder = "auto", or see that the gateway\'s user may use the device'
        text = f"{wanted} does not work: {report.refused.get(wanted)}"
        return warn("encoders", f"{text}; {report.chosen} is used"[:300], mend)
    tried = f" (not here: {', '.join(report.refused)})" if report.refused else ""
    return ok("encoders", f"{report.chosen}{tried}")
