"""What the API answers that counts: calendar, timeline, statistics."""

from typing import Literal

from pydantic import Field

from functions.clips.models import Answer

_DATE = "2026-11-21"
_TIME = "2026-11-21T04:15:00.000Z"
_CAMERA = "home_porch"


class Day(Answer):
    """A local day with recordings."""

    date: str = Field(description="In the time zone asked for.", examples=[_DATE])
    clips: int = Field(description="Recordings that begin on it.", examples=[12])
    unseen: int = Field(description="Those that the caller has not seen.", examples=[3])


class DayList(Answer):
    """The days of one month that have recordings, in order."""

    items: list[Day]
    zone: str = Field(description="Whose days they are.", examples=["Europe/Berlin"])


class Bucket(Answer):
    """A quarter of an hour in which something was recorded."""

    at: str = Field(description="When it begins, UTC.", examples=[_TIME])
    clips: int = Field(description="Recordings that begin in it.", examples=[3])
    duration_ms: int = Field(description="How long they are together.", examples=[36480])


class CameraTimeline(Answer):
    """A camera that recorded something; quarters that are missing are gaps."""

    id: str = Field(description="Its name among all sites.", examples=[_CAMERA])
    buckets: list[Bucket]


class Timeline(Answer):
    """Cameras by name; those without recordings are left out."""

    bucket_ms: int = Field(description="Length of a bucket.", examples=[900000])
    cameras: list[CameraTimeline]


class Counts(Answer):
    """How much was recorded."""

    clips: int = Field(description="Recordings.", examples=[12])
    duration_ms: int = Field(description="How long they are together.", examples=[36480])


class DayCounts(Counts):
    """Of one local day."""

    date: str = Field(description="In the time zone asked for.", examples=[_DATE])


class HourCounts(Counts):
    """Of one hour of all days together."""

    hour: int = Field(description="0 to 23, in the time zone asked for.", examples=[7])


class CameraCounts(Counts):
    """Of one camera; bytes are of all renditions and counted by UTC days."""

    id: str = Field(description="Its name among all sites.", examples=[_CAMERA])
    bytes: int = Field(description="Of the days of the period.", examples=[3145728])
    stored_bytes: int = Field(description="Of all that is kept now.", examples=[94371840])
    bytes_a_day: int = Field(description="At the rate of its last week.", examples=[3145728])
    forecast_cost_a_month: float = Field(
        description="What storing will cost at that rate, by S3's list prices.", examples=[0.02]
    )


class Statistics(Answer):
    """A site in numbers: `by_day` and `by_hour` have every day and hour of the period."""

    after: str = Field(description="Where the period begins, UTC.", examples=[_TIME])
    before: str = Field(description="Where it ends, UTC.", examples=[_TIME])
    zone: str = Field(description="Whose days and hours they are.", examples=["Europe/Berlin"])
    by_day: list[DayCounts]
    by_hour: list[HourCounts]
    cameras: list[CameraCounts]
    stored_bytes: int = Field(description="Of all cameras.", examples=[94371840])
    forecast_cost_a_month: float = Field(description="Of all cameras.", examples=[0.02])
    currency: Literal["USD"]
    retention_days: int = Field(description="How long recordings are kept.", examples=[30])
