"""Schedule expressions of EventBridge rules, as far as the laptop cloud keeps them."""

import re

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}


def read_rate_s(expression: str) -> int:
    """Seconds from one time to the next; raises NotImplementedError for any other than a rate.

    docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html
    """
    found = _RATE.fullmatch(expression)
    if not found:
        raise NotImplementedError(f"schedules are rates here, not {expression}")
    number, unit = int(found[1]), found[2]
    if number < 1 or (number == 1) == expression.endswith("s)"):
        raise ValueError(f"EventBridge refuses {expression}: one minute, but two minutes")
    return number * _SECONDS[unit]
