"""The two expected failures; anything else that is raised is a bug."""


class Rejected(Exception):
    """The caller is wrong, and trying again will not help.

    `code` is a stable snake_case word for programs; `text` is for people and may be shown to them.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


class Unavailable(Exception):
    """Something we need does not answer now; the same call may succeed later."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
