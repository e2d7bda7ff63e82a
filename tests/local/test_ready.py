"""The ready file, the data directory, and what must not be readable for others."""

import json
import os
from pathlib import Path

import pytest

from local.account import Credentials
from local.data import DataDirectory
from local.ready import Ready, read_ready
from local.refusal import Refusal
from tests.local.test_main import ready_values


def test_the_ready_file_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "ready.json"
    ready = Ready.model_validate(ready_values(tmp_path))
    ready.write(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text()) == ready_values(tmp_path)
    assert [path.name for path in file.parent.iterdir()] == ["ready.json"]
    assert read_ready(file) == ready


def test_a_directory_is_held_by_one_and_free_again_afterwards(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "data")
    with data.take(), pytest.raises(Refusal, match="in use"):
        data.take()
    data.take().close()


def test_a_new_start_has_an_empty_spool_and_new_logs_but_the_same_films(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "data")
    with data.take():
        (data.gateway / "spool").mkdir()
        (data.gateway / "gateway.toml").write_text("")
        (data.logs / "gateway.log").write_text("old")
        data.films.mkdir()
        (data.films / "porch-0.mkv").write_text("film")
    with data.take():
        assert list(data.gateway.iterdir()) == []
        assert list(data.logs.iterdir()) == []
        assert (data.films / "porch-0.mkv").exists()


def test_a_directory_that_was_never_ours_keeps_everything(tmp_path: Path) -> None:
    for folder in ("gateway", "logs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.log").write_text("mine")
    with DataDirectory(tmp_path).take():
        pass
    assert (tmp_path / "gateway" / "mine.log").read_text() == "mine"
    assert (tmp_path / "logs" / "mine.log").read_text() == "mine"


def test_the_root_key_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    credentials = Credentials.random()
    os.umask(0o022)
    data.keep_root(credentials)
    assert data.root.stat().st_mode & 0o777 == 0o600
    assert data.read_root() == credentials
