"""The people of the user pool."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from contract import names
from functions.aws import calling
from functions.errors import Rejected, Unavailable
from functions.sites.rows import WEB_URL

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

_WHAT = "the user pool"
# What one answer holds at most; a site has a handful of appointed owners.
_APPOINTED_MAX = 60


class People:
    """Everybody who may sign in; every method raises Unavailable when Cognito does not answer."""

    def __init__(self, client: CognitoIdentityProviderClient, pool_id: str, web_url: str) -> None:
        self._client = client
        self._pool_id = pool_id
        # Only the letter's writer gets it; Cognito does not keep it.
        self._for_letter = {WEB_URL: web_url}

    def find_email(self, person: str) -> str | None:
        """Where a person is written to; None of somebody who is not there any more."""
        try:
            with calling(_WHAT):
                user = self._client.admin_get_user(UserPoolId=self._pool_id, Username=person)
        except self._client.exceptions.UserNotFoundException:
            return None
        return _attribute(user["UserAttributes"], "email")

    def invite(self, email: str) -> tuple[str, bool]:
        """The person with this address, and whether a letter went out because they are new.

        Raises Rejected "invalid_parameter" for an address that Cognito does not take.
        """
        try:
            with calling(_WHAT), self._writing():
                made = self._client.admin_create_user(
                    UserPoolId=self._pool_id,
                    Username=email,
                    UserAttributes=[
                        {"Name": "email", "Value": email},
                        {"Name": "email_verified", "Value": "true"},
                    ],
                    DesiredDeliveryMediums=["EMAIL"],
                    ClientMetadata=self._for_letter,
                )
        except self._client.exceptions.UsernameExistsException:
            with calling(_WHAT):
                user = self._client.admin_get_user(UserPoolId=self._pool_id, Username=email)
            return _attribute(user["UserAttributes"], "sub") or user["Username"], False
        except self._client.exceptions.InvalidParameterException:
            raise Rejected("invalid_parameter", "email: letters cannot be sent there") from None
        user_made = made["User"]
        sub = _attribute(user_made.get("Attributes", []), "sub")
        return sub or user_made.get("Username", ""), True

    def invite_again(self, email: str) -> None:
        """Another letter with a new password; raises Rejected "arrived" for who needs none."""
        try:
            with calling(_WHAT), self._writing():
                self._client.admin_create_user(
                    UserPoolId=self._pool_id,
                    Username=email,
                    MessageAction="RESEND",
                    DesiredDeliveryMediums=["EMAIL"],
                    ClientMetadata=self._for_letter,
                )
        except self._client.exceptions.UnsupportedUserStateException:
            raise Rejected("arrived", "this person has a password and can sign in") from None
        except self._client.exceptions.UserNotFoundException:
            raise Rejected("not_found", "this person is not there any more") from None

    def list_appointed(self, site: str) -> dict[str, str | None]:
        """Address of each owner whom the platform team appointed, by id."""
        try:
            with calling(_WHAT):
                answer = self._client.list_users_in_group(
                    UserPoolId=self._pool_id,
                    GroupName=names.format_site_group(site),
                    Limit=_APPOINTED_MAX,
                )
        except self._client.exceptions.ResourceNotFoundException:
            return {}
        found: dict[str, str | None] = {}
        for user in answer["Users"]:
            attributes = user.get("Attributes", [])
            person = _attribute(attributes, "sub") or user.get("Username", "")
            found[person] = _attribute(attributes, "email")
        return found

    @contextmanager
    def _writing(self) -> Generator[None]:
        known = self._client.exceptions
        try:
            yield
        except (
            known.UnexpectedLambdaException,
            known.UserLambdaValidationException,
            known.InvalidLambdaResponseException,
        ) as error:
            raise Unavailable("the letter of the invitation could not be written") from error


def _attribute(attributes: Sequence[AttributeTypeTypeDef], name: str) -> str | None:
    return next((each.get("Value") for each in attributes if each["Name"] == name), None)
