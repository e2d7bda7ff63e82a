"""What the API takes and answers about clips that people have seen."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contract import names

_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSW"
_IDS = Field(min_length=1, max_length=names.CLIPS_SEEN_PER_CALL_MAX, examples=[[_ID]])


class SeenMarks(BaseModel):
    """Recordings to mark; those that are not the caller's, or not any more, are left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    ids: Annotated[list[Annotated[str, StringConstraints(max_length=64)]], _IDS]
    seen: bool = Field(description="Whether the caller has seen them.", examples=[True])


class Marked(BaseModel):
    """What was marked."""

    model_config = ConfigDict(frozen=True)

    ids: list[str] = Field(description="Of the recordings that are marked now.", examples=[[_ID]])
