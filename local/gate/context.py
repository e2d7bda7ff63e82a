"""The request context of IAM conditions: what the gate tells of a request, and what it knows not to
be there."""

from datetime import datetime

from local.gate.actions.need import Need
from local.gate.conditions import Context
from local.gate.identities import Identity
from local.gate.inbound import Inbound
from local.gate.patterns import ContextValue
from local.gate.signature import Claim

# What requests of an account without organisation and VPC do not have, and what only services say.
_ABSENT = frozenset(
    {
        *("aws:username", "aws:multifactorauthage", "aws:multifactorauthpresent"),
        *("aws:principalorgid", "aws:principalorgpaths", "aws:resourceorgid"),
        *("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:principalservicename"),
        *("aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:calledvia"),
        *("aws:referer", "aws:federatedprovider", "aws:sourceidentity"),
    }
)
_ABSENT_FAMILIES = ("aws:principaltag/",)
"""Tags of the caller are all known, so one that has no value is not there."""


def context_of(
    need: Need, identity: Identity, claim: Claim, inbound: Inbound, now: datetime
) -> Context:
    """The context of one need. A key that is neither given nor known to be absent leaves the
    conditions on it undecided."""
    values: dict[str, ContextValue] = {
        **_of_request(claim, inbound, now),
        **identity.context,
        "aws:resourceaccount": identity.asker.account,
        **need.context,
    }
    absent = _ABSENT | need.absent
    families = (*_ABSENT_FAMILIES, *(one for one in need.absent if one.endswith((":", "/"))))

    def known(key: str) -> bool:
        return key in absent or key.startswith(families)

    return Context(values, known)


def _of_request(claim: Claim, inbound: Inbound, now: datetime) -> dict[str, ContextValue]:
    given: dict[str, ContextValue] = {
        # AWS is asked over TLS; here loopback takes its place.
        "aws:securetransport": "true",
        "aws:sourceip": inbound.environ.get("REMOTE_ADDR") or "127.0.0.1",
        "aws:currenttime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "aws:epochtime": str(int(now.timestamp())),
        "aws:requestedregion": claim.region,
        "aws:viaawsservice": "false",
        "aws:principalisawsservice": "false",
        "s3:authtype": "REST-HEADER" if claim.presigned_seconds is None else "REST-QUERY-STRING",
        "s3:signatureage": str(int((now - claim.moment).total_seconds() * 1000)),
        "s3:tlsversion": "1.3",
    }
    if inbound.has("user-agent"):
        given["aws:useragent"] = inbound.header("user-agent")
    if inbound.has("referer"):
        given["aws:referer"] = inbound.header("referer")
    return given
