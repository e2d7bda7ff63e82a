"""What the API of sites answers and takes; the OpenAPI file and the web's types are made of it."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from contract import names
from functions.membership import Role
from functions.sites.logic.sites import check_zone


class Answer(BaseModel):
    """Every field is always there; what is not known is null."""

    model_config = ConfigDict(frozen=True)


class Wish(BaseModel):
    """What a caller wants; a field that nobody knows is refused: it may be a slip."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _readable(text: str) -> str:
    # What cannot be seen could make one name look like another.
    if not text.isprintable() or text != text.strip():
        raise ValueError("must be printable, without space around it")
    return text


Name = Annotated[
    str, AfterValidator(_readable), Field(min_length=1, max_length=names.SITES_NAME_MAX)
]
Zone = Annotated[str, AfterValidator(check_zone), Field(max_length=64)]
# Numbers of JSON are exact up to here in browsers.
Version = Annotated[int, Field(ge=0, le=2**53 - 1, strict=True)]

VERSION: Any = Field(description="Counts changes; give back the one you saw.", examples=[3])


class Site(Answer):
    """A place with cameras that the caller belongs to."""

    id: str = Field(description="Name of the site in addresses and ids.", examples=["home"])
    name: str = Field(description="What people call it.", examples=["Summer house"])
    zone: str = Field(description="Its time zone, by IANA's name.", examples=["Europe/Berlin"])
    role: Role = Field(description="What the caller is to it.", examples=["owner"])
    cameras: list[str] | None = Field(
        description="The only cameras the caller may see, by name within the site; null is all.",
        examples=[["porch"], None],
    )
    version: int = VERSION


class SiteList(Answer):
    """All sites of the caller, by name."""

    items: list[Site]


class SiteChange(Wish):
    """New settings of a site; what is left out stays."""

    name: Name | None = Field(
        default=None, description="What people call it.", examples=["Summer house"]
    )
    zone: Zone | None = Field(
        default=None, description="Its time zone, by IANA's name.", examples=["Europe/Berlin"]
    )
    version: Version = VERSION
