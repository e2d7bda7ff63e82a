"""AWS's own services at work in the account: what a resource's policy lets them do."""

from datetime import UTC

from moto.sts.models import sts_backends

from local.account import Account, Credentials
from local.gate.ledger import Ledger
from local.gate.policy import Document
from local.gate.resources import find_policy, find_trust
from local.gate.service_principals import service_allowed

LAMBDA = "lambda.amazonaws.com"
_SESSION_SECONDS = 3600


class NotTrusted(Exception):
    """A role's trust policy does not let the service assume it."""


class ServicePrincipals:
    """Asks the policies of resources for services; every answer is in the ledger."""

    def __init__(self, account: Account, ledger: Ledger) -> None:
        self._account = account
        self._ledger = ledger

    def permits(self, service: str, action: str, resource_arn: str, source_arn: str) -> bool:
        """May `events.amazonaws.com` do `sqs:SendMessage` on a queue, for a rule?"""
        document = find_policy(self._account.id, resource_arn).document
        return self._decided(document, service, action, resource_arn, source_arn)

    def assume(
        self, service: str, role_arn: str, session_name: str, source_arn: str
    ) -> Credentials:
        """An hour's credentials of a role, for a service acting for a resource.

        Raises NotTrusted when the trust policy does not name the service.
        """
        document = find_trust(self._account.id, role_arn).document
        if not self._decided(document, service, "sts:AssumeRole", role_arn, source_arn):
            raise NotTrusted(f"the trust policy of {role_arn} does not let {service} assume it")
        session = sts_backends[self._account.id]["aws"].assume_role(
            region_name=self._account.region,
            role_session_name=session_name,
            role_arn=role_arn,
            policy="",
            duration=_SESSION_SECONDS,
            external_id="",
        )
        return Credentials(
            session.access_key_id,
            session.secret_access_key,
            session.session_token,
            session.expiration.replace(tzinfo=UTC),
        )

    def _decided(
        self, document: Document | None, service: str, action: str, resource: str, source: str
    ) -> bool:
        allowed = service_allowed(document, service, action, resource, source, self._account.id)
        self._ledger.record(service, action, resource, allowed=allowed)
        return allowed
