"""`reconcile` and `set-aside`: by the running gateway, or in its place when none runs."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console

from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.reconcile import HARMLESS, KINDS
from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    count,
    facts,
    fail,
    find,
    format_age,
    format_bytes,
    load,
    open_ledger,
    show,
    table,
)
from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.offline import open_offline
from vedette_gateway.ports.catalogue import Catalogue
from vedette_gateway.settings import Settings

set_aside = typer.Typer(help="Files that did not become clips.", no_args_is_help=True)
_LISTED_MAX = 500


def reconcile(
    config: ConfigOption = CONFIG,
    api: Annotated[
        str | None, typer.Option("--api", help="Compare with the catalogue there as well.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="A file with an access token for --api.")
    ] = None,
    days: Annotated[float, typer.Option("--days", help="How far back --api looks.")] = 7.0,
    repair: Annotated[
        bool, typer.Option("--repair", help="Send clips again that the catalogue lacks.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Compare disk, journal and cloud; put right what is safe.

    Exits with 1 when something is wrong that needs a person.
    """
    settings = load(config)
    value = _ask(settings, "reconcile", {})
    if api is not None:
        if token_file is None:
            fail("--api needs --token-file")
        value["cloud"] = _compare_cloud(settings, api, token_file, days, repair=repair)
    show(value, as_json, lambda console: _draw(console, value))
    cloud = cast(dict[str, list[str]], value.get("cloud") or {})
    bucket = cast(dict[str, object], value["bucket"])
    if not (value["is_well"] and bucket["is_well"]) or len(cloud.get("missing", [])) > len(
        cloud.get("sent_again", [])
    ):
        raise typer.Exit(1)


@set_aside.command("list")
def list_set_aside(config: ConfigOption = CONFIG, as_json: JsonOption = False) -> None:
    """Files that did not become clips, and why; newest first."""
    spool = load(config).spool.directory
    receipts = open_ledger(spool).list_set_aside(_LISTED_MAX)
    rows: list[dict[str, object]] = [
        {
            "receipt": each.id,
            "camera": each.camera,
            "name": each.source_name,
            "received_at": each.received_at,
            "bytes": each.bytes,
            "why": each.why,
            "file": str(spool / "set_aside" / each.camera / each.id / each.file_name),
        }
        for each in receipts
    ]
    show(rows, as_json, lambda console: _draw_set_aside(console, rows))


@set_aside.command("retry")
def retry_set_aside(
    receipts: Annotated[list[str] | None, typer.Argument(help="Of `set-aside list`.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Try files again as if they had just come.

    Exits with 1 when one was not there.
    """
    if bool(receipts) == every:
        fail("say which receipts, or --all")
    value = _ask(load(config), "retry", {} if every else {"receipts": list(receipts or [])})
    refused = cast(list[str], value["refused"])

    def draw(console: Console) -> None:
        done = len(cast(list[str], value["done"]))
        if done or not refused:
            console.print(f"Tried again: {count(done, 'file')}.")
        for each in refused:
            console.print(cell(f"{each} is not set aside."), style="red")

    show(value, as_json, draw)
    if refused:
        raise typer.Exit(1)


def _ask(settings: Settings, operation: str, request: dict[str, object]) -> dict[str, object]:
    neighbour = find(settings)
    try:
        if neighbour is not None:
            return neighbour.ask(operation, request)
        return open_offline(settings).table()[operation](request)
    except (Rejected, Unavailable) as error:
        fail(str(error))
    except (sqlite3.Error, OSError) as error:
        fail(f"{settings.spool.directory} cannot be used: {error}")


def _compare_cloud(
    settings: Settings, api: str, token_file: Path, days: float, *, repair: bool
) -> dict[str, object]:
    since = format_time(datetime.now(UTC) - timedelta(days=days))
    ledger = open_ledger(settings.spool.directory)
    # Asked before and after: clips that are confirmed meanwhile are no difference.
    confirmed = ledger.list_confirmed(since)
    try:
        token = token_file.read_text("utf-8").strip()
        catalogued = Catalogue(api, token).list_clips(settings.site, since)
    except (Rejected, Unavailable, OSError) as error:
        fail(str(error))
    missing = sorted(confirmed - catalogued)
    value: dict[str, object] = {
        "since": since,
        "confirmed": len(confirmed),
        "catalogued": len(catalogued),
        "missing": missing,
        "unknown": sorted(catalogued - ledger.list_confirmed(since)),
    }
    if repair and missing:
        value["sent_again"] = _ask(settings, "send-again", {"clips": missing})["done"]
    return value


def _draw(console: Console, value: Mapping[str, object]) -> None:
    found = cast(dict[str, int], value["found"])
    compared = f"{count(value['rows'], 'row')}, {count(value['files'], 'file')}"
    if found:
        console.print(cell(f"Compared: {compared}."))
        _draw_findings(console, value)
    else:
        console.print(cell(f"Disk and journal agree: {compared}."))
    _draw_bucket(console, cast(dict[str, object], value["bucket"]))
    cloud = cast(dict[str, object], value.get("cloud") or {})
    if cloud:
        missing, unknown = (cast(list[str], cloud[key]) for key in ("missing", "unknown"))
        console.print(
            cell(
                f"Cloud, since {cloud['since']}: of {count(cloud['confirmed'], 'confirmed clip')}"
                f" {len(missing)} are missing in the catalogue, which has {cloud['catalogued']}."
            )
        )
        for clip in missing:
            console.print(cell(f"missing: {clip}", "red"))
        for clip in unknown:
            console.print(cell(f"not in the journal: {clip}", "yellow"))
        for clip in cast(list[str], cloud.get("sent_again") or []):
            console.print(cell(f"sent again: {clip}", "green"))


def _draw_bucket(console: Console, value: Mapping[str, object]) -> None:
    compared = f"{count(value['clips'], 'recent clip')}, {count(value['objects'], 'object')}"
    if value["why_not"]:
        console.print(cell(f"Cloud not compared: {value['why_not']}", "red"))
    if value["found"]:
        console.print(cell(f"Cloud compared: {compared}."))
        _draw_findings(console, value)
    elif not value["why_not"]:
        console.print(cell(f"Cloud and journal agree: {compared}."))


def _draw_findings(console: Console, value: Mapping[str, object]) -> None:
    rows = table("Found", "#Count", "What it is")
    for kind, number in cast(dict[str, int], value["found"]).items():
        style = "" if kind in HARMLESS else "red"
        rows.add_row(cell(kind, style), cell(number), cell(KINDS.get(kind)))
    console.print(rows)
    for each in cast(list[dict[str, str]], value["findings"]):
        console.print(cell(f"{each['kind']}: {each['camera']} {each['subject']}"))


def _draw_set_aside(console: Console, rows: Sequence[Mapping[str, object]]) -> None:
    if not rows:
        console.print("Nothing is set aside.")
    for row in rows:
        age, size = format_age(row["received_at"]), format_bytes(row["bytes"])
        console.print(cell(f"{row['name']} of {row['camera']}, {size}, {age}", "bold"))
        console.print(
            facts({f"  {key.capitalize()}": row[key] for key in ("receipt", "why", "file")})
        )
