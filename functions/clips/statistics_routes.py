"""The routes that count: the calendar, the timeline and the statistics of one site."""

from collections.abc import Callable
from datetime import UTC, datetime

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from contract import names
from functions.clips import models_statistics as models
from functions.clips.logic import days, pages, statistics, timeline, zones
from functions.clips.parameters import After, Before, Cameras
from functions.clips.parameters_statistics import From, Month, OneSite, Until, Zone
from functions.clips.seen import Seen
from functions.clips.tallies import Tallies
from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.membership import Caller, Membership, unknown_site

NowS = Callable[[], int]
# Statistics of which nobody says since when.
_PERIOD_DAYS = 30


class StatisticsRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        tallies: Tallies,
        seen: Seen,
        retention_days: int,
        now_s: NowS,
    ) -> None:
        self._app = app
        self._callers = callers
        self._tallies = tallies
        self._seen = seen
        self._retention_days = retention_days
        self._now_s = now_s
        add_routes(
            app,
            "statistics",
            ("GET", "/v1/days", "Days of a month with recordings", self.list_days),
            ("GET", "/v1/timeline", "How much was recorded when", self.read_timeline),
            ("GET", "/v1/statistics", "What is recorded, stored and paid", self.read_statistics),
        )

    def list_days(
        self, site: OneSite, month: Month, cameras: Cameras = None, zone: Zone = "UTC"
    ) -> models.DayList:
        caller = self._caller()
        member, chosen = _choose(caller, site, cameras)
        local, (first, last) = zones.find_zone(zone), zones.parse_month(month)
        span = zones.utc_days(*zones.bound_days(first, last, local))
        tallies = self._tallies.read(member, chosen, span, self._now_s())
        keys = days.choose_seen_keys(caller.id, site, zones.list_days(*span))
        shown = {tally.camera for tally in tallies}
        counted = days.count_days(
            tallies, self._seen.read(keys), frozenset(shown), first, last, local
        )
        return models.DayList(items=[models.Day(**day) for day in counted], zone=zone)

    def read_timeline(
        self, site: OneSite, after: From, before: Until, cameras: Cameras = None
    ) -> models.Timeline:
        member, chosen = _choose(self._caller(), site, cameras)
        now_s = self._now_s()
        timeline.choose_span(after, before, datetime.fromtimestamp(now_s, UTC), _PERIOD_DAYS)
        timeline.check_span(after, before, names.CLIPS_TIMELINE_DAYS_MAX)
        span = zones.utc_days(after, before)
        tallies = self._tallies.read(member, chosen, span, now_s)
        drawn = timeline.draw_timeline(tallies, after, before)
        return models.Timeline(
            bucket_ms=zones.QUARTER_MS, cameras=[models.CameraTimeline(**each) for each in drawn]
        )

    def read_statistics(
        self,
        site: OneSite,
        cameras: Cameras = None,
        zone: Zone = "UTC",
        after: After = None,
        before: Before = None,
    ) -> models.Statistics:
        member, chosen = _choose(self._caller(), site, cameras)
        now_s = self._now_s()
        now = datetime.fromtimestamp(now_s, UTC)
        begin, end = timeline.choose_span(after, before, now, _PERIOD_DAYS)
        timeline.check_span(begin, end, names.CLIPS_STATISTICS_DAYS_MAX)
        period = statistics.Period(begin, end, zones.find_zone(zone))
        tallies = [
            tally
            for span in statistics.choose_spans(period, now, self._retention_days)
            for tally in self._tallies.read(member, chosen, span, now_s)
        ]
        told = statistics.describe_statistics(tallies, period, now, self._retention_days)
        return models.Statistics(after=begin, before=end, zone=zone, **told)

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)


def _choose(
    caller: Caller, site: str, cameras: str | None
) -> tuple[Membership, frozenset[str] | None]:
    """The caller's part in the site and the cameras asked for, by their names within it.

    Raises Rejected "not_found" for what is not the caller's.
    """
    member = caller.membership(site)
    if member is None:
        raise unknown_site()
    if cameras is None:
        return member, None
    places = [names.parse_camera_id(camera) for camera in cameras.split(",")]
    if not all(place == site and caller.sees(place, camera) for place, camera in places):
        raise pages.unknown_camera()
    return member, frozenset(camera for _, camera in places)
