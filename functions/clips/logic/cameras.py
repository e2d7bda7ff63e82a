"""Pages of cameras, by site and name."""

from contract import names
from functions.clips.rows import Row
from functions.errors import Rejected

QUESTION = ("cameras",)


def choose_sites(sites: tuple[str, ...], position: str | None) -> list[tuple[str, str]]:
    """The sites still to be read, each with the camera name after which to read ("" for all).

    Raises Rejected "invalid_cursor" when `position` is no camera.
    """
    if position is None:
        return [(site, "") for site in sites]
    try:
        last_site, last_camera = names.parse_camera_id(position)
    except ValueError:
        raise Rejected("invalid_cursor", "cursor: was not made by this API") from None
    return [(site, last_camera if site == last_site else "") for site in sites if site >= last_site]


def cut_page(rows: list[Row], limit: int) -> tuple[list[Row], str | None]:
    """The first `limit` rows and, if there are more, the position of the last of them."""
    page = rows[:limit]
    if len(rows) <= limit:
        return page, None
    return page, names.format_camera_id(str(page[-1]["site"]), str(page[-1]["camera"]))
