"""`backlog`: what waits for the cloud, why, until when; and to watch it drain."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, cast
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from vedette_gateway.clips.clock import parse_time
from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    count,
    fail,
    format_age,
    format_bytes,
    format_span,
    group,
    load,
    read_report,
    show,
    table,
)
from vedette_gateway.settings import Settings

_LOOK_S = 0.5
_NOTHING = "Nothing waits: all that came is in the cloud, or set aside."
# What is to be done next with files in these states.
_STEPS = {"received": "to be looked at", "admitted": "to be rendered", "rendered": "to be uploaded"}
_REASONS = {None: "its turn", "window": "its hours", "metered": "the end of metering"}


def backlog(
    follow: Annotated[
        bool, typer.Option("--follow", help="Show progress until nothing waits.")
    ] = False,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """What waits for the cloud, why, and until when."""
    settings = load(config)
    if follow:
        if as_json:
            fail("--follow is for people; programs ask again: backlog --json")
        _follow(settings)
        return
    value = _read(settings)
    show(value, as_json, lambda console: _draw(console, settings, value))


def _read(settings: Settings) -> dict[str, object]:
    report = read_report(settings)
    clips, upload = group(report, "clips"), group(report, "upload")
    return {
        "waiting": clips.get("waiting"),
        "oldest_waiting": clips.get("oldest_waiting"),
        "states": clips.get("states"),
        "clips_to_convert": group(report, "media").get("clips_to_convert"),
        **{key: each for key, each in upload.items() if key != "traffic"},
    }


def _draw(console: Console, settings: Settings, value: Mapping[str, object]) -> None:
    waiting, reasons = group(value, "waiting_bytes"), group(value, "waits_for")
    if not value.get("waiting"):
        console.print(_NOTHING)
        return
    states = group(value, "states")
    steps = [f"{states.get(state)} {text}" for state, text in _STEPS.items() if states.get(state)]
    to_convert = value.get("clips_to_convert")
    if to_convert:
        steps.append(f"versions to be made of {to_convert}")
    console.print(cell(f"{count(value.get('waiting'), 'file')}: {', '.join(steps)}."))
    if waiting:
        rows = table("Rendition", "#Bytes", "Waits for")
        for name, size in waiting.items():
            reason = _REASONS.get(cast(str | None, reasons.get(name)))
            rows.add_row(cell(name), cell(format_bytes(size)), cell(reason))
        console.print(rows)
    oldest = group(value, "oldest_waiting")
    if oldest:
        age = format_span(float(str(oldest.get("age_s"))))
        console.print(cell(f"The oldest is of {oldest.get('camera')}, {age} old."))
    console.print(cell(_say_drained(settings, value)))
    if value.get("failing_since"):
        since = format_age(value.get("failing_since"))
        console.print(cell(f"Uploads fail, since {since}: {value.get('last_error')}", "red"))


def _say_drained(settings: Settings, value: Mapping[str, object]) -> str:
    drained_at = value.get("drained_at")
    if not isinstance(drained_at, str):
        return f"When it will be drained cannot be told: {value.get('drained_at_unknown')}."
    moment = parse_time(drained_at)
    left = format_span((moment - datetime.now(UTC)).total_seconds())
    there = moment.astimezone(ZoneInfo(settings.time_zone))
    return f"Drained in {left}, at {there:%Y-%m-%d %H:%M} {there:%Z}, if nothing changes."


def _follow(settings: Settings) -> None:
    if not _read(settings).get("waiting"):
        Console().print(_NOTHING)
        return
    columns = (BarColumn(), DownloadColumn(), TextColumn("{task.description}"))
    with Progress(*columns) as progress:
        task = progress.add_task("", total=None)
        most = 0
        while True:
            value = _read(settings)
            left = sum(cast(dict[str, int], group(value, "waiting_bytes")).values())
            # More may come while it drains: what was sent stays sent, and the bar grows.
            done = progress.tasks[0].completed
            most = max(most, int(done) + left)
            progress.update(task, total=most or None, completed=most - left)
            progress.update(task, description=_describe(value))
            if not value.get("waiting"):
                return
            time.sleep(_LOOK_S)


def _describe(value: Mapping[str, object]) -> str:
    if not value.get("waiting"):
        return "nothing waits"
    if value.get("failing_since"):
        return f"uploads fail: {str(value.get('last_error'))[:40]}"
    return f"{count(value.get('waiting'), 'file')} left"
