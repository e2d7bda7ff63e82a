"""Letters of invitations, as Cognito asks for them."""

from typing import Any

import pytest

from functions.sites.handler import letter
from functions.sites.rows import WEB_URL
from tests.functions.cloud import Context


def event(source: str, metadata: dict[str, str] | None) -> dict[str, Any]:
    request: dict[str, Any] = {
        "userAttributes": {"email": "ann@example.org"},
        "codeParameter": "{####}",
        "usernameParameter": "{username}",
    }
    if metadata is not None:
        request["clientMetadata"] = metadata
    return {
        "version": "1",
        "triggerSource": source,
        "userName": "5f1c",
        "request": request,
        "response": {"smsMessage": None, "emailMessage": None, "emailSubject": None},
    }


def invited(**metadata: str) -> dict[str, Any]:
    return event("CustomMessage_AdminCreateUser", metadata)


def test_an_invitation_tells_the_address_and_leaves_name_and_password_to_cognito() -> None:
    asked = invited(**{WEB_URL: "https://vedette.example"})
    answer = letter(asked, Context())
    text = answer["response"]["emailMessage"]
    assert '<a href="https://vedette.example">https://vedette.example</a>' in text
    assert (text.count("{username}"), text.count("{####}")) == (1, 1)
    assert "invited" in text
    assert "eingeladen" in text
    # Limits of Cognito's API reference: EmailSubject, EmailMessage.
    assert 0 < len(answer["response"]["emailSubject"]) <= 140
    assert len(text) <= 20_000
    assert answer["response"]["smsMessage"] is None
    assert {**answer, "response": asked["response"]} == asked


def test_an_address_does_not_become_a_part_of_the_page() -> None:
    told = {WEB_URL: 'https://v.example/"><script>'}
    text = letter(invited(**told), Context())["response"]["emailMessage"]
    assert "<script>" not in text
    assert 'href="https://v.example/&quot;&gt;&lt;script&gt;"' in text


@pytest.mark.parametrize(
    "asked",
    [
        invited(),
        invited(**{WEB_URL: ""}),
        invited(**{WEB_URL: "javascript:alert(1)"}),
        event("CustomMessage_AdminCreateUser", None),
        event("CustomMessage_ForgotPassword", {WEB_URL: "https://vedette.example"}),
        event("CustomMessage_UpdateUserAttribute", {WEB_URL: "https://vedette.example"}),
    ],
)
def test_every_other_letter_stays_as_cognito_writes_it(asked: dict[str, Any]) -> None:
    assert letter(asked, Context()) == asked
