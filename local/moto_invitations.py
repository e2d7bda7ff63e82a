"""Invitations of the user pool: moto writes no letters, and its RESEND makes another person."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.models import CognitoIdpBackend
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError

from local.foreign import Foreign
from local.mail_text import read_html
from local.mailbox import Letter, Mailbox
from local.people import make_password
from local.repairs import Repairs
from local.triggers import Triggers

_SENDER = "no-reply@verificationemail.com"
# What Cognito writes when the pool declares no words of its own.
_SUBJECT = "Your temporary password"
_TEXT = "Your username is {username} and temporary password is {####}."
_WAITING = "FORCE_CHANGE_PASSWORD"
# moto's backend is not told of it.
_METADATA: ContextVar[dict[str, str] | None] = ContextVar("metadata", default=None)


def repair(repairs: Repairs, mailbox: Mailbox, triggers: Triggers) -> None:
    """AdminCreateUser sends a letter with a temporary password, unless it shall not."""

    def asking(create: Callable[..., Foreign]) -> Callable[..., Foreign]:
        def ask(response: Foreign) -> Foreign:
            before = _METADATA.set(response._get_param("ClientMetadata"))
            try:
                return create(response)
            finally:
                _METADATA.reset(before)

        return ask

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
                words = _choose_words(backend.describe_user_pool(pool_id), user, triggers)
                mailbox.add(words.fill(username, chosen))
            return user

        return invite

    repairs.replace(CognitoIdpResponse, "admin_create_user", asking)
    repairs.replace(CognitoIdpBackend, "admin_create_user", inviting)


@dataclass(frozen=True)
class _Words:
    """A letter with Cognito's placeholders."""

    subject: str
    text: str

    def fill(self, username: str, password: str) -> Letter:
        text = self.text.replace("{username}", username).replace("{####}", password)
        return Letter(_SENDER, username, self.subject, text)


def _choose_words(pool: Foreign, user: Foreign, triggers: Triggers) -> _Words:
    """The words of the pool's custom message trigger, of its template, or Cognito's own.

    docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
    """
    config: dict[str, Any] = pool.extended_config
    rules: dict[str, Any] = config.get("AdminCreateUserConfig") or {}
    template: dict[str, str] = rules.get("InviteMessageTemplate") or {}
    subject, html = template.get("EmailSubject", _SUBJECT), template.get("EmailMessage", _TEXT)
    called: dict[str, str] = config.get("LambdaConfig") or {}
    if "CustomMessage" in called:
        event = triggers(called["CustomMessage"], _describe(pool, user), pool.arn)
        chosen: dict[str, str | None] = event.get("response") or {}
        subject, html = chosen.get("emailSubject") or subject, chosen.get("emailMessage") or html
        # Cognito would write its own letter then, and tell nobody: here it is seen.
        if "{username}" not in html or "{####}" not in html:
            raise JsonRESTError("InvalidLambdaResponseException", "emailMessage lacks placeholders")
    return _Words(subject, read_html(html))


def _describe(pool: Foreign, user: Foreign) -> dict[str, Any]:
    return {
        "version": "1",
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": user.username,
        "callerContext": {"awsSdkVersion": "local", "clientId": "CLIENT_ID_NOT_APPLICABLE"},
        "triggerSource": "CustomMessage_AdminCreateUser",
        "request": {
            "userAttributes": {each["Name"]: each["Value"] for each in user.attributes},
            "codeParameter": "{####}",
            "usernameParameter": "{username}",
            "linkParameter": "{##Click Here##}",
            "clientMetadata": _METADATA.get() or {},
        },
        "response": {"smsMessage": None, "emailMessage": None, "emailSubject": None},
    }
