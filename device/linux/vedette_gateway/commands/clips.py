"""`clips`: what became of the latest files, and what was done to each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from vedette_gateway.clips.history import list_latest
from vedette_gateway.commands.frame import (
    CONFIG,
    ConfigOption,
    JsonOption,
    cell,
    facts,
    find_camera,
    format_age,
    format_bytes,
    load,
    open_journal,
    show,
)

_STATES = {
    "received": "to be looked at",
    "admitted": "to be rendered",
    "rendered": "to be uploaded",
    "uploaded": "uploaded",
    "confirmed": "in the cloud",
    "set_aside": "set aside",
    "duplicate": "sent again",
}
_STYLES = {"confirmed": "green", "set_aside": "yellow"}
_LABELS = {"clip": "  Clip", "treatment": "  Done", "versions": "  Versions", "why": "  Why"}


def clips(
    camera: Annotated[str | None, typer.Option("--camera", help="Only of this one.")] = None,
    last: Annotated[int, typer.Option("--last", min=1, max=10_000, help="How many.")] = 10,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """What became of the latest files: copied or encoded anew, and why; newest first."""
    settings = load(config)
    if camera is not None:
        find_camera(settings, camera)
    journal = open_journal(settings.spool.directory)
    stories = [asdict(story) for story in list_latest(journal, camera, last)]
    show(stories, as_json, lambda console: _draw(console, stories))


def _draw(console: Console, stories: Sequence[Mapping[str, object]]) -> None:
    if not stories:
        console.print("No file came yet.")
    for story in stories:
        age, size = format_age(story["received_at"]), format_bytes(story["bytes"])
        state = str(story["state"])
        head = f"{story['name']} of {story['camera']}, {size}, {age}: "
        console.print(cell(head, "bold") + cell(_STATES[state], _STYLES.get(state, "")))
        known = {label: story[key] for key, label in _LABELS.items() if story[key] is not None}
        console.print(facts(known))
