"""moto's queues, safe for several pollers at once.

moto 5.2.5 deletes by building a new list without the queue's lock, so a message that arrives
meanwhile is lost, and two receivers may take the same message. Here both hold the lock.
"""

import threading
import time
from collections.abc import Callable

from moto.sqs import models

from local.foreign import Foreign
from local.repairs import Repairs

_LOOK_AGAIN_SECONDS = 1.0
"""A message that becomes visible again wakes nobody."""


def repair(repairs: Repairs, closing: threading.Event) -> None:
    """Replace receiving and deleting; a long poll also ends soon after `closing` is set."""

    def receiving(original: Callable[..., list[Foreign]]) -> Callable[..., list[Foreign]]:
        def receive(
            backend: Foreign,
            queue_name: str,
            count: int,
            wait_s: int,
            visibility_s: int,
            *rest: Foreign,
        ) -> list[Foreign]:
            lock = backend.get_queue(queue_name)._messages_lock
            deadline = time.monotonic() + (wait_s or 0)
            with lock:
                while True:
                    taken = original(backend, queue_name, count, 0, visibility_s, *rest)
                    left = deadline - time.monotonic()
                    if taken or left <= 0 or closing.is_set():
                        return taken
                    lock.wait(min(left, _LOOK_AGAIN_SECONDS))

        return receive

    def deleting(original: Callable[..., None]) -> Callable[..., None]:
        def delete(queue: Foreign, receipt_handle: str) -> None:
            with queue._messages_lock:
                original(queue, receipt_handle)

        return delete

    repairs.replace(models.SQSBackend, "receive_message", receiving)
    repairs.replace(models.Queue, "delete_message", deleting)
