"""SES: who sends, by which rules, to whom."""

from email.utils import parseaddr

from moto.ses.models import ses_backends

from local.gate.actions import reference
from local.gate.actions.need import Need
from local.gate.operations import Operation
from local.gate.patterns import ContextValue


def needs(operation: Operation) -> list[Need]:
    """What an operation of SES needs: sending needs the sender, and the rules if there are some."""
    if operation.name != "SendEmail":
        return reference.needs(operation)
    params = operation.params
    _, sender = parseaddr(str(params.get("FromEmailAddress") or ""))
    destination: dict[str, list[str]] = params.get("Destination") or {}
    recipients = [address for addresses in destination.values() for address in addresses]
    context: dict[str, ContextValue] = {
        "ses:fromaddress": sender,
        "ses:recipients": tuple(recipients),
    }
    resources = [f"identity/{_identity(operation, sender)}"]
    if params.get("ConfigurationSetName"):
        resources.append(f"configuration-set/{params['ConfigurationSetName']}")
    return [
        Need("ses:SendEmail", operation.arn(resource), context, _ABSENT) for resource in resources
    ]


_ABSENT = frozenset({"ses:feedbackaddress", "ses:fromdisplayname"})


def _identity(operation: Operation, sender: str) -> str:
    """The address if that is an identity of its own, else its domain."""
    known = ses_backends[operation.account_id][operation.region].email_identities
    return sender if sender in known else sender.rpartition("@")[2]
