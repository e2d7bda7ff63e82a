"""SQLite on a disk that something else has filled."""

from pathlib import Path

from vedette_gateway.errors import NoSpace
from vedette_gateway.ports.database import Database

from tests.device.linux.small_disk import fill, mount_small_disk

TRANSACTIONS = 500
TABLE = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);"


def test_rows_are_changed_for_ever_on_a_full_disk_in_the_log_that_is_there(tmp_path: Path) -> None:
    with mount_small_disk(tmp_path / "disk", 4 * 2**20) as disk:
        database = Database(disk / "journal.sqlite3", [TABLE])
        with database.transaction() as connection:
            connection.execute("INSERT INTO notes VALUES (1, '')")
        # The file takes its size, so that only the log wants to grow.
        database.close()
        database = Database(disk / "journal.sqlite3", [TABLE])
        write(database, 0)
        fill(disk)
        refused = sum(not write(database, number) for number in range(TRANSACTIONS))
        (row,) = database.ask("SELECT text FROM notes")
        database.close()
    assert refused > 0
    assert row[0] == str(TRANSACTIONS - 1)


def write(database: Database, number: int) -> bool:
    """False when there is no space; the caller tries again, as the gateway's threads do."""
    for attempt in range(2):
        try:
            with database.transaction() as connection:
                connection.execute("UPDATE notes SET text = ?", [str(number)])
        except NoSpace:
            continue
        return attempt == 0
    raise AssertionError(f"transaction {number} does not come through")
