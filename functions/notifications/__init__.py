"""Notifications: who is told of new clips, and how: by Web Push or e-mail, once for each event."""
