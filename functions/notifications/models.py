"""What the API of notifications answers and takes."""

from pydantic import BaseModel, ConfigDict, Field

from contract import names

_ID = "5f2b0c4e9a7d4c1e8b3f6a5d4c3b2a19"


class Answer(BaseModel):
    """Every field is always there; what is not known is null."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class PushKey(Answer):
    """What a browser needs to take pushes from here, and whether there are letters as well."""

    key: str = Field(
        description="The application server key: a point of P-256, uncompressed, in base64url.",
        examples=[
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
        ],
    )
    mail_sender: str | None = Field(
        description="The address that e-mail comes from; null where none is sent.",
        examples=["cameras@example.org", None],
    )


class BrowserKeys(Answer):
    """`PushSubscription.toJSON().keys`."""

    # Those of RFC 8291, 5.
    p256dh: str = Field(
        max_length=128,
        description="Its public key, base64url.",
        examples=[
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ],
    )
    auth: str = Field(
        max_length=64,
        description="Its shared secret, base64url.",
        examples=["BTBZMqHH6r4Tts7J_aSIgg"],
    )


class NewPushSubscription(Answer):
    """A `PushSubscription` as a browser writes it down, and what people call the browser."""

    endpoint: str = Field(
        max_length=2048,
        description="Where its maker's push service takes pushes; a secret.",
        examples=["https://updates.push.services.mozilla.com/wpush/v2/gAAAAA"],
    )
    keys: BrowserKeys
    label: str = Field(
        default="",
        max_length=80,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="What people call the browser.",
        examples=["Firefox on Linux"],
    )


class PushSubscription(Answer):
    """A browser of the caller that takes pushes; its endpoint is never shown."""

    id: str = Field(
        description="The first half of the SHA-256 of its endpoint, in hexadecimal digits.",
        examples=[_ID],
    )
    label: str = Field(description="What people call it.", examples=["Firefox on Linux"])
    created_at: str = Field(
        description="When it was added or renewed, UTC.", examples=["2026-11-21T04:26:14.000Z"]
    )


class PushSubscriptionList(Answer):
    """All browsers of the caller, oldest first."""

    items: list[PushSubscription] = Field(
        max_length=2 * names.NOTIFICATIONS_BROWSERS_PER_PERSON_MAX
    )


class RemovedPushSubscription(Answer):
    """A browser that takes no pushes of the caller any more."""

    id: str = Field(description="Its id.", examples=[_ID])
