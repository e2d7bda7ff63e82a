"""How recordings enter the catalogue: bucket event, rule, queue, function."""

import json

import pulumi
from pulumi_aws import cloudwatch

from infra.clips.store import PREFIX, WRITE_ROWS, Store
from infra.function import Function, Workshop
from infra.settings import Settings
from infra.work_queue import WorkQueue, Worries

_TIMEOUT_S = 20


class Intake(pulumi.ComponentResource):
    """Every recording becomes a row; what cannot ends in the dead-letter queue and an alarm."""

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        workshop: Workshop,
        store: Store,
        arrivals: WorkQueue,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`arrivals` is told of each clip that entered the catalogue."""
        super().__init__("vedette:clips:Intake", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        self.work = WorkQueue(
            name,
            ops=workshop.ops,
            worries=Worries(
                parked="Events of recordings were parked; each message says why.",
                late="Recordings wait more than five minutes to be catalogued.",
            ),
            timeout_s=_TIMEOUT_S,
            opts=self._child,
        )
        self._wire(store)
        self._ingest(workshop, store, arrivals)
        self.register_outputs({"queue": self.work.queue.url})

    def _wire(self, store: Store) -> None:
        rule = cloudwatch.EventRule(
            f"{self._name}-created",
            name=self._settings.name(f"{self._name}-created"),
            description="A recording was put into the media bucket.",
            event_pattern=store.media.bucket.id.apply(_created_in),
            opts=self._child,
        )
        policies = self.work.admit(
            {
                "Sid": "RuleSends",
                "Principal": {"Service": "events.amazonaws.com"},
                "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
            }
        )
        cloudwatch.EventTarget(
            f"{self._name}-target",
            rule=rule.name,
            target_id="queue",
            arn=self.work.queue.arn,
            dead_letter_config={"arn": self.work.dead.arn},
            opts=pulumi.ResourceOptions(parent=self, depends_on=policies),
        )

    def _ingest(self, workshop: Workshop, store: Store, arrivals: WorkQueue) -> None:
        ingest = Function(
            f"{self._name}-ingest",
            workshop=workshop,
            purpose="Writes what arrives in the media bucket into the table of clips.",
            handler="functions.clips.handler.ingest",
            timeout_s=_TIMEOUT_S,
            memory_mb=512,
            environment={
                "TABLE_NAME": store.table.name,
                "MEDIA_BUCKET": store.media.bucket.id,
                "RETENTION_DAYS": str(self._settings.retention_days),
                "DEAD_LETTER_QUEUE_URL": self.work.dead.url,
                "ARRIVALS_QUEUE_URL": arrivals.queue.url,
            },
            may=[
                *self.work.may_take(),
                arrivals.may_send("AnnounceClips"),
                *store.may_read_media(),
                store.may_read_row(),
                store.may_write_row(),
                store.may_use_key(WRITE_ROWS, ("dynamodb", "s3")),
            ],
            opts=self._child,
        )
        self.work.feed(ingest, concurrency=5)


def _created_in(bucket: str) -> str:
    return json.dumps(
        {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [bucket]}, "object": {"key": [{"prefix": PREFIX}]}},
        }
    )
