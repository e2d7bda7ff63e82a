"""The worker process: `python -m vedette_gateway.clips.worker`, a JSON line in, a JSON line out.

It holds no credentials and no sockets. If libav crashes or runs away on a file, only this process
is lost.
"""

import argparse
import ctypes
import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TextIO, cast

import av.logging
from pydantic import TypeAdapter

from vedette_gateway.clips import media
from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.renderer import render
from vedette_gateway.clips.rendition import hash_file

_CONTENTS = TypeAdapter(Contents)
_NICENESS = 5
_DIE_WITH_PARENT = 1


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--memory-bytes", type=int, required=True)
    arguments.add_argument("--parent", type=int, required=True)
    options = arguments.parse_args()
    _settle(options.memory_bytes, options.parent)
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
    source = Path(str(request["source"]))
    if request["job"] == "inspect":
        found = media.inspect(source)
        sha256, size = hash_file(source)
        seen: dict[str, object] = {"sha256": sha256, "bytes": size}
        key = "unreadable" if isinstance(found, Unreadable) else "contents"
        return {**seen, key: found.why if isinstance(found, Unreadable) else asdict(found)}
    contents = _CONTENTS.validate_python(request["contents"])
    folder = Path(str(request["folder"]))
    try:
        rendered = render(source, contents, folder, int(str(request["thumb_width"])))
    except media.NoPicture as error:
        return {"unreadable": str(error)}
    return {"rendered": asdict(rendered)}


def _settle(memory_bytes: int, parent: int) -> None:
    av.logging.set_level(None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the gateway is gone")
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICENESS)


if __name__ == "__main__":
    main()
