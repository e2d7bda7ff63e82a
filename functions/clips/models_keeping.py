"""What the API takes and answers about stars and deletions."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from contract import names
from functions.clips.models import Answer, ClipFacts, Page, Star

_TIME = "2026-11-21T04:26:14.123Z"


def _readable(text: str) -> str:
    # What a person types in several lines stays so; what no screen shows goes.
    kept = "".join(letter for letter in text if letter == "\n" or letter.isprintable())
    return kept.strip()


class StarWish(BaseModel):
    """That a recording is kept, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    note: Annotated[
        str,
        Field(
            max_length=names.CLIPS_NOTE_LETTERS_MAX,
            description="Why; may be empty.",
            examples=["for the insurance"],
        ),
        AfterValidator(_readable),
    ] = ""
    version: int = Field(
        default=0,
        ge=0,
        le=2**53,
        description="The star's version that the person saw; 0 for none.",
        examples=[0],
    )


class StarState(Answer):
    """The star of a recording after a call; null when it has none."""

    id: str = Field(description="ULID.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"])
    star: Star | None


class Deletion(Answer):
    """A recording that is on no list any more."""

    id: str = Field(description="ULID.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"])
    restorable_until: str = Field(description="Until then it can be restored, UTC.")


class Restoration(Answer):
    """A recording that is back on its lists."""

    id: str = Field(description="ULID.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"])


class DeletedClip(ClipFacts):
    """A recording that was deleted and can be restored."""

    deleted_by: str = Field(description="Id of the person.")
    deleted_at: str = Field(description="When, UTC.", examples=[_TIME])
    restorable_until: str = Field(description="When it goes for good, UTC.", examples=[_TIME])


class DeletedPage(Page[DeletedClip]):
    """Deleted recordings of a site, the last deleted first."""
