"""The parameters that routes of sites take."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import WithJsonSchema

from contract import names

# None is checked here: a name that cannot exist is answered like one that does not.
SiteId = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": f"^[a-z0-9][a-z0-9-]{{0,{names.SITE_MAX - 1}}}$"}),
    Path(description="Name of a site.", examples=["home"]),
]
