"""The one maker of Lambda functions: code, role, log, alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam, lambda_

from infra.ops import Ops, alarm
from infra.policy import Grant, describe, policy_of, trust_service

_TRACES = Grant(
    name="Traces",
    actions=("xray:PutTraceSegments", "xray:PutTelemetryRecords"),
    resources=("*",),
    reason="X-Ray has no resource to name",
)


@dataclass(frozen=True)
class Workshop:
    """What all functions of a stack share."""

    ops: Ops
    code: pulumi.Archive


class Function(pulumi.ComponentResource):
    """A function on arm64, with a role that may do what `may` lists and nothing else."""

    def __init__(
        self,
        name: str,
        *,
        workshop: Workshop,
        purpose: str,
        handler: str,
        environment: Mapping[str, pulumi.Input[str]],
        may: Sequence[Grant],
        timeout_s: int,
        memory_mb: int,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:function:Function", name, None, opts)
        self.logical_name = name
        self._child = pulumi.ResourceOptions(parent=self)
        self._workshop = workshop
        log = self._log(name)
        role, policy = self._role(name, purpose, [*may, _write_log(log), _TRACES])
        self.function = lambda_.Function(
            name,
            name=workshop.ops.settings.name(name),
            description=purpose,
            role=role.arn,
            runtime="python3.13",
            architectures=["arm64"],
            handler=handler,
            code=workshop.code,
            timeout=timeout_s,
            memory_size=memory_mb,
            environment={
                "variables": {
                    **environment,
                    "POWERTOOLS_SERVICE_NAME": name,
                    "POWERTOOLS_METRICS_NAMESPACE": "vedette",
                    "POWERTOOLS_LOG_LEVEL": "INFO",
                }
            },
            logging_config={"log_format": "Text", "log_group": log.name},
            tracing_config={"mode": "Active"},
            # The role must be able to do its work before anything can call the function.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self._alarms(name)
        self.register_outputs({"name": self.function.name})

    def _log(self, name: str) -> cloudwatch.LogGroup:
        ops = self._workshop.ops
        return cloudwatch.LogGroup(
            f"{name}-log",
            name=ops.log_group("lambda", name),
            retention_in_days=ops.settings.log_retention_days,
            kms_key_id=ops.log_key_arn,
            opts=self._child,
        )

    def _role(
        self, name: str, purpose: str, grants: Sequence[Grant]
    ) -> tuple[iam.Role, iam.RolePolicy]:
        role = iam.Role(
            f"{name}-role",
            description=describe(purpose, grants),
            assume_role_policy=trust_service("lambda.amazonaws.com"),
            opts=self._child,
        )
        policy = iam.RolePolicy(
            f"{name}-policy", role=role.name, policy=policy_of(grants), opts=self._child
        )
        return role, policy

    def _alarms(self, name: str) -> None:
        for metric, says in (
            ("Errors", f"{name} fails; its log says why."),
            ("Throttles", f"{name} is not run because the account's concurrency is used up."),
        ):
            alarm(
                f"{name}-{metric.lower()}",
                ops=self._workshop.ops,
                says=says,
                namespace="AWS/Lambda",
                metric=metric,
                dimensions={"FunctionName": self.function.name},
                above=0,
                opts=self._child,
            )


def _write_log(log: cloudwatch.LogGroup) -> Grant:
    return Grant(
        name="WriteLog",
        actions=("logs:CreateLogStream", "logs:PutLogEvents"),
        resources=(pulumi.Output.concat(log.arn, ":*"),),
        reason="Lambda names the streams of its log group",
    )
