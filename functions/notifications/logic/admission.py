"""Who may hear of which clips: what IoT Core asks when a viewer connects, and the answer.

docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract import names
from functions.errors import Rejected
from functions.membership import Membership

# Limits of the answer. A connection is looked at again this often, so that whoever leaves a site
# hears nothing more of it soon after.
REFRESH_S = 300
DISCONNECT_MIN_S = 300
DISCONNECT_MAX_S = 86400
POLICIES_MAX = 10
POLICY_LETTERS_MAX = 2048


@dataclass(frozen=True)
class Connection:
    """What a viewer connects with; `token` is to be an access token and is not verified yet."""

    client_id: str
    site: str
    token: str = field(repr=False)


def read_connection(event: Mapping[str, Any]) -> Connection:
    """Raises Rejected "malformed_connection"; its text holds nothing of what was sent."""
    try:
        mqtt = event["protocolData"]["mqtt"]
        client_id, site, password = mqtt["clientId"], mqtt["username"], mqtt["password"]
        token = base64.b64decode(password, validate=True).decode("ascii")
        return Connection(str(client_id), names.check_site(str(site)), token)
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise Rejected("malformed_connection", "not a viewer's connection") from None


def check_client_id(client_id: str, person: str) -> None:
    """Raise Rejected "foreign_client_id" for an id with which another's connection would end."""
    prefix = names.format_viewer(person) + "-"
    try:
        if not client_id.startswith(prefix):
            raise ValueError("another person's")
        names.check_connection(client_id[len(prefix) :])
    except ValueError:
        raise Rejected("foreign_client_id", "the client id is not one of the person's") from None


def find_end(site: str, appointed: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> int | None:
    """The second in which a membership is over; None for one that stays."""
    if site in appointed:
        return None
    return next((row["ends_s"] for row in rows if row["site"] == site and "ends_s" in row), None)


def answer_yes(
    connection: Connection, person: str, membership: Membership, iot_arn: str, left_s: int
) -> dict[str, Any]:
    """`iot_arn` is IoT Core in this account and region; `left_s` is how long it may last.

    Raises Rejected "too_many_cameras" where IoT Core would not take the policies, "no_camera".
    """
    return {
        "isAuthenticated": True,
        # Letters and digits only.
        "principalId": person.replace("-", ""),
        "disconnectAfterInSeconds": min(max(left_s, DISCONNECT_MIN_S), DISCONNECT_MAX_S),
        "refreshAfterInSeconds": REFRESH_S,
        "policyDocuments": _write_policies(connection.client_id, membership, iot_arn),
    }


def answer_no() -> dict[str, Any]:
    """IoT Core closes the connection, and says no more than that."""
    return {"isAuthenticated": False}


def _write_policies(client_id: str, membership: Membership, iot_arn: str) -> list[str]:
    connect = {
        "Effect": "Allow",
        "Action": "iot:Connect",
        "Resource": f"{iot_arn}:client/{client_id}",
    }
    hearable = _list_hearable(membership, iot_arn)
    if not hearable:
        raise Rejected("no_camera", "none of the site's cameras is the person's to watch")
    policies = [_write_policy([connect, _hear(hearable[:1])])]
    taken: list[tuple[str, str]] = []
    for each in hearable[1:]:
        if len(_write_policy([_hear([*taken, each])])) > POLICY_LETTERS_MAX:
            policies.append(_write_policy([_hear(taken)]))
            taken = []
        taken.append(each)
    policies += [_write_policy([_hear(taken)])] if taken else []
    if len(policies) > POLICIES_MAX:
        raise Rejected("too_many_cameras", "more cameras than the policies of a connection hold")
    return policies


def _list_hearable(membership: Membership, iot_arn: str) -> list[tuple[str, str]]:
    """What may be subscribed to, and the topics that are heard by it."""
    site = membership.site
    if membership.cameras is None:
        everything = names.format_arrived_filter(site)
        heard = everything.replace("+", "*")
        return [(f"{iot_arn}:topicfilter/{everything}", f"{iot_arn}:topic/{heard}")]
    topics = [names.format_arrived_topic(site, camera) for camera in sorted(membership.cameras)]
    return [(f"{iot_arn}:topicfilter/{each}", f"{iot_arn}:topic/{each}") for each in topics]


def _hear(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Action": ["iot:Subscribe", "iot:Receive"],
        "Resource": [resource for pair in pairs for resource in pair],
    }


def _write_policy(statements: list[dict[str, Any]]) -> str:
    document = {"Version": "2012-10-17", "Statement": statements}
    return json.dumps(document, separators=(",", ":"))
