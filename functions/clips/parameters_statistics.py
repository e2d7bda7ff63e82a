"""The parameters that only the counting routes take."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AfterValidator, WithJsonSchema

from contract import names
from functions.clips.logic.times import parse_bound
from functions.clips.logic.zones import find_zone, parse_month
from functions.clips.parameters import SITE_SCHEMA, named

_TIME = WithJsonSchema({"type": "string", "format": "date-time"})

OneSite = Annotated[
    str,
    AfterValidator(named(names.check_site, "must be the name of a site, like home")),
    SITE_SCHEMA,
    Query(description="The site.", examples=["home"]),
]
Zone = Annotated[
    str,
    AfterValidator(named(find_zone, "must be a time zone, like Europe/Berlin")),
    WithJsonSchema({"type": "string", "maxLength": 64, "default": "UTC"}),
    Query(description="Whose days and hours: an IANA time zone.", examples=["Europe/Berlin"]),
]
Month = Annotated[
    str,
    AfterValidator(named(parse_month, "must be a month, like 2026-11")),
    WithJsonSchema({"type": "string", "pattern": "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"}),
    Query(description="Which month.", examples=["2026-11"]),
]
From = Annotated[
    str,
    AfterValidator(parse_bound),
    _TIME,
    Query(description="What is recorded at this instant or later."),
]
Until = Annotated[
    str,
    AfterValidator(parse_bound),
    _TIME,
    Query(
        description=f"What is recorded before it; at most {names.CLIPS_TIMELINE_DAYS_MAX} "
        "days after `after`."
    ),
]
