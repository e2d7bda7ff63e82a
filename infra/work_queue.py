"""The one maker of queues: encrypted, watched, with dead letters that take what it gives up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import lambda_, sqs

from infra.function import Function
from infra.ops import Ops, alarm
from infra.policy import Grant, deny_without_tls, document

_ATTEMPTS = 5
_DAY_S = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Worries:
    """What the alarms of a queue say, and after how long a message is late."""

    parked: str
    late: str
    late_after_s: int = 300


class WorkQueue(pulumi.ComponentResource):
    """A queue and its dead letters; only roles and the senders given to `admit` reach them."""

    def __init__(
        self,
        name: str,
        *,
        ops: Ops,
        worries: Worries,
        timeout_s: int,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`timeout_s` is that of the function which takes the messages."""
        super().__init__("vedette:work_queue:WorkQueue", name, None, opts)
        self._name = name
        self._ops = ops
        self._child = pulumi.ResourceOptions(parent=self)
        self.dead = self._dead_letters()
        self.queue = self._queue(timeout_s)
        self._watch(worries)
        self.register_outputs({"queue": self.queue.url})

    def _dead_letters(self) -> sqs.Queue:
        return sqs.Queue(
            f"{self._name}-dead",
            name=self._ops.settings.name(f"{self._name}-dead"),
            # The longest that SQS keeps a message: time to look, mend and redrive.
            message_retention_seconds=14 * _DAY_S,
            sqs_managed_sse_enabled=True,
            opts=self._child,
        )

    def _queue(self, timeout_s: int) -> sqs.Queue:
        queue = sqs.Queue(
            self._name,
            name=self._ops.settings.name(self._name),
            # docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: six times.
            visibility_timeout_seconds=6 * timeout_s,
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

    def admit(self, sender: Mapping[str, Any] | None = None) -> list[pulumi.Resource]:
        """Say once who sends beside roles: a statement without its action and resource, or nobody.

        Returns the policies of queue and dead letters; who sends waits for them.
        """
        return [
            sqs.QueuePolicy(
                f"{self._name}{suffix}-policy",
                queue_url=queue.url,
                policy=document(
                    deny_without_tls("sqs:*", queue.arn),
                    *_sends(sender, queue),
                ),
                opts=self._child,
            )
            for suffix, queue in (("", self.queue), ("-dead", self.dead))
        ]

    def feed(self, function: Function, *, concurrency: int, at_once: int = 10) -> None:
        """Give the messages to a function, `at_once` a call, which may keep single ones back."""
        lambda_.EventSourceMapping(
            f"{function.logical_name}-queue",
            event_source_arn=self.queue.arn,
            function_name=function.function.arn,
            batch_size=at_once,
            # Somebody waits for it; ten at once are cheaper than waiting is pleasant.
            maximum_batching_window_in_seconds=0,
            function_response_types=["ReportBatchItemFailures"],
            # Leaves room for the API in an account's first ten concurrent executions.
            scaling_config={"maximum_concurrency": concurrency},
            # The function stands after its role's policy, without which Lambda refuses the queue.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[function]),
        )

    def may_take(self) -> tuple[Grant, ...]:
        """Take messages, and park one with a reason."""
        return (
            Grant(
                name="TakeFromQueue",
                actions=("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
                resources=(self.queue.arn,),
            ),
            Grant(name="Park", actions=("sqs:SendMessage",), resources=(self.dead.arn,)),
        )

    def may_send(self, name: str) -> Grant:
        """Add a message; `name` says what about."""
        return Grant(name=name, actions=("sqs:SendMessage",), resources=(self.queue.arn,))

    def _watch(self, worries: Worries) -> None:
        alarm(
            f"{self._name}-dead-depth",
            ops=self._ops,
            says=worries.parked,
            namespace="AWS/SQS",
            metric="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": self.dead.name},
            statistic="Maximum",
            above=0,
            opts=self._child,
        )
        alarm(
            f"{self._name}-oldest",
            ops=self._ops,
            says=worries.late,
            namespace="AWS/SQS",
            metric="ApproximateAgeOfOldestMessage",
            dimensions={"QueueName": self.queue.name},
            statistic="Maximum",
            above=worries.late_after_s,
            opts=self._child,
        )


def _sends(sender: Mapping[str, Any] | None, queue: sqs.Queue) -> list[Mapping[str, Any]]:
    if sender is None:
        return []
    return [{**sender, "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue.arn}]
