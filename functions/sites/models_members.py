"""Members of a site, as the API answers and takes them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from contract import names
from functions.membership import Role
from functions.sites.logic.times import format_instant, parse_instant
from functions.sites.models import VERSION, Answer, Version, Wish
from functions.sites.models_groups import Camera

_ROLE = "What the member may; an owner sees every camera and has no end."
_CAMERAS = "The only cameras the member may see, by name within the site; null is all."
_ENDS = "When the membership ends, RFC 3339; null is never."


def _address(text: str) -> str:
    # Cognito takes letters of either case for the same.
    return text.lower()


def _instant(text: str) -> str:
    return format_instant(parse_instant(text))


Email = Annotated[
    str,
    BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value),
    Field(max_length=128, pattern=r"^[!-?A-~]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"),
    AfterValidator(_address),
]
Cameras = Annotated[
    list[Camera], Field(min_length=1, max_length=names.SITES_CAMERAS_PER_MEMBER_MAX)
]
Instant = Annotated[str, AfterValidator(_instant), Field(max_length=40)]


class Member(Answer):
    """Somebody who belongs to a site."""

    id: str = Field(description="Names the person.", examples=["5f1c2d3e"])
    email: str | None = Field(description="The address.", examples=["ann@example.org"])
    name: str | None = Field(description="What the person is called.", examples=["Ann", None])
    role: Role = Field(description=_ROLE, examples=["guest"])
    cameras: list[str] | None = Field(description=_CAMERAS, examples=[["porch"], None])
    expires_at: str | None = Field(description=_ENDS, examples=["2026-12-24T18:00:00.000Z", None])
    state: Literal["invited", "active", "appointed", "expired"] = Field(
        description="Invited until the first visit; appointed by the platform team, who alone"
        " changes that; expired when the end has come.",
        examples=["invited"],
    )
    version: int = VERSION


class MemberList(Answer):
    """Everybody who belongs to a site, by address."""

    items: list[Member]


class Invitation(Wish):
    """Whom to let in, and what they may."""

    email: Email = Field(description="Where the letter goes.", examples=["ann@example.org"])
    role: Role = Field(description=_ROLE, examples=["guest"])
    cameras: Cameras | None = Field(default=None, description=_CAMERAS, examples=[["porch"]])
    expires_at: Instant | None = Field(
        default=None, description=_ENDS, examples=["2027-12-24T18:00:00.000Z"]
    )


class Invited(Member):
    """A member who was let in just now."""

    mailed: bool = Field(
        description="Whether a letter with a password went out; who has an account gets none.",
        examples=[True],
    )


class MemberChange(Wish):
    """What a member shall be; what is left out stays, null takes a limit away."""

    role: Role | None = Field(default=None, description=_ROLE, examples=["viewer"])
    cameras: Cameras | None = Field(default=None, description=_CAMERAS, examples=[["porch"]])
    expires_at: Instant | None = Field(
        default=None, description=_ENDS, examples=["2027-12-24T18:00:00.000Z"]
    )
    version: Version = VERSION


class RemovedMember(Answer):
    """Who does not belong to the site any more."""

    id: str = Field(description="The person.", examples=["5f1c2d3e"])
