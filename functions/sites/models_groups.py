"""Groups of cameras, as the API answers and takes them."""

from typing import Annotated

from pydantic import AfterValidator, Field

from contract import names
from functions.sites.models import VERSION, Answer, Name, Version, Wish

_NAME = "What people call it; no other group of the site has the name."
_CAMERAS = "Names within the site; a camera may be in several groups, or still to come."


def _camera(name: str) -> str:
    try:
        return names.check_camera(name)
    except ValueError:
        raise ValueError("must be the name of a camera within its site, like porch") from None


Camera = Annotated[str, AfterValidator(_camera), Field(max_length=names.CAMERA_MAX)]
Cameras = Annotated[list[Camera], Field(max_length=names.SITES_CAMERAS_PER_GROUP_MAX)]


class Group(Answer):
    """Cameras that people look at together."""

    id: str = Field(description="Names it for good.", examples=["5f2b0c4e9a7d4c1e"])
    name: str = Field(description=_NAME, examples=["Outside"])
    cameras: list[str] = Field(description=_CAMERAS, examples=[["garden", "porch"]])
    position: int = Field(description="Its place among the groups, from 0.", examples=[0])
    version: int = VERSION


class GroupList(Answer):
    """All groups of a site, in their order."""

    items: list[Group]


class NewGroup(Wish):
    """A group to add behind the others."""

    name: Name = Field(description=_NAME, examples=["Outside"])
    cameras: Cameras = Field(description=_CAMERAS, examples=[["garden", "porch"]])


class GroupChange(NewGroup):
    """A group as it shall be."""

    position: Annotated[int, Field(ge=0, lt=names.SITES_GROUPS_MAX, strict=True)] = Field(
        description="Its place among the groups, from 0.", examples=[0]
    )
    version: Version = VERSION


class RemovedGroup(Answer):
    """What is there no more."""

    id: str = Field(description="The group.", examples=["5f2b0c4e9a7d4c1e"])
