"""Makes the renditions of one file. Runs in a worker process only."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from vedette_gateway.clips import media
from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.rendition import Rendered, Rendition, hash_file, keep
from vedette_gateway.ports.disk import publish, sync_directory
from vedette_gateway.ports.libav import BAD_MEDIA

Made = TypeVar("Made")


def render(source: Path, contents: Contents, folder: Path, thumb_width: int) -> Rendered:
    """Make thumbnail and playable original in `folder`; both are durable on return.

    What cannot be made is left out and said in `treatment`: then the original is the file as it
    came. Raises media.NoPicture when there is no picture in a file that a browser could play.
    """
    folder.mkdir(parents=True, exist_ok=True)
    treatment: list[str] = []
    duration_ms, audio_codec, original = None, contents.audio_codec, None
    if contents.kind == "still":
        treatment.append("kept as it came")
    elif not media.is_playable(contents):
        codec = f"{contents.video_codec} {contents.pixel_format}"
        treatment.append(f"kept as it came: browsers do not play {codec}")
        duration_ms = _attempt(lambda: media.measure_ms(source))
    else:
        try:
            original, copied = _remux(source, folder)
        except BAD_MEDIA as error:
            treatment.append(f"kept as it came: cannot be made an MP4: {type(error).__name__}")
        else:
            duration_ms, audio_codec = copied.duration_ms, copied.audio_codec
            treatment.append(_describe(copied))
    thumb = _make_thumbnail(source, folder, thumb_width)
    if thumb is None:
        treatment.append("no thumbnail: no keyframe could be decoded")
    renditions = [] if thumb is None else [thumb]
    renditions.append(original or keep(source, contents))
    sync_directory(folder)
    return Rendered(renditions, "; ".join(treatment), duration_ms, audio_codec)


def _remux(source: Path, folder: Path) -> tuple[Rendition, media.Copied]:
    part = folder / "original.mp4.part"
    copied = media.remux(source, part)
    return _publish(part, "original", "video/mp4", "mp4"), copied


def _make_thumbnail(source: Path, folder: Path, width: int) -> Rendition | None:
    picture = _attempt(lambda: media.make_thumbnail(source, width))
    if not picture:
        return None
    part = folder / "thumb.jpg.part"
    part.write_bytes(picture)
    return _publish(part, "thumb", "image/jpeg", "jpg")


def _publish(part: Path, name: str, content_type: str, extension: str) -> Rendition:
    whole = part.with_suffix("")
    publish(part, whole)
    sha256, size = hash_file(whole)
    return Rendition(name, whole.name, content_type, extension, size, sha256)


def _describe(copied: media.Copied) -> str:
    parts = ["remuxed to MP4", "video copied"]
    if copied.audio_source is not None and copied.audio_source != copied.audio_codec:
        parts.append(f"audio {copied.audio_source} to {copied.audio_codec}")
    elif copied.audio_codec is not None:
        parts.append("audio copied")
    if copied.mended:
        parts.append(f"{copied.mended} timestamps mended")
    return ", ".join(parts)


def _attempt(work: Callable[[], Made]) -> Made | None:
    try:
        return work()
    except (*BAD_MEDIA, media.NoPicture):
        return None
