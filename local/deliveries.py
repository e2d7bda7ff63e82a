"""What AWS's own services carry to each other inside moto: bucket events and schedules to rules to
queues.

moto delivers without asking anybody. Here a queue's policy decides, for the service principal
`events.amazonaws.com` with the rule as `aws:SourceArn`; a refusal is recorded and, as on AWS,
nobody but the ledger hears of it. Bucket events get the fields that moto leaves constant.
"""

import json
import time
import uuid
from datetime import UTC, datetime
from itertools import count
from typing import Any

from moto.events import models as events
from moto.s3 import notifications
from moto.sqs.models import sqs_backends

from local.account import Account
from local.foreign import Foreign
from local.repairs import Repairs
from local.service_principals import ServicePrincipals

_PRINCIPAL = "events.amazonaws.com"
_DETAIL_TYPES = {"ObjectCreated": "Object Created", "ObjectRemoved": "Object Deleted"}
_REASONS = {"Put": "PutObject", "Post": "POST Object", "Copy": "CopyObject"}


class Deliveries:
    """Carries events; each rule and queue is looked up at the moment of the event."""

    def __init__(self, account: Account, services: ServicePrincipals) -> None:
        self._account = account
        self._services = services
        self._sequence = count(time.time_ns())

    def repair(self, repairs: Repairs) -> None:
        """Take both ways on which moto brings an event to a rule."""
        repairs.replace(notifications, "_send_event_bridge_message", lambda _: self._bucket_event)

        def send_to_targets(rule: Foreign, event: dict[str, Any], *_: bool) -> None:
            self._to_targets(rule, event)

        repairs.replace(events.Rule, "send_to_targets", lambda _: send_to_targets)

    def _bucket_event(
        self, account_id: str, bucket: Foreign, event_name: Foreign, key: Foreign
    ) -> None:
        family, _, kind = str(event_name.value).removeprefix("s3:").partition(":")
        detail_type = _DETAIL_TYPES.get(family)
        if detail_type is None:
            return
        event: dict[str, Any] = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": detail_type,
            "source": "aws.s3",
            "account": account_id,
            "time": time.time(),
            "region": bucket.region_name,
            "resources": [bucket.arn],
            "detail": self._detail(bucket, kind, key),
        }
        backend = events.events_backends[account_id][bucket.region_name]
        for rule in list(backend.event_buses["default"].rules.values()):
            self._to_targets(rule, event)

    def _detail(self, bucket: Foreign, kind: str, key: Foreign) -> dict[str, Any]:
        stored: dict[str, Any] = {
            "key": key.name,
            "size": key.size,
            "etag": key.etag.strip('"'),
            "sequencer": f"{next(self._sequence):018X}",
        }
        if bucket.versioning_status == "Enabled":
            stored["version-id"] = key.version_id
        return {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": stored,
            "request-id": uuid.uuid4().hex[:16].upper(),
            "requester": self._account.id,
            "source-ip-address": "127.0.0.1",
            "reason": _REASONS.get(kind, kind),
        }

    def tick(self, rule_arn: str) -> None:
        """The moment of a rule's schedule: every target gets its input, or an event that says so.

        docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
        """
        backend = events.events_backends[self._account.id][self._account.region]
        for rule in list(backend.event_buses["default"].rules.values()):
            if rule.arn != rule_arn or rule.state != "ENABLED":
                continue
            event: dict[str, Any] = {
                "version": "0",
                "id": str(uuid.uuid4()),
                "detail-type": "Scheduled Event",
                "source": "aws.events",
                "account": self._account.id,
                "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "region": self._account.region,
                "resources": [rule_arn],
                "detail": {},
            }
            self._carry(rule, json.dumps(event))

    def _to_targets(self, rule: Foreign, event: dict[str, Any]) -> None:
        # A rule that has a schedule only has no pattern, which moto takes for any.
        if rule.state != "ENABLED" or not rule.event_pattern.get_pattern():
            return
        if not rule.event_pattern.matches_event(event):
            return
        stamp = datetime.fromtimestamp(float(event["time"]), UTC)
        carried = {name: value for name, value in event.items() if name != "ingestion-time"}
        carried["time"] = stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._carry(rule, json.dumps(carried))

    def _carry(self, rule: Foreign, event: str) -> None:
        for target in rule.targets:
            body = str(target.get("Input") or event)
            dead_letters = target.get("DeadLetterConfig", {}).get("Arn")
            if not self._to_queue(rule, target["Arn"], body) and dead_letters:
                self._to_queue(rule, dead_letters, body)

    def _to_queue(self, rule: Foreign, queue_arn: str, body: str) -> bool:
        if not self._services.permits(_PRINCIPAL, "sqs:SendMessage", queue_arn, rule.arn):
            return False
        backend = sqs_backends[self._account.id][self._account.region]
        backend.send_message(queue_name=queue_arn.rpartition(":")[2], message_body=body)
        return True
