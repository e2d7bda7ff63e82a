"""E-mail through SES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.aws import calling, read_code
from functions.errors import Rejected

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

# docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
_REFUSALS = {
    "AccountSuspendedException",
    "BadRequestException",
    "MailFromDomainNotVerifiedException",
    "MessageRejected",
    "SendingPausedException",
}


class Mail:
    """Letters from one address; the configuration set keeps bounced addresses away."""

    def __init__(self, client: SESV2Client, sender: str, configuration_set: str) -> None:
        self._client = client
        self._sender = sender
        self._configuration_set = configuration_set

    def send(self, recipient: str, subject: str, text: str) -> None:
        """Raises Unavailable, and Rejected "mail_refused" for what no other try would change."""
        try:
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
        except ClientError as error:
            if read_code(error) in _REFUSALS:
                # SES's own text may name the recipient.
                raise Rejected("mail_refused", f"SES: {read_code(error)}") from None
            raise
