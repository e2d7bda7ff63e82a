"""What an HTTP caller is told when a call fails (RFC 9457)."""

from pydantic import BaseModel, ConfigDict, Field

CONTENT_TYPE = "application/problem+json"

# Codes of Rejected that are not a plain 400.
STATUS_BY_CODE = {
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "appointed": 409,
    "arrived": 409,
    "full": 409,
    "last_owner": 409,
    "name_taken": 409,
    "gone": 410,
    "unsupported_media_type": 415,
}
TITLE_BY_STATUS = {
    400: "Bad request",
    403: "Forbidden",
    404: "Not found",
    409: "Conflict",
    410: "Gone",
    415: "Unsupported media type",
    500: "Internal error",
    503: "Unavailable",
}


class Problem(BaseModel):
    """Why a call failed, for a program (`code`) and for a person (`detail`)."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(
        description="Always about:blank: `code` tells the problems apart.",
        examples=["about:blank"],
    )
    title: str = Field(description="The status in words.", examples=["Bad request"])
    status: int = Field(description="The HTTP status.", ge=400, le=599, examples=[400])
    detail: str = Field(
        description="What was wrong; a wrong parameter is named.",
        examples=["limit: must be a whole number from 1 to 100"],
    )
    code: str = Field(description="A stable word for programs.", examples=["invalid_parameter"])
    request_id: str = Field(
        description="Finds the call in the logs.", examples=["JKJaXmPLvHcESHA="]
    )


def make_problem(code: str, detail: str, request_id: str, status: int | None = None) -> Problem:
    """The problem of a rejected call, unless `status` says another kind of failure."""
    status = status or STATUS_BY_CODE.get(code, 400)
    return Problem(
        type="about:blank",
        title=TITLE_BY_STATUS[status],
        status=status,
        detail=detail,
        code=code,
        request_id=request_id,
    )
