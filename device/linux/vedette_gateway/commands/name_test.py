"""`cameras test-name`: what a file name says, and which time the clip would get."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console

from vedette_gateway.clips.clock import CameraClock, choose_times, format_time, parse_time
from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    facts,
    fail,
    find_camera,
    load,
    show,
)
from vedette_gateway.profiles import GENERIC, NameReader

_TEXTS = {
    "profile": "Profile",
    "pattern": "Pattern",
    "local": "The name says",
    "zone": "in the zone",
    "camera_at": "which is",
    "kind": "Expected kind",
    "received_at": "Arrived",
    "recorded_at": "Time of the clip",
    "why": "because",
}


def explain_name(
    path: Annotated[
        str,
        typer.Argument(help="A file's name, best with its directories; after -- if it begins so."),
    ],
    camera: Annotated[str | None, typer.Option("--camera", help="Read it as this one's.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="Read it by this one.")] = None,
    arrived: Annotated[
        str | None, typer.Option("--arrived", help="When it came, if not now: 2026-08-30T13:30:00Z")
    ] = None,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """What a file name says: its time, by which profile, and the time that the clip would get.

    Without --camera, as of a camera in UTC whose clock is trusted. Exits with 1 when no profile
    knows the name.
    """
    settings = load(config)
    reader = NameReader(settings.profiles)
    known = find_camera(settings, camera) if camera is not None else None
    chosen = profile or (known.profile if known is not None else GENERIC)
    if chosen not in reader.names:
        fail(f"there is no profile {chosen}; there are: {', '.join(reader.names)}")
    zone, clock = "UTC", CameraClock("UTC", is_trusted=True, profile=chosen)
    if known is not None:
        zone, behind_max = known.time_zone, timedelta(days=known.believed_days)
        clock = CameraClock(zone, known.clock == "trusted", chosen, behind_max)
    received_at = _read_arrival(arrived)
    said = reader.read(path, chosen, zone)
    times = choose_times(path, clock, reader, received_at)
    value: dict[str, object] = {
        "path": path,
        "profile": None if said is None else said.profile,
        "pattern": None if said is None else said.path,
        "local": None if said is None else said.local.isoformat(sep=" "),
        "zone": None if said is None else said.zone,
        "kind": None if said is None else said.kind,
        "camera_at": None if times.camera_at is None else format_time(times.camera_at),
        "received_at": format_time(received_at),
        "recorded_at": format_time(times.recorded_at),
        "why": times.why,
    }
    show(value, as_json, lambda console: _draw(console, value))
    if said is None:
        raise typer.Exit(1)


def _read_arrival(text: str | None) -> datetime:
    """Now when nothing is said; UTC when no zone is."""
    if not text:
        return datetime.now(UTC)
    try:
        moment = parse_time(text)
    except ValueError:
        fail(f"{text}: not a time; they look like 2026-08-30T13:30:00Z")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _draw(console: Console, value: Mapping[str, object]) -> None:
    console.print(cell(value["path"], "bold"))
    known = {text: value[key] for key, text in _TEXTS.items() if value[key] is not None}
    console.print(facts(known))
