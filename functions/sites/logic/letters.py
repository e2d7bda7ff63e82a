"""The letter of an invitation: Cognito's own does not say where to sign in."""

import re
from html import escape
from typing import Any

from functions.sites.rows import WEB_URL

_SUBJECT = "Invitation to Vedette / Einladung zu Vedette"
# Whoever is invited has no profile yet, and the inviter's language is not theirs: both, then.
_TEXT = (
    "<p>You are invited to Vedette, where you see what your cameras recorded. Open the address,"
    " sign in with the temporary password and choose one of your own.</p>"
    "<p>Du bist zu Vedette eingeladen und siehst dort, was die Kameras aufgenommen haben. Öffne die"
    " Adresse, melde dich mit dem vorläufigen Passwort an und wähle ein eigenes.</p>"
    '<p><a href="{address}">{address}</a></p>'
    "<p>E-mail: {username}<br>Temporary password / Vorläufiges Passwort: {password}</p>"
)


def write_invitation(event: dict[str, Any]) -> dict[str, Any]:
    """What a custom message trigger answers: its event, with our words if somebody was invited.

    Any other message of Cognito, and an invitation that does not tell an address of the web app
    (one by hand), stays as Cognito writes it. `event` is that of
    docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html; Cognito
    fills in name and password where its own placeholders stand.
    """
    request: dict[str, Any] = event.get("request") or {}
    metadata: dict[str, Any] = request.get("clientMetadata") or {}
    address = str(metadata.get(WEB_URL, ""))
    invited = event.get("triggerSource") == "CustomMessage_AdminCreateUser"
    if not invited or not re.match("https?://", address):
        return event
    text = _TEXT.format(
        address=escape(address),
        username=request["usernameParameter"],
        password=request["codeParameter"],
    )
    words = {"emailSubject": _SUBJECT, "emailMessage": text}
    return {**event, "response": {**(event.get("response") or {}), **words}}
