"""Invitations of the user pool: moto writes no letters, and its RESEND makes another person."""

from collections.abc import Callable
from typing import Any

from moto.cognitoidp.models import CognitoIdpBackend
from moto.core.exceptions import JsonRESTError

from local.foreign import Foreign
from local.mailbox import Letter, Mailbox
from local.people import make_password
from local.repairs import Repairs

_SENDER = "no-reply@verificationemail.com"
# What Cognito writes when the pool declares no words of its own.
_SUBJECT = "Your temporary password"
_TEXT = "Your username is {username} and temporary password is {####}."
_WAITING = "FORCE_CHANGE_PASSWORD"


def repair(repairs: Repairs, mailbox: Mailbox) -> None:
    """AdminCreateUser sends a letter with a temporary password, unless it shall not."""

    def inviting(create: Callable[..., Foreign]) -> Callable[..., Foreign]:
        def invite(
            backend: Foreign,
            pool_id: str,
            username: str,
            action: str | None,
            password: str | None,
            attributes: list[dict[str, str]],
        ) -> Foreign:
            chosen = password or make_password()
            if action == "RESEND":
                user = backend.admin_get_user(pool_id, username)
                if user.status != _WAITING:
                    raise JsonRESTError("UnsupportedUserStateException", "User has a password")
                user.password = chosen
            else:
                user = create(backend, pool_id, username, action, chosen, attributes)
            if action != "SUPPRESS":
                pool = backend.describe_user_pool(pool_id)
                mailbox.add(_write(pool.extended_config, username, chosen))
            return user

        return invite

    repairs.replace(CognitoIdpBackend, "admin_create_user", inviting)


def _write(config: dict[str, Any], username: str, password: str) -> Letter:
    rules: dict[str, Any] = config.get("AdminCreateUserConfig") or {}
    words: dict[str, str] = rules.get("InviteMessageTemplate") or {}
    text = words.get("EmailMessage", _TEXT)
    filled = text.replace("{username}", username).replace("{####}", password)
    return Letter(_SENDER, username, words.get("EmailSubject", _SUBJECT), filled)
