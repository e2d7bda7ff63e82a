"""What people read, in their language and the site's time; no link opens anything by itself."""

import dataclasses

import pytest

from functions.notifications.logic.content import TEXTS, Clip, describe, write_letter
from functions.notifications.rows import Language, Place

CLIP = Clip("01KAJ5X9QJ8Z3V6M2N4P7R0TSW", "home", "porch", "clip", "2026-11-21T04:26:14.123Z")
HOME = Place("Zu Hause", "Europe/Berlin")


@pytest.mark.parametrize(
    ("language", "kind", "title", "detail"),
    [
        ("en", "clip", "Motion: porch", "Zu Hause, 05:26"),
        ("en", "still", "New picture: porch", "Zu Hause, 05:26"),
        ("de", "clip", "Bewegung: porch", "Zu Hause, 05:26 Uhr"),
        ("de", "still", "Neues Bild: porch", "Zu Hause, 05:26 Uhr"),
    ],
)
def test_a_notification_is_in_the_readers_language(
    language: Language, kind: str, title: str, detail: str
) -> None:
    told = describe(dataclasses.replace(CLIP, kind=kind), HOME, language)
    assert (told.title, told.detail) == (title, detail)
    assert told.path == "/#/clips/01KAJ5X9QJ8Z3V6M2N4P7R0TSW"


@pytest.mark.parametrize("language", list(TEXTS))
def test_a_letter_leads_to_the_page_and_to_the_choices(language: Language) -> None:
    told = describe(CLIP, HOME, language)
    letter = write_letter(told, HOME.zone, "https://vedette.example", language)
    assert "https://vedette.example/#/clips/01KAJ5X9QJ8Z3V6M2N4P7R0TSW\n" in letter
    assert "https://vedette.example/#/me" in letter
    assert "Europe/Berlin" in letter
    assert "{" not in letter
    assert "?" not in letter, "a signed link has a query"
