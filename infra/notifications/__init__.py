"""Notifications: people are told of new clips, by Web Push or e-mail, once for each event."""

from infra.notifications.capability import Notifications, People
from infra.notifications.store import Store

__all__ = ["Notifications", "People", "Store"]
