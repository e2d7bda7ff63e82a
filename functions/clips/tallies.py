"""What a caller may see of a site's tallies."""

from functions.clips.logic.tallies import choose_keys, read_tally, span_days
from functions.clips.logic.zones import list_days
from functions.clips.rows import Tally
from functions.clips.store.tallies import TallyTable
from functions.membership import Membership

# Up to so many rows are read by their keys; above, the site's are read as they lie, and sifted.
_KEYS_MAX = 500


class Tallies:
    """Tallies of cameras; whose site it is is decided before."""

    def __init__(self, table: TallyTable) -> None:
        self._table = table

    def read(
        self,
        membership: Membership,
        cameras: frozenset[str] | None,
        days: tuple[str, str],
        now_s: int,
    ) -> list[Tally]:
        """Of these cameras, None for all that the member sees, from the first UTC day to the last;
        raises Unavailable."""
        site, chosen = membership.site, membership.cameras if cameras is None else cameras
        if chosen is None:
            rows = self._table.read_site(*span_days(site, *days), now_s)
            return [read_tally(row) for row in rows]
        dates = list_days(*days)
        if len(chosen) * len(dates) > _KEYS_MAX:
            rows = self._table.read_site(*span_days(site, *days), now_s)
            return [read_tally(row) for row in rows if row["camera"] in chosen]
        rows = self._table.read_days(choose_keys(site, chosen, dates), now_s)
        return [read_tally(row) for row in rows]
