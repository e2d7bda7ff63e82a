"""One notification for each event: clips within a minute of one another, in any order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from functions.notifications.logic.events import join, mark_told
from functions.notifications.rows import Event

NOW_MS = 1_795_235_181_000
Clips = list[tuple[str, int]]


def tell(clips: Clips, events: tuple[Event, ...] = ()) -> tuple[list[str], tuple[Event, ...]]:
    """The clips that a notification was due for, each sent at once."""
    due: list[str] = []
    for clip_id, at_s in clips:
        events, is_due = join(events, clip_id, NOW_MS + at_s * 1000, NOW_MS)
        if is_due:
            due.append(clip_id)
            events = mark_told(events, clip_id)
    return due, events


def test_clips_within_a_minute_of_one_another_are_told_once() -> None:
    due, events = tell([("a", 0), ("b", 60), ("c", 120), ("d", 181)])
    assert due == ["a", "d"]
    assert [event.last_ms - event.first_ms for event in events] == [120_000, 0]


def test_the_same_clip_again_is_not_told_again() -> None:
    assert tell([("a", 0), ("a", 0), ("b", 30), ("b", 30), ("a", 0)])[0] == ["a"]


def test_a_notification_that_was_not_sent_is_still_due() -> None:
    events, due = join((), "a", NOW_MS, NOW_MS)
    events, again = join(events, "a", NOW_MS, NOW_MS)
    events, other = join(events, "b", NOW_MS + 1000, NOW_MS)
    assert (due, again, other) == (True, True, False)
    assert join(mark_told(events, "a"), "a", NOW_MS, NOW_MS)[1] is False


def test_a_clip_between_two_events_makes_one_of_them() -> None:
    due, events = tell([("a", 0), ("c", 100), ("b", 50)])
    assert due == ["a", "c"]
    assert len(events) == 1
    assert tell([("a", 0), ("c", 100)], events)[0] == []


def test_old_events_are_forgotten() -> None:
    _, events = tell([("a", 0)])
    later_ms = NOW_MS + 3 * 3600 * 1000
    joined, due = join(events, "b", later_ms, later_ms)
    assert due is True
    assert [event.opened_by for event in joined] == ["b"]


@given(st.lists(st.integers(0, 600), min_size=1, max_size=25))
def test_however_clips_arrive_each_event_is_told_of_and_none_twice(times: list[int]) -> None:
    clips = [(f"clip-{number}", at_s) for number, at_s in enumerate(times)]
    due, events = tell([*clips, *clips])
    assert len(set(due)) == len(due)
    in_order = sorted(times)
    gaps = [later - sooner for sooner, later in pairwise(in_order)]
    assert len(events) == 1 + sum(gap > 60 for gap in gaps)
    assert len(due) >= len(events)
    in_time, _ = tell(sorted(clips, key=lambda clip: clip[1]))
    assert len(in_time) == len(events), "in order of time there is exactly one for each"
