"""Events: clips of a site within a minute of one another, told of once."""

from dataclasses import replace

from contract import names
from functions.notifications.rows import Event

_GAP_MS = names.NOTIFICATIONS_EVENT_GAP_S * 1000
# Longer than a clip may be late, so that a late one still finds its event.
_KEPT_MS = 2 * names.NOTIFICATIONS_CLIP_AGE_MAX_S * 1000


def join(
    events: tuple[Event, ...], clip_id: str, at_ms: int, now_ms: int
) -> tuple[tuple[Event, ...], bool]:
    """The events with a clip among them, and whether a notification of it is due.

    It is when the clip opened an event and was not told of yet; the same clip again changes nothing
    else. A clip between two events makes one of them. Events older than two hours are forgotten.
    """
    kept = [event for event in events if event.last_ms >= now_ms - _KEPT_MS]
    near = [event for event in kept if event.first_ms - _GAP_MS <= at_ms <= event.last_ms + _GAP_MS]
    if not near:
        opened = Event(at_ms, at_ms, clip_id, told=False)
        return _sorted([*kept, opened]), True
    mine = next((event for event in near if event.opened_by == clip_id), near[0])
    joined = replace(
        mine,
        first_ms=min(at_ms, *(event.first_ms for event in near)),
        last_ms=max(at_ms, *(event.last_ms for event in near)),
    )
    due = joined.opened_by == clip_id and not joined.told
    return _sorted([event for event in kept if event not in near] + [joined]), due


def mark_told(events: tuple[Event, ...], clip_id: str) -> tuple[Event, ...]:
    """The events after the notification that a clip caused is on its way."""
    return tuple(
        replace(event, told=True) if event.opened_by == clip_id else event for event in events
    )


def _sorted(events: list[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.first_ms))
