"""Announces clips that entered the catalogue to whoever wants to act on them."""

from collections.abc import Callable, Mapping

from functions.clips.store.arrivals import Arrivals

# Whichever comes first shows a clip in the list; the others add to it.
_NEWS = ("thumb", "original")
_SAID = ("clip_id", "site", "camera", "kind", "recorded_at")


class Announcer:
    """Behind the intake: what it catalogued is told once or twice, and again when repeated."""

    def __init__(self, catalogue: Callable[[str], Mapping[str, str]], arrivals: Arrivals) -> None:
        self._catalogue = catalogue
        self._arrivals = arrivals

    def take(self, body: str) -> Mapping[str, str]:
        """Catalogue a message, then announce; raises what the intake raises, and Unavailable."""
        done = self._catalogue(body)
        if done["rendition"] in _NEWS:
            self._arrivals.announce({name: done[name] for name in _SAID})
        return done
