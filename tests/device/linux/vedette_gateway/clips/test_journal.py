"""The journal as a state machine, compared with a dictionary, over restarts and power cuts."""

import contextlib
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from vedette_gateway.clips.journal import Journal, WrongState
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.pruning import Pruning
from vedette_gateway.clips.receipts import (
    LAYOUTS,
    ON_ITS_WAY,
    STATES,
    WAITING,
    AddedVersions,
    Admission,
    Receipt,
    StoredObject,
)
from vedette_gateway.clips.transfers import Transfers
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.settings import SpoolSettings

IDS = st.sampled_from([f"R{number}" for number in range(4)])
CONTENTS = st.sampled_from(["red", "green", "blue", "white"])
RENDITIONS = ["thumb", "original"]
TURNS = {"thumb": 0, "sd": 2, "original": 4}


def make_receipt(receipt: str, name: str = "a.mkv") -> Receipt:
    return Receipt(receipt, "porch", name, name, name, True, "2026-11-21T04:26:14.123Z", 5)


def make_object(receipt: str, rendition: str, size: int = 5) -> StoredObject:
    turn = TURNS[rendition]
    return StoredObject(receipt, rendition, turn, f"{receipt}/{rendition}", "p", "t", size, "sum")


@dataclass
class Model:
    """What the journal has to say of one receipt."""

    state: str = "received"
    clip_id: str | None = None
    content: str | None = None
    look_at: float = 0.0
    next_versions: str | None = None
    waiting: set[str] = field(default_factory=set[str])


