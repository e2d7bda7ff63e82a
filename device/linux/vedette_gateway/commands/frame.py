"""What the commands have in common: options, settings, errors, and how answers are shown."""

import getpass
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NoReturn, cast

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vedette_gateway.clips.clock import parse_time
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import LAYOUTS
from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.neighbour import Neighbour, find_neighbour
from vedette_gateway.settings import BadSettings, Camera, Settings, read_settings

CONFIG = Path("/etc/vedette/gateway.toml")

ConfigOption = Annotated[
    Path,
    typer.Option("--config", "-c", envvar="VEDETTE_GATEWAY_CONFIG", help="The settings."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="The answer as JSON, for programs.")]


def fail(*lines: str) -> NoReturn:
    """Say why on standard error; the exit status is 2."""
    for line in lines:
        typer.echo(f"vedette-gateway: {line}", err=True)
    raise typer.Exit(2)


def load(config: Path) -> Settings:
    """The settings; exits with every problem when they cannot be used."""
    try:
        return read_settings(config)
    except BadSettings as error:
        fail(*error.problems)


def find_camera(settings: Settings, name: str) -> Camera:
    """Exits when there is none of this name."""
    for camera in settings.cameras:
        if camera.name == name:
            return camera
    known = ", ".join(camera.name for camera in settings.cameras)
    fail(f"there is no camera {name}; there are: {known}")


def find(settings: Settings) -> Neighbour | None:
    """The gateway that runs with these settings; exits when it may not be looked for."""
    try:
        return find_neighbour(settings.spool.directory, settings.status.host)
    except Unavailable as error:
        fail(str(error))


def find_running(settings: Settings) -> Neighbour:
    neighbour = find(settings)
    if neighbour is None:
        fail("no gateway runs with these settings; start it, or see: vedette-gateway doctor")
    return neighbour


def read_report(settings: Settings) -> dict[str, object]:
    """The status of the running gateway; exits when there is none."""
    try:
        return find_running(settings).read_status()
    except (Unavailable, Rejected) as error:
        fail(str(error))


def read_password() -> str:
    """From the terminal without showing it, or the first line of standard input."""
    text = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not text:
        fail("no password given")
    return text


def open_journal(spool: Path) -> Database:
    """Beside a running gateway or without one; exits when there is none."""
    path = spool / "journal.sqlite3"
    if not path.exists():
        fail(f"{path}: there is no journal yet")
    try:
        return Database(path, LAYOUTS)
    except (sqlite3.Error, OSError) as error:
        fail(f"{path}: the journal cannot be read: {error}")


def open_ledger(spool: Path) -> Ledger:
    """The journal's questions; exits when there is no journal."""
    return Ledger(open_journal(spool))


def show(
    value: Mapping[str, object] | Sequence[object],
    as_json: bool,
    draw: Callable[[Console], None],
) -> None:
    """JSON on standard output, or a picture of it."""
    if as_json:
        typer.echo(json.dumps(value, indent=2))
    else:
        draw(Console())


def table(*columns: str) -> Table:
    """Columns whose name begins with # hold numbers."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        justify = "right" if column.startswith("#") else "left"
        made.add_column(column.removeprefix("#"), justify=justify, overflow="fold")
    return made


def facts(rows: Mapping[str, object]) -> Table:
    """Names and values, one a line."""
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows.items():
        made.add_row(cell(name), cell(value))
    return made


def cell(value: object, style: str = "") -> Text:
    """Text as it is: what cameras name their files is no markup, and holds no control letters."""
    text = "-" if value is None else str(value)
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return Text(shown, style=style)


def count(number: object, what: str) -> str:
    """1 file, 2 files."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def format_bytes(size: object) -> str:
    """12.3 MB; a dash for what is no number."""
    if not isinstance(size, int | float):
        return "-"
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def format_span(seconds: float) -> str:
    """90 s, 3 min, 5 h, 2 days."""
    for unit, size in (("days", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"


def format_age(moment: object) -> str:
    """How long ago; the moment is in the contract's form, or None."""
    if not isinstance(moment, str):
        return "never"
    return f"{format_span(time.time() - parse_time(moment).timestamp())} ago"


def group(values: Mapping[str, object], name: str) -> dict[str, object]:
    """A group of values in an answer; empty when it is not there."""
    return cast(dict[str, object], values.get(name) or {})


def say_reload(neighbour: Neighbour | None) -> str:
    """How the gateway gets to know settings that were changed."""
    if neighbour is None:
        return "No gateway runs with these settings now."
    return f"Now: systemctl reload vedette-gateway, or: kill -HUP {neighbour.pid}"
