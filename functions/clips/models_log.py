"""What the API answers of a site's access log."""

from typing import Literal

from pydantic import Field

from functions.clips.models import Answer, Page

DeedName = Literal[
    "view",
    "export",
    "fetch_export",
    "share",
    "unshare",
    "open_share",
    "star",
    "unstar",
    "delete",
    "restore",
]


class LogEntry(Answer):
    """One line: who did what, and when."""

    id: str = Field(description="ULID.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"])
    at: str = Field(description="When, UTC.", examples=["2026-11-21T04:26:14.123Z"])
    deed: DeedName = Field(
        description="What was done; a view is told once an hour for each person and recording.",
        examples=["share"],
    )
    person: str | None = Field(
        description="Id of the member who did it; null for somebody with a share link.",
        examples=["5f1c2d3e-0f6a-4a51-9d8b-1c2d3e4f5a6b", None],
    )
    clip: str | None = Field(
        description="The recording.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW", None]
    )
    camera: str | None = Field(description="The camera.", examples=["home_porch", None])
    about: str | None = Field(
        description="Id of the share or the export.",
        examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSX", None],
    )


class LogPage(Page[LogEntry]):
    """Lines of the access log, newest first."""
