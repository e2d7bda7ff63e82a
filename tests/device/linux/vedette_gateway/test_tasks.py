"""Background threads."""

import threading
import time

from vedette_gateway.tasks import Bell, Tasks


def test_a_task_that_raises_ends_the_waiting_with_its_name_and_reason() -> None:
    tasks = Tasks()

    def fail() -> None:
        raise ValueError("of this")

    tasks.start("bad", fail)
    assert tasks.wait() == "bad: ValueError: of this"


def test_a_task_that_just_ends_is_a_failure_too() -> None:
    tasks = Tasks()
    tasks.start("short", lambda: None)
    assert tasks.wait() == "short: ended"


def test_asked_to_stop_is_no_failure_and_busy_tasks_are_named() -> None:
    tasks = Tasks()
    release = threading.Event()

    def behave() -> None:
        tasks.stopping.wait()

    def dawdle() -> None:
        release.wait()

    tasks.start("good", behave)
    tasks.start("busy", dawdle)
    tasks.ask_to_stop()
    assert tasks.wait() is None
    assert tasks.join(0.2) == ["busy"]
    release.set()
    assert tasks.join(5) == []


def test_a_ring_between_looking_and_waiting_is_not_missed() -> None:
    bell = Bell()
    seen = bell.rings()
    bell.ring()
    began = time.monotonic()
    bell.wait(seen, 10)
    assert time.monotonic() - began < 5
