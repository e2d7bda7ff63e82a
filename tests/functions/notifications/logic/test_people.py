"""Members, profiles and the owners whom the platform team appointed make those who are told."""

from functions.notifications.logic.people import Row, collect_members, describe_place, read_choices
from functions.notifications.rows import Choices, Place

PUSH: Row = {"channel": "push", "language": "de"}


def test_only_those_with_a_profile_are_told() -> None:
    members = collect_members(
        {"anna": "a@example.org"}, {"berta": {}}, {"anna": PUSH, "carl": PUSH}
    )
    assert [(each.person, each.email, each.language) for each in members] == [
        ("anna", "a@example.org", "de")
    ]


def test_a_membership_limits_and_ends_and_an_appointment_does_not() -> None:
    row: Row = {
        "cameras": frozenset({"porch"}),
        "ends_s": 7,
        "email": "b@example.org",
    }
    (berta,) = collect_members({}, {"berta": row}, {"berta": PUSH})
    assert (berta.cameras, berta.expires_s, berta.email) == ({"porch"}, 7, "b@example.org")
    (owner,) = collect_members({"berta": "b@work.example"}, {"berta": row}, {"berta": PUSH})
    assert (owner.cameras, owner.expires_s, owner.email) == (None, None, "b@work.example")


def test_what_cannot_be_understood_tells_nobody_anything() -> None:
    assert read_choices({"channel": "pigeon"}).channel == "none"
    assert read_choices({}) == Choices()
    assert read_choices({"channel": "push", "cameras": frozenset({"home_porch"})}).cameras == {
        "home_porch"
    }


def test_a_site_without_a_name_is_called_by_its_own() -> None:
    assert describe_place("home", None) == Place("home", "UTC")
    named: Row = {"name": "Zu Hause", "zone": "Europe/Berlin"}
    assert describe_place("home", named) == Place("Zu Hause", "Europe/Berlin")
