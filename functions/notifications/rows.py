"""What notifications read and keep, as values that logic and store both understand."""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["none", "push", "email"]
Language = Literal["en", "de"]


@dataclass(frozen=True)
class Choices:
    """What a person wants to be told, and when not.

    `cameras` are ids among all sites, None is all; `quiet_from` and `quiet_to` are "HH:MM" in
    `zone` (a name of the IANA database), both None when no hour is quiet.
    """

    channel: Channel = "none"
    cameras: frozenset[str] | None = None
    quiet_from: str | None = None
    quiet_to: str | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class Member:
    """A person's part in one site, as far as telling them goes.

    `cameras` are names within the site, None is all of them; `expires_s` is epoch seconds.
    """

    person: str
    email: str
    cameras: frozenset[str] | None = None
    expires_s: int | None = None
    language: Language = "en"
    choices: Choices = Choices()


@dataclass(frozen=True)
class Place:
    """A site as people know it."""

    name: str
    zone: str = "UTC"


@dataclass(frozen=True)
class Event:
    """Clips of a site close to one another, from which a person gets one notification.

    `told` is False until the notification that `opened_by` (a clip id) caused is on its way.
    """

    first_ms: int
    last_ms: int
    opened_by: str
    told: bool


@dataclass(frozen=True)
class History:
    """A person's latest events of one site; `version` is 0 before anything was written."""

    events: tuple[Event, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class Browser:
    """A browser that takes pushes: `p256dh` and `auth` are its keys, base64url as it gave them."""

    id: str
    person: str
    endpoint: str
    p256dh: str
    auth: str
    label: str
    created_s: int
