"""What the API takes and answers about exports."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from contract import names
from functions.clips.logic.times import parse_bound
from functions.clips.models import Answer, Page

_TIME = "2026-11-21T04:00:00.000Z"
_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"
_INSTANT = {"format": "date-time"}


def _camera(text: str) -> str:
    try:
        names.parse_camera_id(text)
    except ValueError:
        raise ValueError("must be the id of a camera, like home_porch") from None
    return text


class ExportWish(BaseModel):
    """Which recordings to put into one file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    cameras: list[Annotated[str, AfterValidator(_camera)]] = Field(
        description="Of one site.",
        min_length=1,
        max_length=names.CLIPS_EXPORT_CAMERAS_MAX,
        examples=[["home_porch"]],
    )
    after: Annotated[str, AfterValidator(parse_bound)] = Field(
        description="Recordings that start at this instant or later, RFC 3339.",
        examples=[_TIME],
        json_schema_extra={**_INSTANT},
    )
    before: Annotated[str, AfterValidator(parse_bound)] = Field(
        description="Recordings that start before this instant; at most 31 days later.",
        examples=["2026-11-21T08:00:00.000Z"],
        json_schema_extra={**_INSTANT},
    )


class Export(Answer):
    """One zip file of recordings with a signed manifest, or how far it is."""

    id: str = Field(description="ULID.", examples=[_ID])
    site: str = Field(description="Where it was recorded.", examples=["home"])
    cameras: list[str] = Field(description="Which recorded it.", examples=[["home_porch"]])
    after: str = Field(description="Begin of the range, UTC.", examples=[_TIME])
    before: str = Field(description="End of the range, UTC.", examples=[_TIME])
    created_at: str = Field(description="When it was asked for, UTC.", examples=[_TIME])
    state: Literal["queued", "running", "ready", "failed", "expired"] = Field(
        description="How far it is."
    )
    reason: Literal["empty", "too_many_clips", "too_many_bytes", "too_long", "stopped"] | None = (
        Field(
            description=(
                "Why it failed: nothing was recorded; more than "
                f"{names.CLIPS_EXPORT_CLIPS_MAX} recordings; more than "
                f"{names.CLIPS_EXPORT_BYTES_MAX >> 30} GiB; more than 14 minutes of work; "
                "interrupted."
            )
        )
    )
    clips_total: int = Field(description="Recordings; 0 until they are counted.", examples=[12])
    clips_done: int = Field(description="Recordings in the file so far.", examples=[5])
    bytes_total: int = Field(description="Their size.", examples=[37748736])
    bytes_done: int = Field(description="What of it is in the file so far.", examples=[15728640])
    bytes: int | None = Field(description="Size of the file.", examples=[37760000, None])
    expires_at: str | None = Field(description="When the file is deleted, UTC.", examples=[_TIME])
    url: str | None = Field(
        description="Downloads the file, for 15 to 30 minutes; only where one export is asked for.",
        examples=[None],
    )


class ExportPage(Page[Export]):
    """The caller's exports, newest first."""
