"""Lets viewers of a site hear of its new clips."""

from collections.abc import Callable, Mapping
from typing import Any

from functions.edge.memberships import Memberships
from functions.membership import (
    Caller,
    collect_memberships,
    list_appointed,
    read_person,
    unknown_site,
)
from functions.notifications.logic import admission
from functions.notifications.tokens import Tokens


class Doorkeeper:
    """Asked at every connection, and again while it lasts."""

    def __init__(
        self, tokens: Tokens, memberships: Memberships, iot_arn: str, now_s: Callable[[], int]
    ) -> None:
        self._tokens = tokens
        self._memberships = memberships
        self._iot_arn = iot_arn
        self._now_s = now_s

    def admit(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """What a connection may do; raises Rejected for one that may nothing, and Unavailable."""
        connection = admission.read_connection(event)
        claims = self._tokens.verify(connection.token)
        person = read_person(claims)
        admission.check_client_id(connection.client_id, person)
        appointed = list_appointed(claims.get("cognito:groups") or ())
        rows, now_s = self._memberships.read(person), self._now_s()
        caller = Caller(person, collect_memberships(appointed, rows, now_s))
        caller.require("watch", connection.site)
        membership = caller.membership(connection.site)
        if membership is None:
            raise unknown_site()
        # It ends with its token, too: IoT Core shows the same one again and again.
        ends_s = int(claims["exp"])
        over_s = admission.find_end(connection.site, appointed, rows)
        left_s = min(ends_s, over_s or ends_s) - now_s
        return admission.answer_yes(connection, person, membership, self._iot_arn, left_s)
