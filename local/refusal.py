"""Why the laptop cloud does not start or does not answer."""


class Refusal(Exception):
    """What is wrong and what to do about it, in one line for people."""
