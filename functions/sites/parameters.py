"""The parameters that routes of sites take."""

import re
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BeforeValidator, WithJsonSchema

from contract import names

# None is checked here: a name that cannot exist is answered like one that does not.
SiteId = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": f"^[a-z0-9][a-z0-9-]{{0,{names.SITE_MAX - 1}}}$"}),
    Path(description="Name of a site.", examples=["home"]),
]
GroupId = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": f"^[0-9a-f]{{{names.GROUP_MAX}}}$"}),
    Path(description="Id of a group.", examples=["5f2b0c4e9a7d4c1e"]),
]
PersonId = Annotated[
    str,
    WithJsonSchema({"type": "string", "maxLength": names.PERSON_MAX}),
    Path(description="Id of a person.", examples=["5f1c2d3e"]),
]


def _version(value: object) -> int:
    # int() alone would take "1_0", " 1" and other scripts' digits.
    text = str(value)
    if not re.fullmatch("[0-9]{1,15}", text):
        raise ValueError("must be the version that you saw")
    return int(text)


SeenVersion = Annotated[
    int,
    BeforeValidator(_version),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 10**15 - 1}),
    Query(description="The version that you saw."),
]
