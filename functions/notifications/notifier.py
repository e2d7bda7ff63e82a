"""From a clip that arrived to a notification for each browser or letter."""

from collections.abc import Callable

from contract import names
from functions.errors import Unavailable
from functions.notifications.logic import choices, content, events, messages
from functions.notifications.people import People
from functions.notifications.rows import History, Member, Place
from functions.notifications.store.outbox import Outbox
from functions.notifications.store.table import NotificationTable

# Two clips of one event at the same time; more writers than this are not there.
_TRIES = 5
_HISTORY_KEPT_S = 86400


class Notifier:
    """Tells each member of a clip's site who wants it, once for each event of that person.

    Safe to repeat: a clip that was told of is not told of again.
    """

    def __init__(
        self,
        people: People,
        table: NotificationTable,
        outbox: Outbox,
        web_url: str,
        now_s: Callable[[], int],
        *,
        writes_letters: bool,
    ) -> None:
        self._people = people
        self._table = table
        self._outbox = outbox
        self._web_url = web_url
        self._now_s = now_s
        self._writes_letters = writes_letters

    def tell(self, clip: content.Clip) -> dict[str, str]:
        """Queue what is to be sent; raises Unavailable. Returns what the log should say."""
        now_s = self._now_s()
        if choices.is_late(clip.recorded_at, now_s):
            return {"clip_id": clip.id, "told": "0", "why": "late"}
        told = 0
        place: Place | None = None
        for member in self._people.find_members(clip.site):
            if not choices.wants(member, clip.site, clip.camera, now_s):
                continue
            if member.choices.channel == "email" and not self._writes_letters:
                continue
            if not self._open_event(clip, member.person, now_s):
                continue
            place = place or self._people.find_place(clip.site)
            told += self._send(clip, member, place)
            self._close(clip, member.person, now_s)
        return {"clip_id": clip.id, "told": str(told)}

    def _open_event(self, clip: content.Clip, person: str, now_s: int) -> bool:
        """Whether this clip's notification is due."""
        at_ms = choices.read_ms(clip.recorded_at)
        for _ in range(_TRIES):
            history = self._table.read_history(clip.site, person)
            joined, due = events.join(history.events, clip.id, at_ms, now_s * 1000)
            if joined == history.events or self._write(clip.site, person, history, joined, now_s):
                return due
        raise Unavailable("events of one person change too often")

    def _close(self, clip: content.Clip, person: str, now_s: int) -> None:
        for _ in range(_TRIES):
            history = self._table.read_history(clip.site, person)
            told = events.mark_told(history.events, clip.id)
            if self._write(clip.site, person, history, told, now_s):
                return
        raise Unavailable("events of one person change too often")

    def _write(
        self,
        site: str,
        person: str,
        history: History,
        changed: tuple[events.Event, ...],
        now_s: int,
    ) -> bool:
        return self._table.write_history(
            site,
            person,
            History(changed, history.version + 1),
            was=history.version,
            expires_s=now_s + _HISTORY_KEPT_S,
        )

    def _send(self, clip: content.Clip, member: Member, place: Place) -> int:
        written = content.describe(clip, place, member.language)
        until_s = choices.read_ms(clip.recorded_at) // 1000 + names.NOTIFICATIONS_CLIP_AGE_MAX_S
        ways: list[messages.Push | messages.Letter]
        if member.choices.channel == "email":
            text = content.write_letter(written, place.zone, self._web_url, member.language)
            subject = f"{written.title} ({written.detail})"
            ways = [messages.Letter(member.email, subject, text, until_s)]
        else:
            ways = [
                messages.Push(
                    push_id=browser.id,
                    title=written.title,
                    detail=written.detail,
                    path=written.path,
                    topic=clip.id,
                    until_s=until_s,
                )
                for browser in self._table.list_browsers(member.person)
            ]
        self._outbox.add([messages.format_message(each) for each in ways])
        return len(ways)