class JournalMachine(RuleBasedStateMachine):
    """Every rule tries its transition, whatever the state."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "life-0" / "journal.sqlite3"
        self.path.parent.mkdir()
        self.model: dict[str, Model] = {}
        self.forgotten: Counter[str] = Counter()
        self.clip_ids: list[str] = []
        self.lives = 0
        self.connect()

    def connect(self) -> None:
        self.database = Database(self.path, LAYOUTS)
        self.journal, self.ledger = Journal(self.database), Ledger(self.database)
        self.transfers = Transfers(self.database)
        spool = SpoolSettings(directory=self.path.parent)
        self.pruning = Pruning(self.database, Spool(self.path.parent), spool, lambda: None)

    @rule()
    def restart(self) -> None:
        self.database.close()
        self.connect()

    @rule(receipt=IDS, is_inside_transaction=st.booleans())
    def cut_the_power(self, receipt: str, is_inside_transaction: bool) -> None:
        """Go on from what is on disk at a moment, in which the old process did not close."""
        self.lives += 1
        image = self.path.parent.with_name(f"life-{self.lives}")
        if is_inside_transaction:
            with contextlib.suppress(RuntimeError), self.database.transaction() as connection:
                connection.execute(
                    "UPDATE receipts SET state = 'confirmed' WHERE id = ?", [receipt]
                )
                connection.execute("DELETE FROM objects")
                shutil.copytree(self.path.parent, image)
                raise RuntimeError
        else:
            shutil.copytree(self.path.parent, image)
        self.database.close()
        self.path = image / self.path.name
        self.connect()

    @rule(receipt=IDS)
    def receive(self, receipt: str) -> None:
        self.journal.receive([make_receipt(receipt)])
        self.model.setdefault(receipt, Model())

    @rule(receipt=IDS)
    def expect(self, receipt: str) -> None:
        if receipt not in self.model:
            self.journal.expect(make_receipt(receipt), lambda connection: connection)
            self.model[receipt] = Model(look_at=ON_ITS_WAY)

    @rule(receipt=IDS)
    def arrive(self, receipt: str) -> None:
        self.journal.arrive(receipt)
        if receipt in self.model and self.model[receipt].look_at == ON_ITS_WAY:
            self.model[receipt].look_at = 0.0

    @rule(receipt=IDS, content=CONTENTS)
    def admit(self, receipt: str, content: str) -> None:
        clip_id = f"C{len(self.clip_ids)}"
        admission = Admission(content, clip_id, "2026-11-21T04:26:14.123Z", "{}", "{}")
        if not self.is_in(receipt, "received"):
            with pytest.raises(WrongState):
                self.journal.admit(receipt, admission)
            return
        twins = [
            other.clip_id
            for name, other in sorted(self.model.items())
            if name != receipt and other.content == content
            if other.clip_id is not None and other.state != "set_aside"
        ]
        mine = self.model[receipt]
        assert self.journal.admit(receipt, admission) == (twins[0] if twins else None)
        mine.content = content
        if twins:
            mine.state = "duplicate"
        else:
            mine.state, mine.clip_id, mine.look_at = "admitted", clip_id, 0.0
            self.clip_ids.append(clip_id)

    @rule(receipt=IDS, following=st.sampled_from([None, "smaller"]))
    def render(self, receipt: str, following: str | None) -> None:
        objects = [make_object(receipt, name) for name in RENDITIONS]
        step = "smaller" if following else None
        if self.is_in(receipt, "admitted"):
            self.journal.render(receipt, "{}", objects, step)
            mine = self.model[receipt]
            mine.state, mine.waiting, mine.next_versions = "rendered", set(RENDITIONS), step
            mine.look_at = 0.0
        else:
            with pytest.raises(WrongState):
                self.journal.render(receipt, "{}", objects, step)

    @rule(receipt=IDS)
    def add_versions(self, receipt: str) -> None:
        added = AddedVersions(receipt, "{}", "sd", [make_object(receipt, "sd")], None)
        is_due = self.is_in(receipt, "rendered") and self.model[receipt].next_versions == "smaller"
        assert self.journal.add_versions("smaller", added) == is_due
        if is_due:
            self.model[receipt].next_versions = None
            self.model[receipt].waiting.add("sd")

    @rule(receipt=IDS)
    def render_again(self, receipt: str) -> None:
        if self.is_in(receipt, "rendered"):
            self.journal.render_again(receipt)
            self.model[receipt].state = "admitted"
            self.model[receipt].waiting = set()
        else:
            with pytest.raises(WrongState):
                self.journal.render_again(receipt)

    @rule(receipt=IDS, rendition=st.sampled_from([*RENDITIONS, "sd"]))
    def store(self, receipt: str, rendition: str) -> None:
        if self.is_in(receipt, "rendered") and rendition in self.model[receipt].waiting:
            mine = self.model[receipt]
            mine.waiting.remove(rendition)
            is_last = self.journal.store(receipt, rendition, "sum")
            assert is_last == (not mine.waiting and mine.next_versions is None)
            if is_last:
                mine.state = "uploaded"

    @rule(receipt=IDS, done=st.integers(0, 3))
    def upload_in_parts(self, receipt: str, done: int) -> None:
        """Begin, or go on with, an upload in three parts."""
        each = make_object(receipt, "original")
        transfer = self.transfers.find(each)
        if transfer is None:
            self.transfers.begin(each, f"{receipt}-upload", 2, ["s1", "s2", "s3"])
            transfer = self.transfers.find(each)
        assert transfer is not None
        assert [part.sha256 for part in transfer.parts] == ["s1", "s2", "s3"]
        for number in range(1, done + 1):
            self.transfers.finish_part(transfer, number, f"etag-{number}")
        again = self.transfers.find(each)
        assert again is not None
        assert all(part.etag == f"etag-{part.number}" for part in again.parts[:done])
        is_waiting = self.is_in(receipt, "rendered") and "original" in self.model[receipt].waiting
        given_up = [gone.receipt for gone in self.transfers.list_given_up()]
        assert (receipt in given_up) == (not is_waiting)
        if not is_waiting:
            self.transfers.end(transfer)
            assert self.transfers.find(each) is None

    @rule(receipt=IDS)
    def confirm(self, receipt: str) -> None:
        if self.is_in(receipt, "uploaded"):
            self.journal.confirm(receipt)
            self.model[receipt].state = "confirmed"
        else:
            with pytest.raises(WrongState):
                self.journal.confirm(receipt)

    @rule(receipt=IDS)
    def set_aside(self, receipt: str) -> None:
        if self.is_in(receipt, "received", "admitted"):
            self.journal.set_aside(receipt, "because")
            self.model[receipt].state = "set_aside"
        else:
            with pytest.raises(WrongState):
                self.journal.set_aside(receipt, "because")

    @rule(receipt=IDS)
    def retry(self, receipt: str) -> None:
        if self.is_in(receipt, "set_aside"):
            self.journal.retry(receipt)
            self.model[receipt] = Model(look_at=ON_ITS_WAY)
        else:
            with pytest.raises(WrongState):
                self.journal.retry(receipt)

    @rule(receipt=IDS)
    def send_again(self, receipt: str) -> None:
        if self.is_in(receipt, "confirmed"):
            self.journal.send_again(receipt)
            self.model[receipt].state, self.model[receipt].look_at = "admitted", ON_ITS_WAY
        else:
            with pytest.raises(WrongState):
                self.journal.send_again(receipt)

    @rule(receipts=st.sets(IDS))
    def forget(self, receipts: set[str]) -> None:
        """Only what has ended goes; should it come again, it is new."""
        self.pruning.forget(sorted(receipts))
        for receipt in receipts:
            if self.is_in(receipt, "confirmed", "duplicate"):
                self.forgotten[self.model.pop(receipt).state] += 1
                assert self.ledger.list_objects(receipt) == []

    @invariant()
    def counts_add_up(self) -> None:
        counts = self.ledger.count_states()
        states = Counter(each.state for each in self.model.values()) + self.forgotten
        assert counts == {state: states[state] for state in STATES}
        waiting = sum(counts[state] for state in WAITING)
        ended = counts["confirmed"] + counts["set_aside"] + counts["duplicate"]
        assert states.total() == ended + waiting
        tally = self.ledger.tally_camera("porch")
        assert (tally.received, tally.confirmed) == (states.total(), counts["confirmed"])
        assert self.ledger.count_rows() == len(self.model)

    @invariant()
    def no_clip_id_is_used_twice(self) -> None:
        found = {receipt: self.ledger.find(receipt) for receipt in self.model}
        ids = {receipt: row.clip_id if row else "lost" for receipt, row in found.items()}
        assert ids == {receipt: each.clip_id for receipt, each in self.model.items()}
        given = [clip_id for clip_id in ids.values() if clip_id is not None]
        assert len(given) == len(set(given))

    @invariant()
    def work_is_what_the_states_say(self) -> None:
        work = {each.id for each in self.ledger.list_to_render(0.0, 9)}
        assert work == {
            receipt
            for receipt, each in self.model.items()
            if each.state in ("received", "admitted") and not each.look_at
        }
        objects = self.ledger.list_to_upload(["thumb", "sd", "original"], 99)
        assert {(each.receipt, each.rendition) for each in objects} == {
            (receipt, name)
            for receipt, each in self.model.items()
            if each.state == "rendered"
            for name in each.waiting
        }
        assert [each.turn for each in objects] == sorted(each.turn for each in objects)

    def is_in(self, receipt: str, *states: str) -> bool:
        return receipt in self.model and self.model[receipt].state in states

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


TestJournal = JournalMachine.TestCase
TestJournal.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_thumbnails_of_all_come_before_originals_of_any_and_then_the_smallest(
    tmp_path: Path,
) -> None:
    database = Database(tmp_path / "journal.sqlite3", LAYOUTS)
    journal, ledger = Journal(database), Ledger(database)
    for number, size in enumerate((30, 10, 20)):
        receipt = f"R{number}"
        journal.receive([make_receipt(receipt)])
        journal.admit(receipt, Admission(f"sum-{number}", f"C{number}", "t", "{}", "{}"))
        objects = [make_object(receipt, name, size) for name in ("original", "thumb")]
        journal.render(receipt, "{}", objects)
    turns = [(each.rendition, each.receipt) for each in ledger.list_to_upload(RENDITIONS, 9)]
    assert turns == [(name, f"R{n}") for name in ("thumb", "original") for n in (1, 2, 0)]
    only = ledger.list_to_upload(["thumb"], 9)
    assert {each.rendition for each in only} == {"thumb"}


def test_a_new_name_reaches_the_clip_only_before_admission(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite3", LAYOUTS)
    journal, ledger = Journal(database), Ledger(database)
    journal.receive([make_receipt("R1", "x.1")])
    journal.rename("R1", "b.mkv", "folder/b.mkv")
    journal.admit("R1", Admission("sum", "C1", "t", "{}", "{}"))
    journal.rename("R1", "c.mkv", "folder/c.mkv")
    found = ledger.find("R1")
    assert found is not None
    assert (found.source_name, found.source_path) == ("b.mkv", "folder/c.mkv")


def test_a_name_with_anything_in_it_comes_back_the_same(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite3", LAYOUTS)
    journal, ledger = Journal(database), Ledger(database)
    name = "'; DROP TABLE receipts; --\n\u00e9\U0001f98a"
    journal.receive([make_receipt("R1", name)])
    found = ledger.find("R1")
    assert found is not None
    assert found.source_name == name
