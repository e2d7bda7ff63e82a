"""The people in the user pool, asked through the cognito-idp API."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@dataclass(frozen=True)
class Person:
    """Who signed in; `username` is the pool's own name of them, not the email address."""

    username: str
    sub: str
    email: str
    email_verified: bool
    groups: tuple[str, ...]


@dataclass(frozen=True)
class NewPasswordWanted:
    """An invited person's temporary password was right; they must choose their own."""

    login: str
    session: str = field(repr=False)


class WrongLogin(Exception):
    """Unknown, disabled, or the wrong password: which of them is not told."""


class BadPassword(Exception):
    """The new password does not follow the pool's password policy."""


class Users:
    """One user pool through a cognito-idp client that may administer it."""

    def __init__(self, client: "CognitoIdentityProviderClient", pool_id: str) -> None:
        self._client = client
        self._pool_id = pool_id

    def check(self, login: str, password: str, client_id: str) -> Person | NewPasswordWanted:
        """Raises WrongLogin."""
        wrong = self._client.exceptions
        try:
            answer = self._client.admin_initiate_auth(
                UserPoolId=self._pool_id,
                ClientId=client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": login, "PASSWORD": password},
            )
        except (wrong.NotAuthorizedException, wrong.UserNotFoundException) as error:
            raise WrongLogin from error
        challenge = answer.get("ChallengeName")
        if challenge == "NEW_PASSWORD_REQUIRED":
            return NewPasswordWanted(login, answer["Session"])
        if challenge:
            raise WrongLogin(f"the challenge {challenge} is not local")
        return self.find(login)

    def choose_password(self, wanted: NewPasswordWanted, password: str, client_id: str) -> Person:
        """Raises BadPassword."""
        try:
            self._client.admin_respond_to_auth_challenge(
                UserPoolId=self._pool_id,
                ClientId=client_id,
                ChallengeName="NEW_PASSWORD_REQUIRED",
                Session=wanted.session,
                ChallengeResponses={"USERNAME": wanted.login, "NEW_PASSWORD": password},
            )
        except self._client.exceptions.InvalidPasswordException as error:
            raise BadPassword from error
        return self.find(wanted.login)

    def find(self, login: str) -> Person:
        """Raises WrongLogin when there is no such person, or they are disabled."""
        try:
            user = self._client.admin_get_user(UserPoolId=self._pool_id, Username=login)
        except self._client.exceptions.UserNotFoundException as error:
            raise WrongLogin from error
        if not user.get("Enabled", True):
            raise WrongLogin
        about = {one["Name"]: one.get("Value", "") for one in user.get("UserAttributes", [])}
        groups = self._client.admin_list_groups_for_user(
            UserPoolId=self._pool_id, Username=user["Username"]
        )
        return Person(
            username=user["Username"],
            sub=about["sub"],
            email=about.get("email", ""),
            email_verified=about.get("email_verified") == "true",
            groups=tuple(group.get("GroupName", "") for group in groups["Groups"]),
        )
