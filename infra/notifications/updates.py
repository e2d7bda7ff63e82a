"""How open lists hear of new clips: IoT Core, and who may connect to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import iot, lambda_

from infra.function import Function, Workshop
from infra.members import Members
from infra.policy import Grant
from infra.settings import Settings

# docs.aws.amazon.com/iot/latest/developerguide/custom-authorizer.html
_TIMEOUT_S = 5


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Whose access tokens open a connection: those of a user pool for one client of it."""

    pool_id: pulumi.Input[str]
    issuer: pulumi.Input[str]
    client_id: pulumi.Input[str]


def find_host() -> pulumi.Output[str]:
    """Where this account's IoT Core is, such as `<prefix>-ats.iot.<region>.amazonaws.com`.

    An account has it without asking.
    """
    return iot.get_endpoint_output(endpoint_type="iot:Data-ATS").endpoint_address


def iot_beside(arn: pulumi.Output[str]) -> pulumi.Output[str]:
    """IoT Core's ARN, without a resource, in the account and region of another ARN."""

    def rewrite(text: str) -> str:
        _, partition, _, region, account, *_ = text.split(":")
        return f"arn:{partition}:iot:{region}:{account}"

    return arn.apply(rewrite)


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """How a function tells open lists; `infra.program` hands it on."""

    environment: Mapping[str, pulumi.Input[str]]
    may: Grant


def publishing(host: pulumi.Output[str], iot_arn: pulumi.Output[str]) -> Publishing:
    """Tell of any camera's clips, and of nothing else."""
    return Publishing(
        environment={"UPDATES_URL": pulumi.Output.concat("https://", host)},
        may=Grant(
            name="PublishArrivals",
            actions=("iot:Publish",),
            resources=(pulumi.Output.concat(iot_arn, ":topic/event/clips/*/*/arrived"),),
            reason="every camera of every site has a topic of its own",
        ),
    )


class Updates(pulumi.ComponentResource):
    """A custom authorizer: a viewer's access token opens a connection for the own cameras.

    IoT Core does not look at a signature of the token of its own (`signing_disabled`): what comes
    is signed by the user pool, ends within the hour, and the function verifies it.
    """

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        workshop: Workshop,
        host: pulumi.Input[str],
        iot_arn: pulumi.Input[str],
        members: Members,
        tokens: Tokens,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:notifications:Updates", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        admit = Function(
            f"{name}-admit",
            workshop=workshop,
            purpose="Lets viewers connect to hear of new clips of their cameras.",
            handler="functions.notifications.handler.admit",
            timeout_s=_TIMEOUT_S,
            # CPU comes with memory; a cold start must be over in time, too.
            memory_mb=1024,
            environment={
                **members.environment,
                "USER_POOL_ID": tokens.pool_id,
                "TOKEN_ISSUER": tokens.issuer,
                "WEB_CLIENT_ID": tokens.client_id,
                "IOT_ARN": iot_arn,
            },
            may=members.may,
            opts=child,
        )
        authorizer = iot.Authorizer(
            f"{name}-viewers",
            name=settings.name("viewers"),
            authorizer_function_arn=admit.function.arn,
            signing_disabled=True,
            status="ACTIVE",
            opts=child,
        )
        lambda_.Permission(
            f"{name}-asked",
            action="lambda:InvokeFunction",
            function=admit.function.name,
            principal="iot.amazonaws.com",
            source_arn=authorizer.arn,
            opts=child,
        )
        self.url = pulumi.Output.concat(
            "wss://", host, "/mqtt?x-amz-customauthorizer-name=", authorizer.name
        )
        self.register_outputs({"url": self.url})
