"""What the journal forgets in time, and what it never does."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from ulid import ULID
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.pruning import Pruning
from vedette_gateway.clips.receipts import LAYOUTS, Admission, Receipt, StoredObject
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.settings import SpoolSettings

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import vary
from tests.device.linux.running import Plan, wait_for
from tests.device.linux.trouble import PLAIN

DAY_S = 86_400


@dataclass
class Archive:
    """A journal with rows of any age."""

    database: Database
    spool: Spool

    def __post_init__(self) -> None:
        self.journal, self.ledger = Journal(self.database), Ledger(self.database)

    def receive(self, age_days: float, content: str = "") -> str:
        """A file that came so long ago, and was admitted, unless its content is known."""
        receipt = str(ULID.from_timestamp(time.time() - age_days * DAY_S))
        came_at = "2026-11-21T04:26:14.123Z"
        self.journal.receive([Receipt(receipt, "porch", "a", "a", "a", True, came_at, 5)])
        self.journal.admit(receipt, Admission(content or receipt, receipt, came_at, "{}", "{}"))
        return receipt

    def confirm(self, age_days: float, content: str = "") -> str:
        receipt = self.receive(age_days, content)
        thumb = StoredObject(receipt, "thumb", 0, receipt, "p", "t", 5, "sum")
        self.journal.render(receipt, "{}", [thumb])
        self.journal.store(receipt, "thumb", "sum")
        self.journal.confirm(receipt)
        return receipt

    def prune(self, days: int = 400, clips: int = 1000) -> None:
        settings = SpoolSettings(
            directory=self.spool.root, remember_days=days, remember_clips=clips
        )
        Pruning(self.database, self.spool, settings, lambda: None).prune(lambda _: False)

    def list_rows(self) -> list[str]:
        return [str(row[0]) for row in self.database.ask("SELECT id FROM receipts ORDER BY id")]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    spool = Spool(tmp_path)
    spool.open(["porch"])
    return Archive(Database(tmp_path / "journal.sqlite3", LAYOUTS), spool)


def test_what_ended_long_ago_is_forgotten_and_still_counts(archive: Archive) -> None:
    for _ in range(3):
        archive.confirm(401)
    young, waiting, aside = archive.confirm(399), archive.receive(900), archive.receive(900)
    archive.journal.set_aside(aside, "because")
    before = archive.ledger.count_states(), archive.ledger.tally_camera("porch")
    archive.prune()
    assert set(archive.list_rows()) == {young, waiting, aside}
    assert archive.database.ask("SELECT count(*) FROM objects")[0][0] == 1
    assert (archive.ledger.count_states(), archive.ledger.tally_camera("porch")) == before
    archive.prune(days=300)
    assert set(archive.list_rows()) == {waiting, aside}
    assert (archive.ledger.count_states(), archive.ledger.tally_camera("porch")) == before


def test_beyond_their_number_the_oldest_are_forgotten(archive: Archive) -> None:
    rows = [archive.confirm(age) for age in (9, 8, 7, 6, 5)]
    waiting = archive.receive(10)
    archive.prune(clips=2)
    assert archive.list_rows() == [waiting, *rows[3:]]


def test_more_than_a_batch_is_forgotten_and_others_have_the_journal_in_between(
    archive: Archive,
) -> None:
    names = [archive.receive(500) for _ in range(250)]
    with archive.database.transaction() as connection:
        connection.execute("UPDATE receipts SET state = 'confirmed'")
    settings = SpoolSettings(directory=archive.spool.root)
    left: list[int] = []

    def look(seconds: float) -> bool:
        assert seconds < 1
        left.append(len(archive.list_rows()))
        return len(left) == 2

    Pruning(archive.database, archive.spool, settings, lambda: None).prune(look)
    assert left == [150, 50]
    archive.prune()
    assert archive.list_rows() == []
    assert archive.ledger.count_states()["confirmed"] == len(names)


def test_a_clip_is_known_as_long_as_the_camera_sends_it_again(archive: Archive) -> None:
    original = archive.confirm(500, "same")
    again = archive.receive(10, "same")
    found = archive.ledger.find(again)
    assert found is not None
    assert (found.state, found.same_as) == ("duplicate", original)
    archive.prune()
    assert archive.list_rows() == [original, again]
    archive.prune(days=9)
    archive.prune(days=9)
    assert archive.list_rows() == []


def test_what_still_lies_somewhere_is_not_forgotten(archive: Archive) -> None:
    found, held, gone = archive.confirm(500), archive.confirm(500), archive.confirm(500)
    with archive.database.transaction() as connection:
        connection.execute(
            "INSERT INTO finds VALUES ('1:2', '/srv', 'a.mkv', 5, 0, ?, 0, 0)", (found,)
        )
    archive.spool.begin("porch", held, "a.mkv")
    archive.prune()
    assert archive.list_rows() == sorted([found, held])
    assert gone not in archive.list_rows()


def test_a_gateway_forgets_and_takes_what_comes_again_as_new(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(media=PLAIN, spool="remember_clips = 1"))
    for number in range(3):
        gateway.upload(vary(clip, number), f"{number}.mkv")
        wait_for(lambda number=number: gateway.ask_state(f"{number}.mkv") == ["confirmed"])
    gateway.stop()
    gateway.start()
    wait_for(lambda: gateway.query("SELECT source_name FROM receipts") == ["2.mkv"])
    assert (gateway.count("received"), gateway.count("confirmed")) == (3, 3)
    gateway.upload(vary(clip, 0), "again.mkv")
    wait_for(lambda: gateway.ask_state("again.mkv") == ["confirmed"])
    assert (gateway.count("received"), gateway.count("confirmed")) == (4, 4)
    assert len(bucket.list_keys()) == 8
