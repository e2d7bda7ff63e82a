"""What stars and deletions make of a row, and what is due after them."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.clips.logic import chores, keeping
from functions.clips.logic.catalogue import describe_clip, list_partitions, read_key
from functions.clips.logic.keeping import Plan
from functions.clips.logic.late import add_late
from functions.clips.logic.views import is_visible, show_star
from functions.clips.rows import Change, ObjectFacts, Row, Version
from functions.errors import Rejected
from functions.membership import Caller, Membership
from tests.functions.cloud import CLIP_ID, RECEIVED_AT, RECORDED_AT, key_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANN = Caller("ann", (Membership("home", "owner"),))
DAY = timedelta(days=1)
LAPSES_S = int((NOW + 9 * DAY).timestamp())


def clip(**more: str | int) -> Row:
    return {
        "pk": f"CLIP#{CLIP_ID}",
        "site": "home",
        "camera": "porch",
        "kind": "clip",
        "recorded_at": RECORDED_AT,
        "expires_at": LAPSES_S,
        **list_partitions("home", "porch", "clip"),
        **more,
    }


def apply(row: Row, planned: Plan | Change | None) -> Row:
    assert planned is not None
    change = planned.change if isinstance(planned, Plan) else planned
    for name, value in change.expected.items():
        assert row.get(name) == value, name
    return keeping.apply(row, change)


def starred(row: Row, person: str = "ann", note: str = "why", at: datetime = NOW) -> Row:
    return apply(row, keeping.star(row, person, note, at, seen=0, is_owner=False))


def unstarred(row: Row, at: datetime = NOW) -> Row:
    return apply(row, keeping.unstar(row, "ann", at, seen=None, is_owner=False))


def deleted(row: Row, at: datetime = NOW) -> Row:
    return apply(row, keeping.delete(row, "ann", at))


def plain(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "keep_version"}


def test_a_starred_clip_is_forgotten_never_and_everybody_sees_it() -> None:
    row = starred(clip())
    assert row["expires_at"] == keeping.NEVER_S
    assert keeping.read_lapse(row) is None
    assert is_visible(row, ANN, LAPSES_S + 1)
    assert chores.choose_step(row, NOW) == "hold"
    star = show_star(row, "ann")
    assert star is not None
    assert (star["by"], star["note"], star["held"]) == ("ann", "why", False)
    held = apply(row, chores.settle_hold(row))
    assert chores.choose_step(held, NOW) == "nothing"
    star = show_star(held, "ann")
    assert star is not None
    assert star["held"] is True


def test_a_star_taken_off_leaves_a_day_and_then_the_row_is_as_before() -> None:
    row = unstarred(starred(clip()))
    assert keeping.read_lapse(row) == LAPSES_S
    assert chores.choose_step(row, NOW + DAY - timedelta(seconds=1)) == "wait"
    assert chores.choose_step(row, NOW + DAY) == "release"
    assert plain(apply(row, chores.settle_release(row))) == clip()


def test_a_star_taken_off_long_after_retention_leaves_a_day_as_well() -> None:
    late = NOW + 300 * DAY
    row = unstarred(starred(clip()), late)
    assert keeping.read_lapse(row) == int((late + DAY).timestamp())
    assert is_visible(row, ANN, int(late.timestamp()))
    assert not is_visible(row, ANN, int((late + DAY).timestamp()))


def test_what_waits_for_its_release_is_released_also_when_it_was_handed_on_before() -> None:
    row = unstarred(starred(clip()))
    row = apply(row, chores.postpone(row, NOW + 2 * DAY))
    assert chores.choose_step(row, NOW + DAY) == "release"


def test_a_star_set_again_holds_again() -> None:
    row = starred(unstarred(starred(clip())))
    assert chores.choose_step(row, NOW + 2 * DAY) == "hold"
    assert row["lapses_at"] == LAPSES_S


def test_two_people_who_press_the_same_button_want_the_same() -> None:
    row = starred(clip(), "ann", "why")
    for note in ("", "why"):
        assert keeping.star(row, "bob", note, NOW, seen=0, is_owner=False) is None


def test_a_second_note_does_not_replace_the_first_unseen() -> None:
    row = starred(clip(), "ann", "why")
    with pytest.raises(Rejected) as refused:
        keeping.star(row, "bob", "other", NOW, seen=0, is_owner=True)
    assert refused.value.code == "conflict"


def test_only_its_author_or_an_owner_changes_a_star() -> None:
    row = starred(clip(), "ann", "why")
    star = show_star(row, "ann")
    assert star is not None
    with pytest.raises(Rejected) as refused:
        keeping.star(row, "bob", "other", NOW, seen=star["version"], is_owner=False)
    assert refused.value.code == "forbidden"
    with pytest.raises(Rejected) as refused:
        keeping.unstar(row, "bob", NOW, seen=None, is_owner=False)
    assert refused.value.code == "forbidden"
    # So a star outlives its author's membership, and an owner can still take it off.
    changed = apply(
        row, keeping.star(row, "bob", "other", NOW, seen=star["version"], is_owner=True)
    )
    assert changed["star"] == {"by": "bob", "at": star["at"], "note": "other", "version": 2}
    assert keeping.unstar(row, "bob", NOW, seen=None, is_owner=True) is not None


def test_a_star_is_not_taken_off_over_a_change_that_was_not_seen() -> None:
    row = starred(clip())
    with pytest.raises(Rejected) as refused:
        keeping.unstar(row, "ann", NOW, seen=7, is_owner=True)
    assert refused.value.code == "conflict"
    with pytest.raises(Rejected) as refused:
        keeping.star(clip(), "ann", "x", NOW, seen=1, is_owner=True)
    assert refused.value.code == "conflict"


def test_versions_of_a_star_never_come_again() -> None:
    first, second = starred(clip()), starred(unstarred(starred(clip())))
    one, two = show_star(first, "ann"), show_star(second, "ann")
    assert one is not None
    assert two is not None
    assert one["version"] < two["version"]


def test_a_deleted_clip_is_on_no_list_and_comes_back_as_it_was() -> None:
    row = deleted(clip())
    assert not any(name in row for name in list_partitions("home", "porch", "clip"))
    assert not is_visible(row, ANN, int(NOW.timestamp()))
    assert keeping.delete(row, "bob", NOW) is None
    assert plain(apply(row, keeping.restore(row, NOW + DAY - timedelta(seconds=1)))) == clip()


def test_a_starred_clip_cannot_be_deleted() -> None:
    with pytest.raises(Rejected) as refused:
        keeping.delete(starred(clip()), "ann", NOW)
    assert refused.value.code == "conflict"


def test_what_was_held_and_deleted_is_released_after_it_was_restored() -> None:
    row = deleted(unstarred(starred(clip())))
    assert chores.choose_step(row, NOW) == "wait"
    row = apply(row, keeping.restore(row, NOW))
    assert chores.choose_step(row, NOW) == "release"
    assert plain(apply(row, chores.settle_release(row))) == clip()


@pytest.mark.parametrize(
    ("row", "at"),
    [
        (deleted(clip()), NOW + DAY),
        (deleted(clip(), NOW + 8 * DAY + DAY / 2), NOW + 9 * DAY),
    ],
    ids=["a day later", "after retention"],
)
def test_nothing_is_restored_when_it_is_too_late(row: Row, at: datetime) -> None:
    with pytest.raises(Rejected) as refused:
        keeping.restore(row, at)
    assert refused.value.code == "gone"


def test_a_purge_goes_by_steps_that_nobody_can_undo_and_leaves_a_tombstone() -> None:
    row = deleted(clip(duration_ms=9))
    assert chores.choose_step(row, NOW + DAY - timedelta(seconds=1)) == "wait"
    assert chores.choose_step(row, NOW + DAY) == "purge"
    row = apply(row, chores.begin_purge(row))
    assert chores.choose_step(row, NOW) == "purge"
    with pytest.raises(Rejected):
        keeping.restore(row, NOW)
    tombstone, version = chores.settle_purge(row, NOW + DAY)
    assert row["keep_version"] == version
    assert "duration_ms" not in tombstone
    assert chores.choose_step(tombstone, NOW + DAY) == "nothing"
    assert not is_visible(tombstone, ANN, 0)


def late(rendition: str, row: Row, at: datetime = NOW) -> Row:
    metadata = {"kind": "clip", "recorded-at": RECORDED_AT, "received-at": RECEIVED_AT}
    facts = ObjectFacts(5, "video/mp4", int(NOW.timestamp()), metadata)
    merge = describe_clip(read_key(key_of(rendition)), facts, 30)
    change, addition = add_late(row, merge, rendition.partition(".")[0], at)
    # What can be restored is counted when it is.
    assert (addition is None) == keeping.is_hidden(row)
    return apply(row, change)


def test_a_late_original_of_a_starred_clip_is_held_and_does_not_end_its_star() -> None:
    row = starred(clip())
    row = late("original.mp4", apply(row, chores.settle_hold(row)))
    assert row["expires_at"] == keeping.NEVER_S
    assert row["lapses_at"] == int((NOW + 30 * DAY).timestamp())
    assert chores.choose_step(row, NOW) == "hold"
    assert "original" in row


def test_a_late_rendition_of_a_deleted_clip_comes_back_and_goes_with_it() -> None:
    row = late("sd.mp4", deleted(clip()))
    assert "by_site" not in row
    assert chores.choose_step(row, NOW) == "wait"
    assert "sd" in apply(row, keeping.restore(row, NOW))


def test_a_late_rendition_of_a_purged_clip_is_purged_again() -> None:
    tombstone, _ = chores.settle_purge(deleted(clip()), NOW)
    row = late("sd.mp4", tombstone)
    assert "sd" not in row
    assert chores.choose_step(row, NOW) == "purge"


def test_a_change_between_is_noticed_by_whoever_was_overtaken() -> None:
    row = starred(clip())
    overtaken = chores.settle_hold(row)
    newer = unstarred(row)
    assert overtaken.expected != {"keep_version": newer["keep_version"]}


def test_a_clip_id_of_another_recording_is_refused() -> None:
    with pytest.raises(Rejected) as refused:
        late("sd.mp4", starred(clip(camera="yard")))
    assert refused.value.code == "clip_conflict"


def test_a_deleted_clip_is_not_counted_and_counted_when_it_is_back() -> None:
    row = clip(duration_ms=900)
    row["original"] = {"bytes": 70}
    row["thumb"] = {"bytes": 5}
    gone = keeping.delete(row, "ann", NOW)
    assert gone is not None
    assert gone.addition is not None
    counted = {"size_bytes": -75, "clips_17": -1, "duration_17": -900}
    assert counted.items() <= gone.addition.sums.items()
    back = keeping.restore(apply(row, gone), NOW)
    assert back is not None
    assert back.addition is not None
    assert back.addition.sums == {name: -value for name, value in gone.addition.sums.items()}
    assert back.addition.pk == gone.addition.pk


def test_the_newest_content_is_held_also_behind_a_marker() -> None:
    found = [
        Version("a", "2", False),
        Version("a", "1", False),
        Version("b", "3", False),
        Version("a", "m", True),
        Version("c", "m", True),
    ]
    assert [each.id for each in chores.find_newest(found)] == ["2", "3"]
    assert [each.key for each in chores.find_covers(found)] == ["a"]


@pytest.mark.parametrize(
    "body",
    ["", "{}", "[]", '{"chore":"dance"}', '{"chore":"tend"}', '{"chore":"tend","clip_id":1}'],
)
def test_other_messages_are_refused(body: str) -> None:
    with pytest.raises(Rejected) as refused:
        chores.read_message(body)
    assert refused.value.code == "malformed_chore"
