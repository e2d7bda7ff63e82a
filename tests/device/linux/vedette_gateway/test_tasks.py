"""Background threads."""

import threading
import time

from vedette_gateway.errors import NoSpace
from vedette_gateway.tasks import Bell, Tasks


def keep_quiet(name: str, why: str) -> None:
    del name, why


def test_a_task_that_raises_ends_the_waiting_with_its_name_and_reason() -> None:
    tasks = Tasks(keep_quiet)

    def fail() -> None:
        raise ValueError("of this")

    tasks.start("bad", fail)
    assert tasks.wait(5)
    assert tasks.failure == "bad: ValueError: of this"


def test_a_task_that_just_ends_is_a_failure_too() -> None:
    tasks = Tasks(keep_quiet)
    tasks.start("short", lambda: None)
    assert tasks.wait(5)
    assert tasks.failure == "short: ended"


def test_a_task_without_room_on_the_disk_says_so_and_goes_on() -> None:
    suffered: list[tuple[str, str]] = []
    tasks = Tasks(lambda name, why: suffered.append((name, why)))
    done = threading.Event()

    def write() -> None:
        if not suffered:
            raise NoSpace("the disk is full")
        done.set()
        tasks.stopping.wait()

    tasks.start("writer", write)
    assert done.wait(5)
    assert suffered == [("writer", "the disk is full")]
    assert tasks.failure is None
    tasks.ask_to_stop()
    assert tasks.join(5) == []


def test_asked_to_stop_is_no_failure_and_busy_tasks_are_named() -> None:
    tasks = Tasks(keep_quiet)
    release = threading.Event()

    def behave() -> None:
        tasks.stopping.wait()

    def dawdle() -> None:
        release.wait()

    tasks.start("good", behave)
    tasks.start("busy", dawdle)
    tasks.ask_to_stop()
    assert tasks.wait(5)
    assert tasks.failure is None
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
