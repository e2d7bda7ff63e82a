"""What a notification says, in the reader's language and the site's own time."""

from dataclasses import dataclass
from datetime import datetime

from functions.notifications.logic.choices import find_zone, read_ms
from functions.notifications.rows import Language, Place


@dataclass(frozen=True)
class Texts:
    """The sentences of one language; {names} are filled in."""

    clip: str
    still: str
    detail: str
    letter: str


TEXTS: dict[Language, Texts] = {
    "en": Texts(
        clip="Motion: {camera}",
        still="New picture: {camera}",
        detail="{site}, {time}",
        letter=(
            "{title}\n{detail} ({zone})\n\nSee it: {link}\n\n"
            "Further clips within a minute of one another belong to this notification.\n"
            "Choose what you are told: {settings}\n"
        ),
    ),
    "de": Texts(
        clip="Bewegung: {camera}",
        still="Neues Bild: {camera}",
        detail="{site}, {time} Uhr",
        letter=(
            "{title}\n{detail} ({zone})\n\nAnsehen: {link}\n\n"
            "Weitere Clips im Abstand von höchstens einer Minute gehören zu dieser Nachricht.\n"
            "Benachrichtigungen einstellen: {settings}\n"
        ),
    ),
}


@dataclass(frozen=True)
class Clip:
    """What is told of."""

    id: str
    site: str
    camera: str
    kind: str
    recorded_at: str


@dataclass(frozen=True)
class Notification:
    """Ready to be sent; `path` opens the clip in the web app and holds no secret."""

    title: str
    detail: str
    path: str


def describe(clip: Clip, place: Place, language: Language) -> Notification:
    """What one person reads of a clip, the first of its event."""
    texts = TEXTS[language]
    title = (texts.still if clip.kind == "still" else texts.clip).format(camera=clip.camera)
    recorded = datetime.fromtimestamp(read_ms(clip.recorded_at) / 1000, find_zone(place.zone))
    clock = recorded.strftime("%H:%M")
    detail = texts.detail.format(site=place.name, time=clock)
    return Notification(title, detail, f"/#/clips/{clip.id}")


def write_letter(notification: Notification, zone: str, web_url: str, language: Language) -> str:
    """The body of an e-mail; it links to the clip's page, where the reader must sign in."""
    return TEXTS[language].letter.format(
        title=notification.title,
        detail=notification.detail,
        zone=zone,
        link=web_url + notification.path,
        settings=f"{web_url}/#/me",
    )
