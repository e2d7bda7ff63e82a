"""Which further versions a clip gets: decided from what it is and what the settings want."""

from dataclasses import dataclass
from typing import Literal

from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.receipts import VersionStep
from vedette_gateway.clips.rendition import Rendered
from vedette_gateway.settings import Media

# What the low version may have itself: pictures, sound, and their container.
_SMALL_BITS_PER_S = 480_000
_SMALL_SIDE = 360

Version = Literal["hd", "preview", "sd"]


@dataclass(frozen=True)
class Original:
    """What the wishes depend on."""

    contents: Contents
    bytes: int
    duration_ms: int | None


def choose_first_step(contents: Contents, rendered: Rendered, wanted: Media) -> VersionStep | None:
    """What to make when thumbnail and original are done; None when that was all."""
    made = {each.name: each for each in rendered.renditions}
    if contents.kind == "still" or "thumb" not in made:
        return None
    if not made["original"].path:
        # Kept as it came, since browsers do not play it.
        return "playable"
    original = Original(contents, made["original"].bytes, rendered.duration_ms)
    return choose_next_step("playable", original, wanted)


def choose_next_step(done: VersionStep, original: Original, wanted: Media) -> VersionStep | None:
    if done == "playable" and list_versions("smaller", original, wanted):
        return "smaller"
    return None


def list_versions(step: VersionStep, original: Original, wanted: Media) -> list[Version]:
    """In the order in which they are made: the quickest first."""
    if step == "playable":
        return ["hd"]
    versions: list[Version] = ["preview"] if wanted.preview else []
    return [*versions, "sd"] if wanted.sd and not is_small(original) else versions


def is_small(original: Original) -> bool:
    """Whether a low version would not be lower."""
    contents = original.contents
    if min(contents.width, contents.height) > _SMALL_SIDE or not original.duration_ms:
        return False
    return original.bytes * 8000 <= _SMALL_BITS_PER_S * original.duration_ms
