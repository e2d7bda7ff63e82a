"""The worker process: `python -m vedette_gateway.clips.worker`, a JSON line in, a JSON line out.

It holds no credentials and no sockets. If libav crashes or runs away on a file, only this process
is lost.
"""

import argparse
import contextlib
import ctypes
import json
import math
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TextIO, cast

import av.logging
from pydantic import TypeAdapter

from vedette_gateway.clips import media
from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.encoders import try_encoder
from vedette_gateway.clips.renderer import render
from vedette_gateway.clips.rendition import hash_file
from vedette_gateway.clips.versions import make_still_preview, make_versions
from vedette_gateway.ports.libav import is_out_of_space

_CONTENTS = TypeAdapter(Contents)
_NAMES = TypeAdapter(list[str])
_DIE_WITH_PARENT = 1
_NICEST = 19


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--memory-bytes", type=int, required=True)
    arguments.add_argument("--niceness", type=int, required=True)
    arguments.add_argument("--parent", type=int, required=True)
    options = arguments.parse_args()
    _settle(options.memory_bytes, options.niceness, options.parent)
    # What C libraries print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.stdin, answers)


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer until the input ends."""
    for line in requests:
        answer = handle(cast(dict[str, object], json.loads(line)))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def handle(request: dict[str, object]) -> dict[str, object]:
    """One job. What is wrong with the file is an answer; anything else ends the process."""
    _limit_cpu(int(str(request["cpu_s"])))
    try:
        return _JOBS[str(request["job"])](request)
    except OSError as error:
        if not is_out_of_space(error):
            raise
        return {"no_space": str(error.strerror)}


def _inspect(request: dict[str, object]) -> dict[str, object]:
    source = Path(str(request["source"]))
    found = media.inspect(source)
    sha256, size = hash_file(source)
    seen: dict[str, object] = {"sha256": sha256, "bytes": size}
    key = "unreadable" if isinstance(found, Unreadable) else "contents"
    return {**seen, key: found.why if isinstance(found, Unreadable) else asdict(found)}


def _render(request: dict[str, object]) -> dict[str, object]:
    source, folder = Path(str(request["source"])), Path(str(request["folder"]))
    contents = _CONTENTS.validate_python(request["contents"])
    try:
        rendered = render(source, contents, folder, int(str(request["thumb_width"])))
    except media.NoPicture as error:
        return {"unreadable": str(error)}
    return {"rendered": asdict(rendered)}


def _make_versions(request: dict[str, object]) -> dict[str, object]:
    source, folder = Path(str(request["source"])), Path(str(request["folder"]))
    contents = _CONTENTS.validate_python(request["contents"])
    encoder = request["encoder"]
    made = make_versions(
        source,
        contents,
        folder,
        _NAMES.validate_python(request["names"]),
        None if encoder is None else str(encoder),
    )
    return {"made": asdict(made)}


def _make_still_preview(request: dict[str, object]) -> dict[str, object]:
    return {"made": asdict(make_still_preview(Path(str(request["folder"]))))}


def _try_encoder(request: dict[str, object]) -> dict[str, object]:
    return {"refused": try_encoder(str(request["encoder"]))}


_JOBS: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {
    "inspect": _inspect,
    "render": _render,
    "make_versions": _make_versions,
    "make_still_preview": _make_still_preview,
    "try_encoder": _try_encoder,
}


def _limit_cpu(seconds: int) -> None:
    # The kernel counts over the life of the process, and ends it with SIGXCPU.
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _settle(memory_bytes: int, niceness: int, parent: int) -> None:
    av.logging.set_level(None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the gateway is gone")
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(niceness)
    if niceness == _NICEST:
        # Whoever wakes up takes the processor from it at once. Where that may not be asked for,
        # being nice has to do.
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


if __name__ == "__main__":
    main()
