"""What the queue of notifications brings, and who takes it."""

from functions.notifications.courier import Courier
from functions.notifications.logic.messages import Letter, Push, parse_message
from functions.notifications.notifier import Notifier


class Inbox:
    """One queue for both steps: whom to tell of a clip, and each notification on its way."""

    def __init__(self, notifier: Notifier, courier: Courier) -> None:
        self._notifier = notifier
        self._courier = courier

    def take(self, body: str) -> dict[str, str]:
        """Raises Rejected and Unavailable. Returns what the log should say."""
        message = parse_message(body)
        if isinstance(message, Push):
            return self._courier.push(message)
        if isinstance(message, Letter):
            return self._courier.post(message)
        return self._notifier.tell(message)
