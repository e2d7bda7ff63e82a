"""The table of notifications in DynamoDB: browsers that take pushes, and what people were told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from contract import names
from functions.aws import calling
from functions.notifications.rows import Browser, Event, History

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

_WHAT = "the notifications table"
# Web apps renew theirs at every start; a browser that was not used for a year is nobody's.
_BROWSER_KEPT_S = 365 * 86400


class NotificationTable:
    """Every method raises Unavailable when DynamoDB does not answer."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def put_browser(self, browser: Browser, now_s: int) -> None:
        """Keep a browser, whoever had it before: one browser is for one person at a time."""
        with calling(_WHAT):
            self._client.put_item(
                TableName=self._name,
                Item={
                    "pk": {"S": names.format_push_key(browser.id)},
                    "by_person": {"S": names.format_browsers_partition(browser.person)},
                    "ordered": {"S": f"{browser.created_s:012d}#{browser.id}"},
                    "endpoint": {"S": browser.endpoint},
                    "p256dh": {"S": browser.p256dh},
                    "auth": {"S": browser.auth},
                    "label": {"S": browser.label},
                    "created_s": {"N": str(browser.created_s)},
                    "expires_at": {"N": str(now_s + _BROWSER_KEPT_S)},
                },
            )

    def list_browsers(self, person: str) -> list[Browser]:
        """A person's browsers, oldest first; one added in this moment may be missing."""
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._name,
                IndexName="person",
                KeyConditionExpression="by_person = :p",
                ExpressionAttributeValues={":p": {"S": names.format_browsers_partition(person)}},
                Limit=2 * names.NOTIFICATIONS_BROWSERS_PER_PERSON_MAX,
            )
        return [_read_browser(item) for item in answer["Items"]]

    def read_browser(self, id: str) -> Browser | None:
        """A browser as last written."""
        with calling(_WHAT):
            answer = self._client.get_item(
                TableName=self._name,
                Key={"pk": {"S": names.format_push_key(id)}},
                ConsistentRead=True,
            )
        item = answer.get("Item")
        return _read_browser(item) if item else None

    def remove_browser(self, id: str, **same: str) -> None:
        """Forget a browser if it still has these attributes."""
        expected = {**same, "pk": names.format_push_key(id)}
        if "person" in expected:
            expected["by_person"] = names.format_browsers_partition(expected.pop("person"))
        try:
            with calling(_WHAT):
                self._client.delete_item(
                    TableName=self._name,
                    Key={"pk": {"S": names.format_push_key(id)}},
                    ConditionExpression=" AND ".join(f"#{name} = :{name}" for name in expected),
                    ExpressionAttributeNames={f"#{name}": name for name in expected},
                    ExpressionAttributeValues={
                        f":{name}": {"S": value} for name, value in expected.items()
                    },
                )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    def read_history(self, site: str, person: str) -> History:
        """What a person was told about a site."""
        with calling(_WHAT):
            answer = self._client.get_item(
                TableName=self._name,
                Key={"pk": {"S": names.format_events_key(site, person)}},
                ConsistentRead=True,
            )
        item = answer.get("Item")
        if not item:
            return History()
        events: list[dict[str, Any]] = json.loads(item["events"].get("S", "[]"))
        return History(
            tuple(Event(**event) for event in events), int(item["version"].get("N", "0"))
        )

    def write_history(
        self, site: str, person: str, history: History, *, was: int, expires_s: int
    ) -> bool:
        """Replace it; False when it is not of the version `was` any more."""
        values: dict[str, UniversalAttributeValueTypeDef] = {
            ":events": {"S": json.dumps([asdict(event) for event in history.events])},
            ":version": {"N": str(history.version)},
            ":was": {"N": str(was)},
            ":expires": {"N": str(expires_s)},
        }
        try:
            with calling(_WHAT):
                self._client.update_item(
                    TableName=self._name,
                    Key={"pk": {"S": names.format_events_key(site, person)}},
                    UpdateExpression="SET events = :events, #v = :version, expires_at = :expires",
                    ConditionExpression="attribute_not_exists(pk) OR #v = :was",
                    ExpressionAttributeNames={"#v": "version"},
                    ExpressionAttributeValues=values,
                )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _read_browser(item: Mapping[str, Mapping[str, Any]]) -> Browser:
    return Browser(
        id=names.parse_push_key(item["pk"]["S"]),
        person=names.parse_browsers_partition(item["by_person"]["S"]),
        endpoint=item["endpoint"]["S"],
        p256dh=item["p256dh"]["S"],
        auth=item["auth"]["S"],
        label=item["label"]["S"],
        created_s=int(item["created_s"]["N"]),
    )
