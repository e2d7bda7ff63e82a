"""`doctor`: everything a gateway needs, tried, and what to do about what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    count,
    find,
    load,
    show,
)
from vedette_gateway.diagnosis.door import check_door
from vedette_gateway.diagnosis.media import check_media
from vedette_gateway.diagnosis.storage import check_storage
from vedette_gateway.diagnosis.verdict import Verdict
from vedette_gateway.settings import Settings

_STYLES = {"ok": "green", "warning": "yellow", "failed": "red"}
_OUTCOME_WIDTH = max(map(len, _STYLES))


def doctor(config: ConfigOption = CONFIG, as_json: JsonOption = False) -> None:
    """Try everything the gateway needs, and say how to mend what is wrong.

    Leaves nothing behind, here or in the cloud. Exits with 1 when something failed.
    """
    settings = load(config)
    verdicts: list[Verdict] = []
    console = Console()
    for verdict in _check(settings, config):
        verdicts.append(verdict)
        if not as_json:
            _draw(console, verdict)
    failures = [verdict for verdict in verdicts if verdict.outcome == "failed"]
    value = {"is_well": not failures, "checks": [asdict(verdict) for verdict in verdicts]}
    show(value, as_json, lambda console: _sum_up(console, verdicts))
    if failures:
        raise typer.Exit(1)


def _check(settings: Settings, config: Path) -> Iterator[Verdict]:
    # The SDK takes a second to load, which other commands need not wait for.
    from vedette_gateway.diagnosis.cloud import check_cloud

    yield from check_storage(settings.spool, config)
    yield from check_cloud(settings)
    yield from check_door(settings, find(settings))
    yield from check_media(settings.media)


def _draw(console: Console, verdict: Verdict) -> None:
    drawn = Table.grid(padding=(0, 1))
    drawn.add_column(width=_OUTCOME_WIDTH)
    drawn.add_column(overflow="fold")
    style = _STYLES[verdict.outcome]
    drawn.add_row(cell(verdict.outcome, style), cell(f"{verdict.check}: {verdict.text}"))
    if verdict.mend is not None:
        drawn.add_row("", cell(f"-> {verdict.mend}"))
    console.print(drawn)


def _sum_up(console: Console, verdicts: Sequence[Verdict]) -> None:
    well, warnings, failures = (
        sum(verdict.outcome == outcome for verdict in verdicts) for outcome in _STYLES
    )
    console.print(f"{well} ok, {count(warnings, 'warning')}, {failures} failed.")
