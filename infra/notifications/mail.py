"""Whom e-mail comes from, if anybody."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import sesv2

from infra.policy import Grant
from infra.settings import Settings

# What functions read when there is no sender.
_NOBODY = "none"


class Mail(pulumi.ComponentResource):
    """A sender that SES has verified, and what keeps addresses away that bounced or complained."""

    def __init__(
        self, name: str, *, settings: Settings, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("vedette:notifications:Mail", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.environment: dict[str, pulumi.Input[str]] = {
            "MAIL_SENDER": settings.mail_sender or _NOBODY,
            "MAIL_CONFIGURATION_SET": _NOBODY,
        }
        self.may: Sequence[Grant] = ()
        if settings.mail_sender:
            self._send_from(settings, name, child)
        self.register_outputs({})

    def _send_from(self, settings: Settings, name: str, child: pulumi.ResourceOptions) -> None:
        rules = sesv2.ConfigurationSet(
            f"{name}-rules",
            configuration_set_name=settings.name("notifications"),
            # Writing again to who complained costs everybody's mail.
            suppression_options={"suppressed_reasons": ["BOUNCE", "COMPLAINT"]},
            delivery_options={"tls_policy": "REQUIRE"},
            opts=child,
        )
        sender = sesv2.EmailIdentity(
            f"{name}-sender",
            email_identity=settings.mail_sender,
            opts=child,
        )
        self.environment["MAIL_CONFIGURATION_SET"] = rules.configuration_set_name
        self.may = (
            Grant(
                name="SendMail",
                actions=("ses:SendEmail",),
                resources=(sender.arn, rules.arn),
                conditions={"StringEquals": {"ses:FromAddress": settings.mail_sender}},
            ),
        )
