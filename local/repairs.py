"""Parts of moto replaced for as long as an endpoint runs."""

from collections.abc import Callable
from typing import Any

from local.foreign import Foreign


class Repairs:
    """Replaced attributes of moto's modules and classes, and the way back.

    moto is pinned; each repair names what it replaces, and fails at once where that is gone.
    """

    def __init__(self) -> None:
        self._before: list[tuple[Any, str, Any]] = []

    def replace(self, owner: Foreign, name: str, by: Callable[[Any], Any]) -> None:
        """Put `by(original)` in the place of an attribute. Raises AttributeError without one."""
        original = getattr(owner, name)
        setattr(owner, name, by(original))
        self._before.append((owner, name, original))

    def undo(self) -> None:
        """Everything as moto has it, last replaced first."""
        while self._before:
            owner, name, original = self._before.pop()
            setattr(owner, name, original)
