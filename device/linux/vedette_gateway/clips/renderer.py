"""Makes the renditions of one file. Runs in a worker process only."""

from pathlib import Path

from av.video.frame import VideoFrame

from vedette_gateway.clips import media
from vedette_gateway.clips.admission import Contents
from vedette_gateway.clips.remux import Copied, remux
from vedette_gateway.clips.rendition import Rendered, Rendition, finish, keep
from vedette_gateway.ports.disk import sync_directory
from vedette_gateway.ports.libav import BAD_MEDIA, encode_jpeg, is_out_of_space

_NO_THUMB = "no thumbnail: no keyframe could be decoded"


def render(source: Path, contents: Contents, folder: Path, thumb_width: int) -> Rendered:
    """Make thumbnail and playable original in `folder`; both are durable on return.

    What cannot be made is left out and said in `treatment`; the original is then the file as it
    came. Raises media.NoPicture when there is no picture in a file that a browser could play.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if media.is_playable(contents):
        try:
            rendered = _remux(source, folder, thumb_width)
        except BAD_MEDIA as error:
            if is_out_of_space(error):
                raise
            why = f"it cannot be made an MP4 ({type(error).__name__})"
            rendered = _keep(source, contents, folder, thumb_width, why)
    else:
        codec = f"{contents.video_codec} {contents.pixel_format}"
        why = "" if contents.kind == "still" else f"browsers do not play {codec}"
        rendered = _keep(source, contents, folder, thumb_width, why)
    sync_directory(folder)
    return rendered


def _remux(source: Path, folder: Path, thumb_width: int) -> Rendered:
    part = folder / "original.mp4.part"
    copied = remux(source, part)
    original = finish(part, "original", "video/mp4", "mp4")
    thumb = _make_thumbnail(copied.picture or _find_picture(source), folder, thumb_width)
    return Rendered(
        renditions=[original] if thumb is None else [thumb, original],
        treatment=_describe(copied, has_thumb=thumb is not None),
        duration_ms=copied.duration_ms,
        audio_codec=copied.audio_codec,
    )


def _keep(source: Path, contents: Contents, folder: Path, thumb_width: int, why: str) -> Rendered:
    thumb = _make_thumbnail(_find_picture(source), folder, thumb_width)
    treatment = f"kept as it came: {why}" if why else "kept as it came"
    original = keep(source, contents)
    return Rendered(
        renditions=[original] if thumb is None else [thumb, original],
        treatment=treatment if thumb else f"{treatment}; {_NO_THUMB}",
        duration_ms=None if contents.kind == "still" else _measure_ms(source),
        audio_codec=contents.audio_codec,
    )


def _make_thumbnail(picture: VideoFrame | None, folder: Path, width: int) -> Rendition | None:
    if picture is None:
        return None
    part = folder / "thumb.jpg.part"
    part.write_bytes(encode_jpeg(picture, min(width, picture.width)))
    return finish(part, "thumb", "image/jpeg", "jpg")


def _describe(copied: Copied, *, has_thumb: bool) -> str:
    parts = ["remuxed to MP4", "video copied"]
    if copied.audio_source != copied.audio_codec:
        parts.append(f"audio {copied.audio_source} to {copied.audio_codec}")
    elif copied.audio_codec is not None:
        parts.append("audio copied")
    if copied.mended:
        parts.append(f"{copied.mended} timestamps mended")
    if not has_thumb:
        parts.append(_NO_THUMB)
    return ", ".join(parts)


def _find_picture(source: Path) -> VideoFrame | None:
    try:
        return media.find_picture(source)
    except (*BAD_MEDIA, media.NoPicture):
        return None


def _measure_ms(source: Path) -> int | None:
    try:
        return media.measure_ms(source)
    except BAD_MEDIA:
        return None
