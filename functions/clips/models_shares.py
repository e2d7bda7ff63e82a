"""What the API takes and answers about share links."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from contract import names
from functions.clips.logic.times import parse_bound
from functions.clips.models import Answer, Medium, Page

_TIME = "2026-11-28T04:26:14.000Z"
_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"
_SECRET = "q3Zx0mWvV9m0C2m1a7b4d5e6f7g8h9i0j1k2l3m4n5o"


def _instant(text: str) -> str:
    return parse_bound(text)


class ShareWish(BaseModel):
    """How long a recording is shared, and what is written over it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    expires_at: Annotated[str, AfterValidator(_instant)] = Field(
        description=f"RFC 3339; at most {names.CLIPS_SHARE_DAYS_MAX} days ahead.",
        examples=[_TIME],
        json_schema_extra={"format": "date-time"},
    )
    watermark: (
        Annotated[
            str,
            StringConstraints(
                strip_whitespace=True,
                min_length=1,
                max_length=names.CLIPS_WATERMARK_LETTERS_MAX,
                pattern=r"^[^\x00-\x1f\x7f]+$",
            ),
        ]
        | None
    ) = Field(
        default=None,
        description="Drawn over the player; the recording itself is not changed.",
        examples=["For the insurance only", None],
    )


class Share(Answer):
    """A link that shows one recording to whoever holds it."""

    id: str = Field(description="Names the link; does not open it.", examples=[_ID])
    clip: str = Field(description="The recording.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"])
    camera: str = Field(description="What recorded it.", examples=["home_porch"])
    state: Literal["open", "revoked", "expired"] = Field(description="Whether it opens.")
    created_at: str = Field(description="When it was made, UTC.", examples=[_TIME])
    created_by: str = Field(description="Id of who made it.", examples=["5f1c2d3e"])
    expires_at: str = Field(description="When it ends, UTC.", examples=[_TIME])
    revoked_at: str | None = Field(description="When it was revoked, UTC.", examples=[_TIME, None])
    watermark: str | None = Field(description="Drawn over the player.", examples=["For Ann", None])
    views: int = Field(description="How often it was opened.", examples=[3])
    last_viewed_at: str | None = Field(
        description="When it was last opened, UTC.", examples=[_TIME, None]
    )


class NewShare(Share):
    """A link just made; only now is its secret known."""

    secret: str = Field(
        description="Opens the link; behind `#/shared/` of the web app. It is never told again.",
        examples=[_SECRET],
    )


class SharePage(Page[Share]):
    """Links, newest first; those that ended or were revoked stay listed for 30 days."""


class ShareSecret(BaseModel):
    """What the holder of a link has; in the body, since addresses are written into logs."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    secret: Annotated[str, StringConstraints(max_length=200)] = Field(
        description="From the link.", examples=[_SECRET]
    )


class SharedMedia(Answer):
    """The renditions that have arrived; the others are null."""

    original: Medium | None
    hd: Medium | None
    sd: Medium | None
    thumb: Medium | None


class Shared(Answer):
    """A recording, as the holder of a link is shown it."""

    kind: Literal["clip", "still"] = Field(description="What was recorded.")
    camera: str = Field(description="Name of the camera within its site.", examples=["porch"])
    recorded_at: str = Field(description="Its start, UTC.", examples=[_TIME])
    duration_ms: int | None = Field(description="Length in milliseconds.", examples=[12480])
    width: int | None = Field(description="Pixels.", examples=[1920])
    height: int | None = Field(description="Pixels.", examples=[1080])
    playable: bool = Field(description="Whether what has arrived plays in a browser.")
    watermark: str | None = Field(description="To be drawn over it.", examples=["For Ann", None])
    media: SharedMedia
    media_expires_at: str = Field(
        description="When the links to media end, UTC: within 15 minutes.", examples=[_TIME]
    )
    expires_at: str = Field(description="When the share ends, UTC.", examples=[_TIME])
