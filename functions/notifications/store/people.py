"""Who belongs to a site: the sites table, and the user pool's group of its owners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contract import names
from functions.aws import calling
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient

Value = str | int | frozenset[str]
Row = dict[str, Value]

_WHAT = "the sites table"
_BATCH_MAX = 100


class PeopleStore:
    """Rows by person; every method raises Unavailable."""

    def __init__(
        self,
        dynamodb: DynamoDBClient,
        table: str,
        cognito: CognitoIdentityProviderClient,
        pool: str,
    ) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._cognito = cognito
        self._pool = pool

    def read_site(self, site: str) -> Row | None:
        """What its owners say of a site."""
        key = names.format_site_key(site)
        with calling(_WHAT):
            answer = self._dynamodb.get_item(
                TableName=self._table, Key={"pk": {"S": key}, "sk": {"S": key}}
            )
        return _decode(answer["Item"]) if "Item" in answer else None

    def read_memberships(self, site: str) -> dict[str, Row]:
        """The memberships below a site."""
        found: dict[str, Row] = {}
        with calling(_WHAT):
            pages = self._dynamodb.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :site AND begins_with(sk, :member)",
                ExpressionAttributeValues={
                    ":site": {"S": names.format_site_key(site)},
                    ":member": {"S": "MEMBER#"},
                },
                ConsistentRead=True,
            )
            for page in pages:
                for item in page["Items"]:
                    person = names.parse_member_order(str(item["sk"].get("S")))
                    found[person] = _decode(item)
        return found

    def read_profiles(self, people: list[str]) -> dict[str, Row]:
        """The profiles of those who have one."""
        found: dict[str, Row] = {}
        for start in range(0, len(people), _BATCH_MAX):
            persons = [names.format_person_key(each) for each in people[start : start + _BATCH_MAX]]
            keys = [{"pk": {"S": key}, "sk": {"S": key}} for key in persons]
            with calling(_WHAT):
                answer = self._dynamodb.batch_get_item(RequestItems={self._table: {"Keys": keys}})
            if answer.get("UnprocessedKeys"):
                raise Unavailable(f"{_WHAT} answers only in part")
            for item in answer["Responses"].get(self._table, []):
                found[names.parse_person_key(str(item["pk"].get("S")))] = _decode(item)
        return found

    def list_appointed(self, site: str) -> dict[str, str]:
        """E-mail addresses of the owners whom the platform team appointed, by person."""
        found: dict[str, str] = {}
        with calling("the user pool"):
            pages = self._cognito.get_paginator("list_users_in_group").paginate(
                UserPoolId=self._pool, GroupName=names.format_site_group(site)
            )
            for page in pages:
                for user in page["Users"]:
                    facts = {
                        each["Name"]: each.get("Value", "") for each in user.get("Attributes", [])
                    }
                    if user.get("Enabled", True) and "sub" in facts:
                        found[facts["sub"]] = facts.get("email", "")
        return found


def _decode(item: Mapping[str, Any]) -> Row:
    return {name: _value(value) for name, value in item.items() if name not in ("pk", "sk")}


def _value(value: Mapping[str, Any]) -> Value:
    if "S" in value:
        return str(value["S"])
    return int(value["N"]) if "N" in value else frozenset[str](value.get("SS", ()))
