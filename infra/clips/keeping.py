"""How the bucket follows stars and deletions: a queue, a schedule, the keeper."""

import json

import pulumi
from pulumi_aws import cloudwatch

from infra.clips.store import WRITE_ROWS, Store
from infra.function import Function, Workshop
from infra.work_queue import WorkQueue, Worries

_TIMEOUT_S = 29


class Keeping(pulumi.ComponentResource):
    """What people star is held at once; what they delete goes a day later, by a schedule.

    The schedule also finds what was begun and not finished.
    """

    def __init__(
        self,
        name: str,
        *,
        workshop: Workshop,
        store: Store,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:clips:Keeping", name, None, opts)
        self._name = name
        self._child = pulumi.ResourceOptions(parent=self)
        self.work = WorkQueue(
            name,
            ops=workshop.ops,
            worries=Worries(
                parked="Stars or deletions of recordings do not reach the bucket.",
                late="Stars and deletions wait more than half an hour for the bucket.",
                late_after_s=1800,
            ),
            timeout_s=_TIMEOUT_S,
            opts=self._child,
        )
        self._wire(workshop)
        self._keeper(workshop, store)
        self.register_outputs({"queue": self.work.queue.url})

    def _wire(self, workshop: Workshop) -> None:
        rule = cloudwatch.EventRule(
            f"{self._name}-sweep",
            name=workshop.ops.settings.name(f"{self._name}-sweep"),
            description="Look for recordings that are to be held, released or deleted.",
            schedule_expression="rate(15 minutes)",
            opts=self._child,
        )
        policies = self.work.admit(
            {
                "Sid": "ScheduleSends",
                "Principal": {"Service": "events.amazonaws.com"},
                "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
            }
        )
        cloudwatch.EventTarget(
            f"{self._name}-sweep-target",
            rule=rule.name,
            target_id="queue",
            arn=self.work.queue.arn,
            input=json.dumps({"chore": "sweep"}),
            dead_letter_config={"arn": self.work.dead.arn},
            opts=pulumi.ResourceOptions(parent=self, depends_on=policies),
        )

    def _keeper(self, workshop: Workshop, store: Store) -> None:
        keeper = Function(
            f"{self._name}-keeper",
            workshop=workshop,
            purpose="Holds recordings that are starred, and deletes those that people deleted.",
            handler="functions.clips.handler.keep",
            timeout_s=_TIMEOUT_S,
            memory_mb=512,
            environment={
                "TABLE_NAME": store.table.name,
                "MEDIA_BUCKET": store.media.bucket.id,
                "CHORE_QUEUE_URL": self.work.queue.url,
                "DEAD_LETTER_QUEUE_URL": self.work.dead.url,
            },
            may=[
                *self.work.may_take(),
                self.work.may_send("HandOn"),
                store.may_list_chores(),
                store.may_read_row(),
                store.may_write_row(),
                store.may_replace_row(),
                *store.may_keep_media(),
                store.may_use_key(WRITE_ROWS, ("dynamodb", "s3")),
            ],
            opts=self._child,
        )
        self.work.feed(keeper, concurrency=2)
