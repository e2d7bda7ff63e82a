"""The caller's profile, as the API answers and takes it."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from contract import names
from functions.sites.models import VERSION, Answer, Name, Version, Wish, Zone

# Those of the contract; a test compares them.
Language = Literal["auto", "en", "de"]
Theme = Literal["auto", "light", "dark"]
Dates = Literal["auto", "iso", "day-first", "month-first"]
Channel = Literal["none", "push", "email"]


def _camera_id(text: str) -> str:
    try:
        names.parse_camera_id(text)
    except ValueError:
        raise ValueError("must be the id of a camera, like home_porch") from None
    return text


Time = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
CameraId = Annotated[str, AfterValidator(_camera_id), Field(max_length=65)]


class Notifications(Wish):
    """How a person is told of new clips."""

    channel: Channel = Field(description="By what.", examples=["push"])
    cameras: Annotated[list[CameraId], Field(min_length=1, max_length=500)] | None = Field(
        description="Ids of the only ones that count; null is all, also those to come.",
        examples=[None],
    )
    quiet_from: Time | None = Field(
        description="Nothing is sent from this time", examples=["22:00"]
    )
    quiet_to: Time | None = Field(description="until this one.", examples=["07:00"])
    zone: Zone | None = Field(
        description="Whose clock the quiet hours are by.", examples=["Europe/Berlin"]
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        hours = (self.quiet_from, self.quiet_to)
        if (None in hours) and hours != (None, None):
            raise ValueError("quiet hours have a beginning and an end")
        if None not in hours and self.zone is None:
            raise ValueError("quiet hours need a zone")
        return self


class Profile(Answer):
    """Who the caller is and what they chose."""

    id: str = Field(description="Names the person.", examples=["5f1c2d3e"])
    email: str | None = Field(
        description="Where the person is written to; null where that is not known.",
        examples=["ann@example.org"],
    )
    name: str | None = Field(description="What others call the person.", examples=["Ann"])
    language: Language = Field(description="Of the web app and of letters.", examples=["de"])
    theme: Theme = Field(description="How the web app looks.", examples=["dark"])
    dates: Dates = Field(description="How dates are written.", examples=["auto"])
    notifications: Notifications
    version: int = VERSION


class ProfileChange(Wish):
    """A profile as it shall be."""

    name: Name | None = Field(description="What others call the person.", examples=["Ann"])
    language: Language = Field(description="Of the web app and of letters.", examples=["de"])
    theme: Theme = Field(description="How the web app looks.", examples=["dark"])
    dates: Dates = Field(description="How dates are written.", examples=["auto"])
    notifications: Notifications
    version: Version = VERSION
