"""The gate: every AWS request must be signed and allowed before moto sees it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hmac import compare_digest
from typing import TYPE_CHECKING

from local.gate.actions.implied import implied_needs
from local.gate.actions.need import Need
from local.gate.actions.services import needs_of
from local.gate.anonymous import is_public, make_public_plain, public_operation
from local.gate.context import context_of
from local.gate.evaluation import Decision, Question, decide
from local.gate.identities import Identity, find_identity
from local.gate.inbound import Inbound
from local.gate.ledger import Ledger
from local.gate.operations import family_of, read_operation
from local.gate.patterns import PolicyError
from local.gate.payload import check_digests, signed_hash, unwrap
from local.gate.policy import read_resource_policy
from local.gate.refusals import Kind, Refused, answer
from local.gate.resources import find_policy, find_trust
from local.gate.routing import check_host, is_control, route_as
from local.gate.signature import Claim, check_signature, check_time, read_claim

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_UNKNOWN_KEY = "The AWS access key ID you provided does not exist in our records."


@dataclass(frozen=True, slots=True)
class Credentials:
    """A long-term key."""

    access_key_id: str
    secret_access_key: str = field(repr=False)


def _now() -> datetime:
    return datetime.now(UTC)


class Gate:
    """WSGI application in front of moto's; serve it with moto's MotoRequestHandler, which keeps
    metadata headers with underscores.

    Requests signed with `root` are checked for their signature only, like those of AWS's own root
    user. `region` is where the public operations of user pools happen. The bucket policy check of
    moto is switched off in this process: the gate's takes its place."""

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        root: Credentials,
        account_id: str,
        region: str,
        ledger: Ledger,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._app = app
        self._root = root
        self._account_id = account_id
        self._region = region
        self._ledger = ledger
        self._now = now

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, or hand it to moto."""
        inbound = Inbound(environ)
        claim: Claim | None = None
        try:
            claim = read_claim(inbound)
            self._admit(claim, inbound)
        except Refused as refused:
            service = claim.service if claim else _guess(inbound)
            _log.info("refused", extra={"service": service, "kind": refused.kind.name})
            response = answer(refused, service, family_of(service, inbound))
            start_response(response.status, response.headers)
            return [b"" if inbound.method == "HEAD" else response.body]
        return self._app(environ, start_response)

    def _admit(self, claim: Claim | None, inbound: Inbound) -> None:
        """Raises Refused unless the request may pass."""
        if is_control(inbound):
            raise Refused(Kind.DENIED, "This endpoint has no control pages")
        check_host(inbound)
        if claim is None:
            if not is_public(inbound):
                raise Refused(Kind.ANONYMOUS, "Missing Authentication Token")
            scope = f"{self._now():%Y%m%d}/{self._region}/cognito-idp/aws4_request"
            route_as(inbound, "ANONYMOUS", scope)
            make_public_plain(inbound)
            return
        identity = self._authenticate(claim, inbound)
        route_as(inbound, claim.access_key_id, claim.scope)
        if identity is None:
            return
        if claim.service == "cognito-idp" and public_operation(inbound):
            make_public_plain(inbound)
            return
        self._authorise(identity, claim, inbound)

    def _authenticate(self, claim: Claim, inbound: Inbound) -> Identity | None:
        """Who signed; None for the root credentials."""
        identity = None
        secret = self._root.secret_access_key
        if claim.access_key_id != self._root.access_key_id:
            identity = find_identity(self._account_id, claim.access_key_id)
            if identity is None:
                raise Refused(Kind.UNKNOWN_KEY, _UNKNOWN_KEY)
            secret = identity.secret
        check_time(claim, self._now())
        said = signed_hash(claim, inbound)
        key = check_signature(claim, secret, inbound, said)
        if identity:
            self._check_token(identity, claim)
        unwrap(claim, key, inbound)
        if claim.service == "s3":
            check_digests(inbound)
        return identity

    def _check_token(self, identity: Identity, claim: Claim) -> None:
        if not compare_digest(identity.token.encode(), claim.token.encode()):
            raise Refused(Kind.BAD_TOKEN, "The security token included in the request is invalid")
        if identity.expires and self._now() >= identity.expires:
            raise Refused(Kind.OLD_TOKEN, "The security token included in the request is expired")

    def _authorise(self, identity: Identity, claim: Claim, inbound: Inbound) -> None:
        operation = read_operation(claim.service, claim.region, self._account_id, inbound)
        if (operation.prefix, operation.name) == ("sts", "GetCallerIdentity"):
            return  # AWS asks no policy for it
        for need in [*needs_of(operation), *implied_needs(operation)]:
            decision = self._decide(need, identity, claim, inbound)
            self._ledger.record(identity.arn, need.action, need.resource, allowed=decision.allowed)
            if not decision.allowed:
                raise Refused(Kind.DENIED, _sentence(identity, need, decision))

    def _decide(self, need: Need, identity: Identity, claim: Claim, inbound: Inbound) -> Decision:
        context = context_of(need, identity, claim, inbound, self._now())
        question = Question(identity.asker, need.action, need.resource, context)
        trusts = need.action.startswith("sts:") and need.resource != "*"
        find = find_trust if trusts else find_policy
        held = find(self._account_id, need.resource)
        try:
            grants = replace(
                identity.documents.read(),
                resource=None if held.document is None else read_resource_policy(held.document),
                resource_rules=held.rules,
            )
        except PolicyError as error:
            return Decision(False, f"because a policy is not understood: {error}")
        return decide(question, grants)


def _sentence(identity: Identity, need: Need, decision: Decision) -> str:
    return (
        f"User: {identity.asker.arn} is not authorized to perform: {need.action} "
        f"on resource: {need.resource} {decision.reason}"
    )


def _guess(inbound: Inbound) -> str:
    """The service that an unsigned request was meant for, near enough for an error's shape."""
    if inbound.has("x-amz-target"):
        return "cognito-idp"
    form = inbound.header("content-type").startswith("application/x-www-form-urlencoded")
    return "sts" if form else "s3"
