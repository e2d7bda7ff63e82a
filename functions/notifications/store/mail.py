"""E-mail through SES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


class Mail:
    """Letters from one address; the configuration set keeps bounced addresses away."""

    def __init__(self, client: SESV2Client, sender: str, configuration_set: str) -> None:
        self._client = client
        self._sender = sender
        self._configuration_set = configuration_set

    def send(self, recipient: str, subject: str, text: str) -> None:
        """Raises Unavailable."""
        with calling("the e-mail service"):
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [recipient]},
                Content={
                    "Simple": {
                        "Subject": {"Data": subject, "Charset": "UTF-8"},
                        "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
                    }
                },
                ConfigurationSetName=self._configuration_set,
            )
