"""Notifications: people are told of new clips, by Web Push or e-mail, once for each event, and open
lists of each one."""

from infra.notifications.capability import Notifications, People
from infra.notifications.store import Store
from infra.notifications.updates import Tokens, Updates, find_host, iot_beside, publishing

__all__ = [
    "Notifications",
    "People",
    "Store",
    "Tokens",
    "Updates",
    "find_host",
    "iot_beside",
    "publishing",
]
