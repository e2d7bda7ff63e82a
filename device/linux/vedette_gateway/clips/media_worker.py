"""A media worker, seen from the gateway: what it is asked, and what its answers mean."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.rendition import Made, Rendered
from vedette_gateway.errors import NoSpace
from vedette_gateway.ports.process import JsonProcess, ProcessDied
from vedette_gateway.settings import Media

_MODULE = "vedette_gateway.clips.worker"
_CONTENTS = TypeAdapter(Contents)
_RENDERED = TypeAdapter(Rendered)
_MADE = TypeAdapter(Made)
# The gateway itself has 0; the kernel gives a process of 19 a fiftieth of what one of 0 gets.
_NICENESS = 5
_PATIENT_NICENESS = 19
# Drivers hang; but the process may have to wait for a busy processor.
_TRIAL_S = 120.0

Answer = TypeVar("Answer")


class MediaWorker:
    """One process with libav in it. Every question raises ProcessDied, or NoSpace.

    `is_patient`: for jobs that may take long, behind everything else that runs on this computer.
    """

    def __init__(self, settings: Media, *, is_patient: bool = False) -> None:
        limits = ["--memory-bytes", str(settings.memory_bytes), "--parent", str(os.getpid())]
        limits += ["--niceness", str(_PATIENT_NICENESS if is_patient else _NICENESS)]
        answer_s = settings.encoding_s if is_patient else settings.job_s
        self._cpu_s = settings.encoding_cpu_s if is_patient else settings.job_cpu_s
        self._process = JsonProcess(_MODULE, limits, answer_s)
        self._thumb_width = settings.thumb_width
        self.start, self.close = self._process.start, self._process.close

    def inspect(self, source: Path) -> tuple[Contents | Unreadable, str, int]:
        """What is in the file, its SHA-256 in base64, its size in bytes."""
        answer = self._ask("inspect", source=str(source))
        if "contents" in answer:
            found = _decode(_CONTENTS, answer["contents"])
        else:
            found = Unreadable(str(answer["unreadable"]))
        return found, str(answer["sha256"]), int(str(answer["bytes"]))

    def render(self, source: Path, contents: Contents, folder: Path) -> Rendered | Unreadable:
        """Make the renditions in `folder`."""
        answer = self._ask(
            "render",
            source=str(source),
            contents=_CONTENTS.dump_python(contents),
            folder=str(folder),
            thumb_width=self._thumb_width,
        )
        if "rendered" in answer:
            return _decode(_RENDERED, answer["rendered"])
        return Unreadable(str(answer["unreadable"]))

    def make_versions(
        self,
        source: Path,
        contents: Contents,
        folder: Path,
        names: Sequence[str],
        encoder: str | None,
    ) -> Made:
        """Make further renditions in `folder`; `encoder` is None when there is none."""
        answer = self._ask(
            "make_versions",
            source=str(source),
            contents=_CONTENTS.dump_python(contents),
            folder=str(folder),
            names=list(names),
            encoder=encoder,
        )
        return _decode(_MADE, answer["made"])

    def make_still_preview(self, folder: Path) -> Made:
        """Of the thumbnail in the folder, whatever the camera sent."""
        return _decode(_MADE, self._ask("make_still_preview", folder=str(folder))["made"])

    def try_encoder(self, name: str) -> str | None:
        """None when it works on this computer, else why not."""
        refused = self._ask("try_encoder", _TRIAL_S, encoder=name)["refused"]
        return None if refused is None else str(refused)

    def _ask(self, job: str, within_s: float | None = None, **details: object) -> dict[str, object]:
        question = {"job": job, "cpu_s": self._cpu_s, **details}
        answer = self._process.ask(question, within_s)
        if "no_space" in answer:
            raise NoSpace(f"a media worker cannot write: {answer['no_space']}")
        return answer


def _decode(adapter: TypeAdapter[Answer], value: object) -> Answer:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise ProcessDied(f"its answer has {error.error_count()} errors") from None
