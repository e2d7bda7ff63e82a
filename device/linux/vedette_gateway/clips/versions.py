"""Makes what is slow to make of a clip, once its original is safe. For worker processes only."""

from collections.abc import Callable, Sequence
from pathlib import Path

from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.media import NoPicture
from vedette_gateway.clips.preview import make_preview, take_first, write_pictures
from vedette_gateway.clips.rendition import Made, Rendition, finish
from vedette_gateway.clips.transcoding import SD, Aim, Transcoded, aim_at_full_size, transcode
from vedette_gateway.ports.disk import sync_directory
from vedette_gateway.ports.libav import BAD_MEDIA, is_out_of_space
from vedette_gateway.settings import SOFTWARE_ENCODER

_THUMB = "thumb.jpg"


def make_versions(
    source: Path, contents: Contents, folder: Path, names: Sequence[str], encoder: str | None
) -> Made:
    """Make them in `folder`, durable on return; what fails is said and left out.

    `encoder` is None when this computer has none.
    """
    made = Made([], [])
    try:
        for name in names:
            if name == "preview":
                _make_preview(source, folder, made)
            else:
                aim = SD if name == "sd" else aim_at_full_size(contents.width, contents.height)
                _make_video(source, folder, aim, encoder, made)
    except OSError as error:
        # Nothing of it will be written down: it only takes room.
        if is_out_of_space(error):
            for rendition in made.renditions:
                (folder / rendition.path).unlink(missing_ok=True)
        raise
    sync_directory(folder)
    return made


def make_still_preview(folder: Path) -> Made:
    """The thumbnail as a preview, without a look at what the camera sent."""
    made = Made([], [])
    part = folder / "preview.webp.part"
    _attempt(made, "preview", lambda: _write_still(folder, part), part)
    sync_directory(folder)
    return made


def _make_video(source: Path, folder: Path, aim: Aim, encoder: str | None, made: Made) -> None:
    if encoder is None:
        made.notes.append(f"no {aim.name}: no H.264 encoder works here")
        return
    part = folder / f"{aim.name}.mp4.part"

    def encode(name: str) -> str:
        return _describe(transcode(source, part, aim, name), name)

    def encode_safely() -> str:
        if encoder == SOFTWARE_ENCODER:
            return encode(encoder)
        try:
            return encode(encoder)
        except BAD_MEDIA as error:
            if is_out_of_space(error):
                raise
            return f"{encode(SOFTWARE_ENCODER)}, since {encoder} failed ({type(error).__name__})"

    _attempt(made, aim.name, encode_safely, part)


def _make_preview(source: Path, folder: Path, made: Made) -> None:
    part = folder / "preview.webp.part"

    def show() -> str:
        try:
            return f"{make_preview(source, part)} pictures"
        except (*BAD_MEDIA, NoPicture) as error:
            if is_out_of_space(error):
                raise
            return f"{_write_still(folder, part)} ({_explain(error)})"

    _attempt(made, "preview", show, part)


def _write_still(folder: Path, part: Path) -> str:
    thumb = folder / _THUMB
    write_pictures(take_first(thumb) if thumb.is_file() else [], part)
    return "the thumbnail only"


def _attempt(made: Made, name: str, make: Callable[[], str], part: Path) -> None:
    try:
        note = make()
        made.renditions.append(_finish(part, name))
    except (*BAD_MEDIA, NoPicture) as error:
        part.unlink(missing_ok=True)
        if is_out_of_space(error):
            raise
        made.notes.append(f"no {name}: {_explain(error)}")
    else:
        made.notes.append(f"{name}: {note}")


def _finish(part: Path, name: str) -> Rendition:
    if name == "preview":
        return finish(part, name, "image/webp", "webp")
    return finish(part, name, "video/mp4", "mp4")


def _describe(transcoded: Transcoded, encoder: str) -> str:
    lost = f", {transcoded.lost} packets did not decode" if transcoded.lost else ""
    return f"{transcoded.width}x{transcoded.height} by {encoder}{lost}"


def _explain(error: Exception) -> str:
    if isinstance(error, NoPicture):
        return str(error)
    # Without the path that PyAV puts into the text.
    return str(getattr(error, "strerror", None) or type(error).__name__)
