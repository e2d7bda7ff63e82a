"""What operators look at: the topic that alarms write to, the key of logs and alarms."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch, kms, sns

from infra.policy import (
    ACCOUNT_DECIDES,
    account_decides,
    account_of,
    deny_without_tls,
    document,
)
from infra.settings import Settings


class Ops(pulumi.ComponentResource):
    """The alarm topic and `log_key_arn`, which is known once CloudWatch Logs may use the key."""

    def __init__(
        self, name: str, *, settings: Settings, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("vedette:ops:Ops", name, None, opts)
        self.settings = settings
        key = kms.Key(
            f"{name}-key",
            description=f"Logs and alarms of vedette {settings.stack}. {ACCOUNT_DECIDES}.",
            enable_key_rotation=True,
            deletion_window_in_days=30 if settings.protect_data else 7,
            opts=pulumi.ResourceOptions(parent=self, protect=settings.protect_data),
        )
        kms.Alias(
            f"{name}-key-alias",
            name=f"alias/{settings.name('ops')}",
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.account = account_of(key.arn)
        key_policy = kms.KeyPolicy(
            f"{name}-key-policy",
            key_id=key.key_id,
            policy=self._key_policy(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        # CreateLogGroup fails until the policy admits CloudWatch Logs: who takes the ARN waits.
        self.log_key_arn = pulumi.Output.all(key.arn, key_policy.id).apply(
            lambda both: str(both[0])
        )
        self.topic = sns.Topic(
            f"{name}-alarms",
            name=settings.name("alarms"),
            kms_master_key_id=self.log_key_arn,
            opts=pulumi.ResourceOptions(parent=self),
        )
        sns.TopicPolicy(
            f"{name}-alarms-policy",
            arn=self.topic.arn,
            policy=self._topic_policy(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        if settings.alarm_email:
            sns.TopicSubscription(
                f"{name}-alarms-email",
                topic=self.topic.arn,
                protocol="email",
                endpoint=settings.alarm_email,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({"topic": self.topic.arn})

    def _key_policy(self) -> pulumi.Output[str]:
        log_groups = pulumi.Output.concat(
            f"arn:aws:logs:{self.settings.region}:", self.account, ":log-group:"
        )
        return document(
            account_decides(self.account),
            {
                "Sid": "LogGroupsOfThisStack",
                "Effect": "Allow",
                "Principal": {"Service": f"logs.{self.settings.region}.amazonaws.com"},
                "Action": [
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                    "kms:GenerateDataKey",
                    "kms:GenerateDataKeyWithoutPlaintext",
                    "kms:DescribeKey",
                ],
                "Resource": "*",
                "Condition": {
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": [
                            pulumi.Output.concat(log_groups, f"{prefix}*")
                            for prefix in (
                                self.log_group("lambda", ""),
                                self.log_group("vendedlogs", ""),
                            )
                        ]
                    }
                },
            },
            {
                "Sid": "AlarmsWriteToTheTopic",
                "Effect": "Allow",
                "Principal": {"Service": "cloudwatch.amazonaws.com"},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": "*",
            },
        )

    def _topic_policy(self) -> pulumi.Output[str]:
        alarms = pulumi.Output.concat(
            f"arn:aws:cloudwatch:{self.settings.region}:", self.account, ":alarm:"
        )
        return document(
            deny_without_tls("sns:Publish", self.topic.arn),
            {
                "Sid": "AlarmsOfThisStack",
                "Effect": "Allow",
                "Principal": {"Service": "cloudwatch.amazonaws.com"},
                "Action": "sns:Publish",
                "Resource": self.topic.arn,
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": self.account},
                    "ArnLike": {
                        "aws:SourceArn": pulumi.Output.concat(alarms, self.settings.name("*"))
                    },
                },
            },
        )

    def log_group(self, family: str, part: str) -> str:
        """The name of a log group; the family is a service's own, such as lambda."""
        return f"/aws/{family}/{self.settings.name(part)}"


def alarm(
    name: str,
    *,
    ops: Ops,
    says: str,
    namespace: str,
    metric: str,
    dimensions: Mapping[str, pulumi.Input[str]],
    above: float,
    opts: pulumi.ResourceOptions,
    statistic: str = "Sum",
) -> None:
    """A metric writes to the alarm topic when a minute is above a limit, and when it is well."""
    cloudwatch.MetricAlarm(
        name,
        name=ops.settings.name(name),
        alarm_description=says,
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        statistic=statistic,
        period=60,
        evaluation_periods=1,
        threshold=above,
        comparison_operator="GreaterThanThreshold",
        treat_missing_data="notBreaching",
        alarm_actions=[ops.topic.arn],
        ok_actions=[ops.topic.arn],
        opts=opts,
    )
