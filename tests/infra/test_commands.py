"""Other programs' ends, good and bad."""

import asyncio
from pathlib import Path

import pulumi
import pytest

from infra.commands import run


def test_what_a_program_prints_is_returned(tmp_path: Path) -> None:
    assert run("printf", "%s", "a $(b); c", directory=tmp_path) == "a $(b); c"
    assert run("pwd", directory=tmp_path).strip() == str(tmp_path.resolve())


def test_it_works_inside_an_event_loop_as_pulumi_has_one(tmp_path: Path) -> None:
    async def inside() -> str:
        return run("printf", "here", directory=tmp_path)

    assert asyncio.run(inside()) == "here"


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(pulumi.RunError, match="no-such-program is needed"):
        run("no-such-program", directory=tmp_path)


def test_a_failure_says_what_failed_and_how(tmp_path: Path) -> None:
    with pytest.raises(pulumi.RunError, match=r"(?s)ls .*failed with \d+:.*no-such-file"):
        run("ls", "no-such-file", directory=tmp_path)
