"""Letters that moto's SES accepts go into the mailbox; moto alone would keep them to itself."""

from collections.abc import Callable

from moto.ses.models import SESBackend

from local.foreign import Foreign
from local.mailbox import Letter, Mailbox
from local.repairs import Repairs


def repair(repairs: Repairs, mailbox: Mailbox) -> None:
    """SendEmail, of both versions of the API, with text or HTML."""

    def keeping(send: Callable[..., Foreign]) -> Callable[..., Foreign]:
        def keep(
            backend: Foreign,
            source: str,
            subject: str,
            body: str,
            destinations: dict[str, list[str]],
        ) -> Foreign:
            message = send(
                backend, source=source, subject=subject, body=body, destinations=destinations
            )
            for to in [each for addresses in destinations.values() for each in addresses]:
                mailbox.add(Letter(source, to, subject, body))
            return message

        return keep

    repairs.replace(SESBackend, "send_email", keeping)
