"""The three ways in which work can fail; anything else is a bug."""


class Rejected(Exception):
    """The other side refuses this and would refuse it again; `code` is stable, text explains."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


class Unavailable(Exception):
    """Not now; the same may work later."""


class NoSpace(Unavailable):
    """The disk is full; what was to be written is not written, and nothing is lost."""


class Damaged(Exception):
    """A file of ours is not what the journal says it is; it has to be made again."""
