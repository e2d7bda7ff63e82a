"""Trouble for uploads, and the settings under which tests meet it."""

import itertools
import threading
from collections.abc import Callable

from tests.device.linux.bucket import Bucket
from tests.device.linux.front import Forget, Refuse, Request, Reset, Stall, Trouble, Truncate
from tests.device.linux.running import Plan

MIB = 2**20
# Pauses double: after an outage on a busy machine they are about this long.
OUTAGE_S = 90
PLAIN = "sd = false\npreview = false"
# The least that S3 allows.
PARTS = f"[upload]\nmultipart_bytes = {5 * MIB}\npart_bytes = {5 * MIB}"
# Waits half a second for S3, and uploads more than 5 MiB in parts.
QUICK = Plan(media=PLAIN, more=PARTS, cloud="answer_s = 0.5")

TROUBLES: dict[str, Trouble] = {
    "500": Refuse(500, "InternalError"),
    "503 slow down": Refuse(503, "SlowDown"),
    "403": Refuse(403, "AccessDenied"),
    "404": Refuse(404, "NoSuchBucket"),
    "409": Refuse(409, "ConditionalRequestConflict"),
    "a bad checksum": Refuse(400, "BadDigest"),
    "no answer": Forget(),
    "a truncated answer": Truncate(),
    "a reset in the middle of the body": Reset(after=1000),
    "a stalled socket": Stall(after=1000),
}


def deny_lists(request: Request) -> Trouble | None:
    """As of a role that may put and not list."""
    return Refuse(403, "AccessDenied") if request.method == "GET" else None


def strike(operation: str, trouble: Trouble, times: int) -> Callable[[Request], Trouble | None]:
    """The first requests of a kind get the trouble."""
    left, lock = itertools.count(1), threading.Lock()

    def choose(request: Request) -> Trouble | None:
        with lock:
            if request.operation == operation and next(left) <= times:
                return trouble
        return None

    return choose


def on_part(number: int, trouble: Trouble) -> Callable[[Request], Trouble | None]:
    return lambda request: trouble if request.part == number else None


def sent_parts(bucket: Bucket) -> list[int]:
    return [request.part for request in bucket.front.requests if request.part is not None]
