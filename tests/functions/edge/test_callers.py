"""Who calls: one strong read of the sites table for each call, none for whoever is nobody."""

import pytest
from botocore.awsrequest import AWSRequest

from functions.edge.callers import Callers
from functions.edge.memberships import Memberships
from functions.errors import Rejected
from functions.membership import Caller, Membership
from tests.functions.cloud import Cloud, claims_of, http_call

NOW_S = 1_800_000_000


def read(cloud: Cloud, person: str, *appointed: str) -> Caller:
    callers = Callers(Memberships(cloud.dynamodb, cloud.sites_table), lambda: NOW_S)
    return callers.read(http_call("/", claims=claims_of(*appointed) | {"sub": person}))


def test_groups_and_the_table_together_say_where_a_person_belongs(cloud: Cloud) -> None:
    cloud.add_member("ann", "home", "guest", cameras=["porch"])
    cloud.add_member("ann", "barn", "operator", ends_s=NOW_S + 1)
    cloud.add_member("ann", "attic", "owner", ends_s=NOW_S)
    cloud.add_member("bob", "villa", "owner")
    assert read(cloud, "ann", "shed").memberships == (
        Membership("barn", "operator"),
        Membership("home", "guest", frozenset({"porch"})),
        Membership("shed", "owner"),
    )
    assert read(cloud, "ann", "home").membership("home") == Membership("home", "owner")
    assert read(cloud, "an").memberships == ()


def test_a_call_costs_one_strong_query_of_what_is_the_persons_own(cloud: Cloud) -> None:
    cloud.add_member("ann", "home")
    asked: list[str] = []

    def note(request: AWSRequest, **_: object) -> None:
        asked.append(f"{request.headers['X-Amz-Target']} {request.data}")

    events = cloud.dynamodb.meta.events
    events.register("before-sign.dynamodb", note)
    try:
        read(cloud, "ann")
    finally:
        events.unregister("before-sign.dynamodb", note)
    (query,) = asked
    assert query.startswith("DynamoDB_20120810.Query ")
    assert '"ConsistentRead": true' in query


@pytest.mark.parametrize("person", ["", "#", "PERSON#ann", "a" * 200])
def test_an_id_that_no_pool_gives_is_nobodys(cloud: Cloud, person: str) -> None:
    with pytest.raises(Rejected) as told:
        read(cloud, person, "home")
    assert told.value.code == "forbidden"
