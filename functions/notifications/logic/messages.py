"""The messages of the queue: a clip that arrived, and a notification on its way to one place."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, cast

from contract import names
from functions.errors import Rejected
from functions.notifications.logic.content import Clip


@dataclass(frozen=True)
class Push:
    """A notification for one browser, which is not sent after `until_s`; `topic` is its event."""

    push_id: str
    title: str
    detail: str
    path: str
    topic: str
    until_s: int


@dataclass(frozen=True)
class Letter:
    """An e-mail that is not sent after `until_s`."""

    to: str
    subject: str
    text: str
    until_s: int


def format_message(message: Push | Letter) -> str:
    """As the queue holds it."""
    return json.dumps({"way": type(message).__name__.lower(), **asdict(message)})


def parse_message(body: str) -> Clip | Push | Letter:
    """Raises Rejected "malformed_message" for what nobody of ours has sent."""
    try:
        message: object = json.loads(body)
        if not isinstance(message, dict):
            raise TypeError("not an object")
        facts = cast("dict[str, Any]", message)
        way = facts.pop("way", "clip")
        if way == "clip":
            clip = names.decode_clip_arrived(
                {name.replace("_", "-"): str(value) for name, value in facts.items()}
            )
            return Clip(
                id=str(clip["clip_id"]),
                site=str(clip["site"]),
                camera=str(clip["camera"]),
                kind=str(clip["kind"]),
                recorded_at=str(clip["recorded_at"]),
            )
        kind = {"push": Push, "letter": Letter}[way]
        types = {each.name: each.type for each in fields(kind)}
        if {name: type(value) for name, value in facts.items()} != types:
            raise ValueError("other fields")
        return kind(**facts)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Rejected("malformed_message", "not a message of this queue") from None
