"""The journal as a state machine, compared with a dictionary, over restarts."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from vedette_gateway.clips.journal import Journal, WrongState
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import LAYOUT, STATES, Admission, Receipt, StoredObject
from vedette_gateway.ports.database import Database

IDS = st.sampled_from([f"R{number}" for number in range(4)])


def make_receipt(receipt: str, name: str = "a.mkv") -> Receipt:
    return Receipt(receipt, "porch", name, name, name, True, "2026-11-21T04:26:14.123Z", 5)


def make_object(receipt: str, rendition: str) -> StoredObject:
    turn = 0 if rendition == "thumb" else 1
    return StoredObject(receipt, rendition, turn, f"{receipt}/{rendition}", "p", "t", 5, "sum")


class JournalMachine(RuleBasedStateMachine):
    """Every rule tries its transition, whatever the state."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "journal.sqlite3"
        self.states: dict[str, str] = {}
        self.clip_ids: dict[str, str] = {}
        self.stored: dict[str, set[str]] = {}
        self.made = 0
        self.connect()

    def connect(self) -> None:
        self.database = Database(self.path, LAYOUT)
        self.journal, self.ledger = Journal(self.database), Ledger(self.database)

    @rule()
    def restart(self) -> None:
        self.database.close()
        self.connect()

    @rule(receipt=IDS)
    def receive(self, receipt: str) -> None:
        self.journal.receive([make_receipt(receipt)])
        self.states.setdefault(receipt, "received")

    @rule(receipt=IDS)
    def admit(self, receipt: str) -> None:
        self.made += 1
        admission = Admission("sum", f"C{self.made}", "2026-11-21T04:26:14.123Z", "{}", "{}")
        if self.expect(receipt, "received"):
            self.journal.admit(receipt, admission)
            self.states[receipt], self.clip_ids[receipt] = "admitted", admission.clip_id
        else:
            with pytest.raises(WrongState):
                self.journal.admit(receipt, admission)

    @rule(receipt=IDS)
    def render(self, receipt: str) -> None:
        objects = [make_object(receipt, name) for name in ("thumb", "original")]
        if self.expect(receipt, "admitted"):
            self.journal.render(receipt, "{}", objects)
            self.states[receipt], self.stored[receipt] = "rendered", set()
        else:
            with pytest.raises(WrongState):
                self.journal.render(receipt, "{}", objects)

    @rule(receipt=IDS)
    def render_again(self, receipt: str) -> None:
        if self.expect(receipt, "rendered"):
            self.journal.render_again(receipt)
            self.states[receipt] = "admitted"
        else:
            with pytest.raises(WrongState):
                self.journal.render_again(receipt)

    @rule(receipt=IDS, rendition=st.sampled_from(["thumb", "original"]))
    def store(self, receipt: str, rendition: str) -> None:
        if self.expect(receipt, "rendered"):
            self.stored[receipt].add(rendition)
            is_last = self.journal.store(receipt, rendition, "sum")
            assert is_last == (len(self.stored[receipt]) == 2)
            if is_last:
                self.states[receipt] = "uploaded"

    @rule(receipt=IDS)
    def confirm(self, receipt: str) -> None:
        if self.expect(receipt, "uploaded"):
            self.journal.confirm(receipt)
            self.states[receipt] = "confirmed"
        else:
            with pytest.raises(WrongState):
                self.journal.confirm(receipt)

    @rule(receipt=IDS)
    def set_aside(self, receipt: str) -> None:
        if self.expect(receipt, "received", "admitted"):
            self.journal.set_aside(receipt, "because")
            self.states[receipt] = "set_aside"
        else:
            with pytest.raises(WrongState):
                self.journal.set_aside(receipt, "because")

    @invariant()
    def counts_and_ids_are_those_of_the_model(self) -> None:
        expected = {state: list(self.states.values()).count(state) for state in STATES}
        assert self.ledger.count_states() == expected
        tally = self.ledger.tally_camera("porch")
        assert (tally.received, tally.confirmed) == (len(self.states), expected["confirmed"])
        for receipt, state in self.states.items():
            found = self.ledger.find(receipt)
            assert found is not None
            assert (found.state, found.clip_id) == (state, self.clip_ids.get(receipt))
        work = {each.id for each in self.ledger.list_to_render(0.0, 9)}
        assert work == {r for r, state in self.states.items() if state in ("received", "admitted")}
        waiting = {(each.receipt, each.rendition) for each in self.ledger.list_to_upload(9)}
        assert waiting == {
            (receipt, name)
            for receipt, state in self.states.items()
            if state == "rendered"
            for name in {"thumb", "original"} - self.stored[receipt]
        }

    def expect(self, receipt: str, *states: str) -> bool:
        return self.states.get(receipt) in states

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


TestJournal = JournalMachine.TestCase
TestJournal.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_thumbnails_of_all_come_before_originals_of_any(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite3", LAYOUT)
    journal, ledger = Journal(database), Ledger(database)
    for number in range(3):
        receipt = f"R{number}"
        journal.receive([make_receipt(receipt)])
        journal.admit(receipt, Admission("sum", f"C{number}", "t", "{}", "{}"))
        objects = [make_object(receipt, name) for name in ("original", "thumb")]
        journal.render(receipt, "{}", objects)
    turns = [(each.rendition, each.receipt) for each in ledger.list_to_upload(9)]
    assert turns == [(name, f"R{n}") for name in ("thumb", "original") for n in range(3)]


def test_a_new_name_reaches_the_clip_only_before_admission(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite3", LAYOUT)
    journal, ledger = Journal(database), Ledger(database)
    journal.receive([make_receipt("R1", "x.1")])
    journal.rename("R1", "b.mkv", "folder/b.mkv")
    journal.admit("R1", Admission("sum", "C1", "t", "{}", "{}"))
    journal.rename("R1", "c.mkv", "folder/c.mkv")
    found = ledger.find("R1")
    assert found is not None
    assert (found.source_name, found.source_path) == ("b.mkv", "folder/c.mkv")


def test_a_name_with_anything_in_it_comes_back_the_same(tmp_path: Path) -> None:
    database = Database(tmp_path / "journal.sqlite3", LAYOUT)
    journal, ledger = Journal(database), Ledger(database)
    name = "'; DROP TABLE receipts; --\n\u00e9\U0001f98a"
    journal.receive([make_receipt("R1", name)])
    found = ledger.find("R1")
    assert found is not None
    assert found.source_name == name
