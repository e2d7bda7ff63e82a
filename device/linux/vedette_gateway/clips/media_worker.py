"""A media worker, seen from the gateway: what it is asked, and what its answers mean."""

import os
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.rendition import Rendered
from vedette_gateway.ports.process import JsonProcess, ProcessDied
from vedette_gateway.settings import Media

_MODULE = "vedette_gateway.clips.worker"
_CONTENTS = TypeAdapter(Contents)
_RENDERED = TypeAdapter(Rendered)

Answer = TypeVar("Answer")


class MediaWorker:
    """One process with libav in it. Both questions raise ProcessDied."""

    def __init__(self, settings: Media) -> None:
        limits = ["--memory-bytes", str(settings.memory_bytes), "--parent", str(os.getpid())]
        self._process = JsonProcess(_MODULE, limits, settings.job_s)
        self._thumb_width = settings.thumb_width
        self.start, self.close = self._process.start, self._process.close

    def inspect(self, source: Path) -> tuple[Contents | Unreadable, str, int]:
        """What is in the file, its SHA-256 in base64, its size in bytes."""
        answer = self._process.ask({"job": "inspect", "source": str(source)})
        if "contents" in answer:
            found = _decode(_CONTENTS, answer["contents"])
        else:
            found = Unreadable(str(answer["unreadable"]))
        return found, str(answer["sha256"]), int(str(answer["bytes"]))

    def render(self, source: Path, contents: Contents, folder: Path) -> Rendered | Unreadable:
        """Make the renditions in `folder`."""
        answer = self._process.ask(
            {
                "job": "render",
                "source": str(source),
                "contents": _CONTENTS.dump_python(contents),
                "folder": str(folder),
                "thumb_width": self._thumb_width,
            }
        )
        if "rendered" in answer:
            return _decode(_RENDERED, answer["rendered"])
        return Unreadable(str(answer["unreadable"]))


def _decode(adapter: TypeAdapter[Answer], value: object) -> Answer:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise ProcessDied(f"its answer has {error.error_count()} errors") from None
