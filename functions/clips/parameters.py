"""The parameters that routes of clips take; a wrong one is told to the caller by its name."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from contract import names
from functions.clips.logic.times import parse_bound


def _limit(value: object) -> int:
    # int() alone would take "1_0", " 1" and other scripts' digits.
    text = str(value)
    few_digits = re.fullmatch("[0-9]{1,9}", text)
    if not few_digits or not 1 <= int(text) <= names.CLIPS_PAGE_MAX:
        raise ValueError(f"must be a whole number from 1 to {names.CLIPS_PAGE_MAX}")
    return int(text)


def named(parse: Callable[[str], Any], told: str) -> Callable[[str], str]:
    """A check that says `told` of what `parse` raises ValueError for."""

    def check(value: str) -> str:
        try:
            parse(value)
        except ValueError:
            raise ValueError(told) from None
        return value

    return check


def _cameras(value: str) -> str:
    cameras = value.split(",")
    most = names.CLIPS_CAMERAS_PER_QUESTION_MAX
    if len(cameras) > most:
        raise ValueError(f"must be the ids of at most {most} cameras")
    try:
        for camera in cameras:
            names.parse_camera_id(camera)
    except ValueError:
        raise ValueError("must be the id of a camera, like home_porch, or several") from None
    # Each once and in one order, so that a cursor fits however they are written.
    return ",".join(sorted(set(cameras)))


def _duration(value: object) -> int:
    text = str(value)
    if not re.fullmatch("[0-9]{1,8}", text) or int(text) > _DAY_MS:
        raise ValueError(f"must be milliseconds from 0 to {_DAY_MS}")
    return int(text)


def _truth(value: object) -> bool:
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value == "true"


_DAY_MS = 86_400_000
_NAME = f"[a-z0-9][a-z0-9-]{{0,{names.SITE_MAX - 1}}}"

Limit = Annotated[
    int,
    BeforeValidator(_limit),
    WithJsonSchema(
        {
            "type": "integer",
            "minimum": 1,
            "maximum": names.CLIPS_PAGE_MAX,
            "default": names.CLIPS_PAGE_DEFAULT,
        }
    ),
    Query(description="The most items of a page."),
]
Cursor = Annotated[
    str | None,
    WithJsonSchema({"type": "string"}),
    Query(description="Where the page starts: the `cursor` of the page before, same filters."),
]
SITE_SCHEMA = WithJsonSchema({"type": "string", "pattern": f"^{_NAME}$"})
Cameras = Annotated[
    Annotated[str, AfterValidator(_cameras)] | None,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{_NAME}_{_NAME}(,{_NAME}_{_NAME})"
            f"{{0,{names.CLIPS_CAMERAS_PER_QUESTION_MAX - 1}}}$",
        }
    ),
    Query(
        alias="camera",
        description="Only recordings of these cameras: ids with commas between.",
        examples=["home_porch", "home_porch,home_garden"],
    ),
]
Site = Annotated[
    Annotated[str, AfterValidator(named(names.check_site, "must be the name of a site, like home"))]
    | None,
    SITE_SCHEMA,
    Query(description="Only what is of this site.", examples=["home"]),
]
Kind = Annotated[
    Annotated[
        str, AfterValidator(named(names.check_kind, f"must be one of {', '.join(names.KINDS)}"))
    ]
    | None,
    WithJsonSchema({"type": "string", "enum": list(names.KINDS)}),
    Query(description="Only recordings of this kind."),
]
Before = Annotated[
    Annotated[str, AfterValidator(parse_bound)] | None,
    WithJsonSchema({"type": "string", "format": "date-time"}),
    Query(description="Only recordings that start before this instant."),
]
After = Annotated[
    Annotated[str, AfterValidator(parse_bound)] | None,
    WithJsonSchema({"type": "string", "format": "date-time"}),
    Query(description="Only recordings that start at this instant or later."),
]
_DURATION = WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _DAY_MS})
MinDuration = Annotated[
    Annotated[int, BeforeValidator(_duration)] | None,
    _DURATION,
    Query(description="Only recordings known to last as long, in milliseconds, or longer."),
]
MaxDuration = Annotated[
    Annotated[int, BeforeValidator(_duration)] | None,
    _DURATION,
    Query(description="Only recordings known to last as long, in milliseconds, or shorter."),
]
IsSeen = Annotated[
    Annotated[bool, BeforeValidator(_truth)] | None,
    WithJsonSchema({"type": "boolean"}),
    Query(alias="seen", description="Only recordings that the caller has seen, or has not."),
]
IsStarred = Annotated[
    Annotated[bool, BeforeValidator(_truth)] | None,
    WithJsonSchema({"type": "boolean"}),
    Query(alias="starred", description="Only recordings that somebody keeps, or nobody does."),
]
Order = Annotated[
    Literal["newest", "oldest"],
    Query(description="Which recordings come first."),
]
ClipId = Annotated[
    str,
    # Not checked here: an id that cannot exist is answered like one that does not.
    WithJsonSchema({"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}),
    Path(description="ULID of a recording.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"]),
]
SiteName = Annotated[
    str,
    # Not checked here either.
    WithJsonSchema({"type": "string", "pattern": f"^{_NAME}$"}),
    Path(description="Name of a site.", examples=["home"]),
]
ShareId = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}),
    Path(description="Id of a share link.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSX"]),
]
ExportId = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}),
    Path(description="Id of an export.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSX"]),
]
Deed = Annotated[
    Annotated[
        str, AfterValidator(named(names.check_deed, f"must be one of {', '.join(names.DEEDS)}"))
    ]
    | None,
    WithJsonSchema({"type": "string", "enum": list(names.DEEDS)}),
    Query(description="Only what was done of this kind."),
]
