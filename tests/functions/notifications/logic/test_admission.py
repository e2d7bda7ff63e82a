"""The policies of a connection keep to IoT Core's limits."""

import json

import pytest

from contract import names
from functions.errors import Rejected
from functions.membership import Membership
from functions.notifications.logic.admission import (
    POLICIES_MAX,
    POLICY_LETTERS_MAX,
    Connection,
    answer_yes,
)

IOT = "arn:aws:iot:ap-southeast-1:123456789012"
PERSON = "0f8fad5b-d9cb-469f-a165-70867728950e"
CONNECTION = Connection(f"viewer-{PERSON}-0123456789abcdef", "h" * 32, "token")


def policies(cameras: int) -> list[str]:
    listed = frozenset(f"{number:03d}".ljust(32, "c") for number in range(cameras))
    membership = Membership(CONNECTION.site, "guest", listed)
    return answer_yes(CONNECTION, PERSON, membership, IOT, 1800)["policyDocuments"]


@pytest.mark.parametrize("cameras", [1, 2, 7, names.SITES_CAMERAS_PER_MEMBER_MAX])
def test_every_camera_of_a_guest_is_in_a_policy_that_is_short_enough(cameras: int) -> None:
    documents = policies(cameras)
    assert len(documents) <= POLICIES_MAX
    assert max(map(len, documents)) <= POLICY_LETTERS_MAX
    statements = [each for text in documents for each in json.loads(text)["Statement"]]
    heard = [each for each in statements if "iot:Receive" in each["Action"]]
    assert sum(len(each["Resource"]) for each in heard) == 2 * cameras


def test_more_cameras_than_that_are_refused() -> None:
    with pytest.raises(Rejected, match="too_many_cameras"):
        policies(200)
    with pytest.raises(Rejected, match="no_camera"):
        policies(0)


def test_the_principal_is_letters_and_digits() -> None:
    answer = answer_yes(CONNECTION, PERSON, Membership(CONNECTION.site, "owner"), IOT, 1800)
    assert answer["principalId"].isalnum()
    assert PERSON not in answer["principalId"]


def test_a_connection_is_printed_without_its_token() -> None:
    assert "token=" not in repr(CONNECTION)
