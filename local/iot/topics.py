"""Topics and topic filters: what AWS IoT Core takes, and which filter covers which topic.

Limits: docs.aws.amazon.com/general/latest/gr/iot-core.html, "message broker and protocol limits".
"""

from local.iot.reasons import Reason

TOPIC_BYTES_MAX = 256
SLASHES_MAX = 7


def check_topic(topic: str) -> Reason:
    """SUCCESS, or why nobody may publish to it."""
    fits = _fits(topic) and not topic.startswith("$") and not {"+", "#"} & set(topic)
    return Reason.SUCCESS if fits else Reason.TOPIC_NAME_INVALID


def check_filter(topic_filter: str) -> Reason:
    """SUCCESS, or why nobody may subscribe to it."""
    if topic_filter.startswith("$share/"):
        return Reason.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED
    levels = topic_filter.split("/")
    wild = [level for level in levels if {"+", "#"} & set(level)]
    well_formed = all(level in ("+", "#") for level in wild) and "#" not in levels[:-1]
    if not well_formed or not _fits(topic_filter) or topic_filter.startswith("$"):
        return Reason.TOPIC_FILTER_INVALID
    return Reason.SUCCESS


def covers(topic_filter: str, topic: str) -> bool:
    """MQTT 5.0, 4.7: `+` is one level, `#` the rest, none included."""
    wanted, given = topic_filter.split("/"), topic.split("/")
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(given) or level not in ("+", given[place]):
            return False
    return len(wanted) == len(given)


def _fits(text: str) -> bool:
    return 0 < len(text.encode()) <= TOPIC_BYTES_MAX and text.count("/") <= SLASHES_MAX
