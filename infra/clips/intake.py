"""How recordings enter the catalogue: bucket event, rule, queue, function."""

import json

import pulumi
from pulumi_aws import cloudwatch, lambda_, sqs

from infra.clips.store import PREFIX, Store
from infra.function import Function, Workshop
from infra.ops import alarm
from infra.policy import Grant, deny_without_tls, document
from infra.settings import Settings

_TIMEOUT_S = 20
_ATTEMPTS = 5
_DAY_S = 24 * 60 * 60


class Intake(pulumi.ComponentResource):
    """Every recording becomes a row; what cannot ends in the dead-letter queue and an alarm."""

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        workshop: Workshop,
        store: Store,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:clips:Intake", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        self.dead = self._dead_letters()
        self.queue = self._queue()
        self._wire(store)
        self._ingest(workshop, store)
        self._watch(workshop)
        self.register_outputs({"queue": self.queue.url})

    def _dead_letters(self) -> sqs.Queue:
        return sqs.Queue(
            f"{self._name}-dead",
            name=self._settings.name(f"{self._name}-dead"),
            # The longest that SQS keeps a message: time to look, mend and redrive.
            message_retention_seconds=14 * _DAY_S,
            sqs_managed_sse_enabled=True,
            opts=self._child,
        )

    def _queue(self) -> sqs.Queue:
        queue = sqs.Queue(
            self._name,
            name=self._settings.name(self._name),
            # docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: six times.
            visibility_timeout_seconds=6 * _TIMEOUT_S,
            message_retention_seconds=4 * _DAY_S,
            sqs_managed_sse_enabled=True,
            redrive_policy=pulumi.Output.json_dumps(
                {"deadLetterTargetArn": self.dead.arn, "maxReceiveCount": _ATTEMPTS}
            ),
            opts=self._child,
        )
        sqs.RedriveAllowPolicy(
            f"{self._name}-dead-allow",
            queue_url=self.dead.url,
            redrive_allow_policy=pulumi.Output.json_dumps(
                {"redrivePermission": "byQueue", "sourceQueueArns": [queue.arn]}
            ),
            opts=self._child,
        )
        return queue

    def _wire(self, store: Store) -> None:
        rule = cloudwatch.EventRule(
            f"{self._name}-created",
            name=self._settings.name(f"{self._name}-created"),
            description="A recording was put into the media bucket.",
            event_pattern=store.media.bucket.id.apply(_created_in),
            opts=self._child,
        )
        policies: list[pulumi.Resource] = [
            sqs.QueuePolicy(
                f"{self._name}{suffix}-policy",
                queue_url=queue.url,
                policy=document(
                    deny_without_tls("sqs:*", queue.arn),
                    {
                        "Sid": "RuleSends",
                        "Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": queue.arn,
                        "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
                    },
                ),
                opts=self._child,
            )
            for suffix, queue in (("", self.queue), ("-dead", self.dead))
        ]
        cloudwatch.EventTarget(
            f"{self._name}-target",
            rule=rule.name,
            target_id="queue",
            arn=self.queue.arn,
            dead_letter_config={"arn": self.dead.arn},
            opts=pulumi.ResourceOptions(parent=self, depends_on=policies),
        )

    def _ingest(self, workshop: Workshop, store: Store) -> None:
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
                "DEAD_LETTER_QUEUE_URL": self.dead.url,
            },
            may=[
                Grant(
                    name="TakeFromQueue",
                    actions=(
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                    ),
                    resources=(self.queue.arn,),
                ),
                Grant(name="Park", actions=("sqs:SendMessage",), resources=(self.dead.arn,)),
                *store.may_read_media(),
                store.may_write_row(),
                store.may_use_key(
                    # DynamoDB asks for these in the caller's name when a table has a key of ours.
                    ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
                    ("dynamodb", "s3"),
                ),
            ],
            opts=self._child,
        )
        lambda_.EventSourceMapping(
            f"{self._name}-ingest-queue",
            event_source_arn=self.queue.arn,
            function_name=ingest.function.arn,
            batch_size=10,
            # A clip is looked for at once; ten of them are cheaper than waiting is pleasant.
            maximum_batching_window_in_seconds=0,
            function_response_types=["ReportBatchItemFailures"],
            # Leaves room for the API in an account's first ten concurrent executions.
            scaling_config={"maximum_concurrency": 5},
            # The function stands after its role's policy, without which Lambda refuses the queue.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[ingest]),
        )

    def _watch(self, workshop: Workshop) -> None:
        alarm(
            f"{self._name}-dead-depth",
            ops=workshop.ops,
            says="Events of recordings were parked; each message says why.",
            namespace="AWS/SQS",
            metric="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": self.dead.name},
            statistic="Maximum",
            above=0,
            opts=self._child,
        )
        alarm(
            f"{self._name}-oldest",
            ops=workshop.ops,
            says="Recordings wait more than five minutes to be catalogued.",
            namespace="AWS/SQS",
            metric="ApproximateAgeOfOldestMessage",
            dimensions={"QueueName": self.queue.name},
            statistic="Maximum",
            above=300,
            opts=self._child,
        )


def _created_in(bucket: str) -> str:
    return json.dumps(
        {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [bucket]}, "object": {"key": [{"prefix": PREFIX}]}},
        }
    )
