"""What the API of clips answers; the OpenAPI file and the web's types are made from this."""

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from contract import names

Item = TypeVar("Item")

_TIME = "2026-11-21T04:26:14.123Z"
_LINK = (
    "https://d111111abcdef8.cloudfront.net/clips/home/porch/2026/11/21/"
    "01KAJ5X9QJ8Z3V6M2N4P7R0TSW/thumb.jpg?Policy=eyJT&Signature=ZmFrZQ__&Key-Pair-Id=K2JCJMDEHXQW5F"
    "&Hash-Algorithm=SHA256"
)


class Answer(BaseModel):
    """Every field is always there; what is not known is null."""

    # An error's text must not quote a signed link.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Page(Answer, Generic[Item]):
    """Some items; it may hold fewer than asked for, and only a null cursor means the end."""

    items: list[Item]
    cursor: str | None = Field(description="Where the next page starts; null at the end.")


class Camera(Answer):
    """A camera that has recorded something."""

    id: str = Field(description="Name among all sites.", examples=["home_porch"])
    site: str = Field(description="Its site.", examples=["home"])
    name: str = Field(description="Name within its site.", examples=["porch"])
    last_recorded_at: str = Field(
        description="Start of its newest recording, UTC.", examples=[_TIME]
    )
    last_received_at: str = Field(
        description="When its gateway last received one, UTC.", examples=[_TIME]
    )
    silent: bool = Field(
        description=f"Whether that is more than {names.CLIPS_SILENT_AFTER_S // 3600} hours ago.",
        examples=[False],
    )


class CameraPage(Page[Camera]):
    """Cameras by site and name."""


class ClipFacts(Answer):
    """A recording, as every list shows it."""

    id: str = Field(description="ULID.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"])
    site: str = Field(description="Where it was recorded.", examples=["home"])
    camera: str = Field(description="What recorded it.", examples=["home_porch"])
    kind: Literal["clip", "still"] = Field(description="What was recorded.", examples=["clip"])
    recorded_at: str = Field(description="The time chosen for its start, UTC.", examples=[_TIME])
    received_at: str = Field(description="When the gateway had all of it, UTC.", examples=[_TIME])
    camera_at: str | None = Field(
        description="What the camera's clock said, UTC.", examples=[_TIME, None]
    )
    duration_ms: int | None = Field(description="Length in milliseconds.", examples=[12480])
    width: int | None = Field(description="Pixels.", examples=[1920])
    height: int | None = Field(description="Pixels.", examples=[1080])
    bytes: int | None = Field(description="Size of the original.", examples=[3145728])
    playable: bool = Field(
        description="Whether what has arrived plays in a browser.", examples=[True]
    )
    starred: bool = Field(description="Whether somebody keeps it.", examples=[False])
    thumb_url: str | None = Field(
        description="A small picture; the link opens for 15 to 30 minutes.", examples=[_LINK]
    )
    preview_url: str | None = Field(
        description="A short moving picture; its link opens as long.", examples=[_LINK]
    )


class ClipSummary(ClipFacts):
    """A recording, as a list shows it."""

    seen: bool = Field(description="Whether the caller has seen it.", examples=[False])


class ClipPage(Page[ClipSummary]):
    """Recordings by `recorded_at`; a filter may leave a page short, or even empty."""


class Medium(Answer):
    """One rendition."""

    url: str = Field(description="Opens until `media_expires_at`.", examples=[_LINK])
    content_type: str = Field(description="Its media type.", examples=["image/jpeg"])
    bytes: int = Field(description="Its size.", examples=[18211])


class Media(Answer):
    """The renditions that have arrived; the others are null."""

    original: Medium | None
    hd: Medium | None = Field(description="Only of what browsers cannot play; full size, H.264.")
    sd: Medium | None
    thumb: Medium | None
    preview: Medium | None


class Star(Answer):
    """Why a recording is kept beyond retention."""

    by: str = Field(description="Id of the person who starred it or wrote the note.")
    at: str = Field(description="When, UTC.", examples=[_TIME])
    note: str = Field(description="Why; may be empty.", examples=["for the insurance"])
    version: int = Field(description="Changes with every change of the star.", examples=[1])
    yours: bool = Field(description="Whether that is the caller.", examples=[True])
    held: bool = Field(
        description="Whether the bucket already protects every object of it; takes seconds."
    )


class ClipDetail(ClipSummary):
    """A recording with all that is known of it and access to its media."""

    video_codec: str | None = Field(description="FFmpeg's name.", examples=["h264"])
    audio_codec: str | None = Field(description="FFmpeg's name.", examples=["aac"])
    treatment: str | None = Field(
        description="What the gateway did to the file and why.", examples=["remuxed"]
    )
    versions: str | None = Field(
        description="What the gateway made of it beside the original, and why not more.",
        examples=["preview: 10 pictures; sd: 640x360 by libx264"],
    )
    source_name: str | None = Field(
        description="The camera's file name.", examples=["MDAlarm_20261121-052614.mkv"]
    )
    expires_at: str | None = Field(
        description="When it is forgotten, UTC; null while it is starred.", examples=[_TIME]
    )
    star: Star | None = Field(description="Who keeps it and why; null when nobody does.")
    media: Media
    media_expires_at: str = Field(description="When the links end, UTC.", examples=[_TIME])
