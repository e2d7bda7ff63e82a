"""What the queue of notifications brings, and who takes it."""

from collections.abc import Callable

from functions.errors import Unavailable
from functions.notifications.courier import Courier
from functions.notifications.logic.content import Clip
from functions.notifications.logic.messages import Letter, Push, parse_message
from functions.notifications.notifier import Notifier
from functions.notifications.store.updates import Updates


class Inbox:
    """One queue for both steps: whom to tell of a clip, and each notification on its way."""

    def __init__(
        self,
        notifier: Notifier,
        courier: Courier,
        updates: Updates,
        on_unpublished: Callable[[str], None],
    ) -> None:
        """`on_unpublished` hears why open lists were not told of a clip."""
        self._notifier = notifier
        self._courier = courier
        self._updates = updates
        self._on_unpublished = on_unpublished

    def take(self, body: str) -> dict[str, str]:
        """Raises Rejected and Unavailable. Returns what the log should say."""
        message = parse_message(body)
        if isinstance(message, Push):
            return self._courier.push(message)
        if isinstance(message, Letter):
            return self._courier.post(message)
        self._publish(message)
        return self._notifier.tell(message)

    def _publish(self, clip: Clip) -> None:
        # Lists ask for new clips by themselves, if less often: people are told all the same.
        try:
            self._updates.publish(
                {
                    "clip_id": clip.id,
                    "site": clip.site,
                    "camera": clip.camera,
                    "kind": clip.kind,
                    "recorded_at": clip.recorded_at,
                }
            )
        except Unavailable as error:
            self._on_unpublished(error.text)
