"""The parameters that routes of clips take; a wrong one is told to the caller by its name."""

import re
from collections.abc import Callable
from typing import Annotated, Any

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


def _named(parse: Callable[[str], Any], told: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        try:
            parse(value)
        except ValueError:
            raise ValueError(told) from None
        return value

    return check


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
Camera = Annotated[
    Annotated[
        str,
        AfterValidator(
            _named(names.parse_camera_id, "must be the id of a camera, like home_porch")
        ),
    ]
    | None,
    WithJsonSchema({"type": "string", "pattern": f"^{_NAME}_{_NAME}$"}),
    Query(description="Only recordings of this camera.", examples=["home_porch"]),
]
Kind = Annotated[
    Annotated[
        str, AfterValidator(_named(names.check_kind, f"must be one of {', '.join(names.KINDS)}"))
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
ClipId = Annotated[
    str,
    # Not checked here: an id that cannot exist is answered like one that does not.
    WithJsonSchema({"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}),
    Path(description="ULID of a recording.", examples=["01KAJ5X9QJ8Z3V6M2N4P7R0TSW"]),
]
