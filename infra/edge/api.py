"""The HTTP API: who may call, how often, and what is written down of it."""

import json
import re
from collections.abc import Sequence

import pulumi
from pulumi_aws import apigatewayv2, cloudwatch, lambda_

from infra.function import Function
from infra.identity import SCOPES
from infra.ops import Ops, alarm

# Neither query strings nor headers: they hold what people look for and their tokens.
_LOG_FIELDS = {
    "time": "$context.requestTime",
    "request_id": "$context.requestId",
    "method": "$context.httpMethod",
    "route": "$context.routeKey",
    "path": "$context.path",
    "status": "$context.status",
    "error": "$context.error.message",
    "authorizer_error": "$context.authorizer.error",
    "integration_error": "$context.integrationErrorMessage",
    "latency_ms": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "ip": "$context.identity.sourceIp",
}


class HttpApi(pulumi.ComponentResource):
    """An API with a log and a limit; `Routes` gives it something to answer."""

    def __init__(self, name: str, *, ops: Ops, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("vedette:edge:HttpApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        settings = ops.settings
        self.api = apigatewayv2.Api(
            name,
            name=settings.name(name),
            description="What the web app asks.",
            protocol_type="HTTP",
            opts=child,
        )
        log = cloudwatch.LogGroup(
            f"{name}-log",
            # Below vendedlogs API Gateway needs no policy of its own for each log group.
            name=ops.log_group("vendedlogs", name),
            retention_in_days=settings.log_retention_days,
            kms_key_id=ops.log_key_arn,
            opts=child,
        )
        self.stage = apigatewayv2.Stage(
            f"{name}-stage",
            api_id=self.api.id,
            name="$default",
            auto_deploy=True,
            access_log_settings={
                "destination_arn": log.arn,
                "format": json.dumps(_LOG_FIELDS),
            },
            default_route_settings={
                "throttling_rate_limit": settings.api_rate_per_second,
                "throttling_burst_limit": settings.api_burst,
                "detailed_metrics_enabled": True,
            },
            opts=child,
        )
        alarm(
            f"{name}-failures",
            ops=ops,
            says="The API answers with 5xx.",
            namespace="AWS/ApiGateway",
            metric="5xx",
            dimensions={"ApiId": self.api.id},
            above=0,
            opts=child,
        )
        self.register_outputs({"endpoint": self.api.api_endpoint})


class Routes(pulumi.ComponentResource):
    """What the API answers, but for few open routes only to holders of the web app's token."""

    def __init__(
        self,
        name: str,
        *,
        api: HttpApi,
        issuer: pulumi.Input[str],
        client_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:edge:Routes", name, None, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self._api = api.api
        self._authorizer = apigatewayv2.Authorizer(
            f"{name}-people",
            name="people",
            api_id=self._api.id,
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={"issuer": issuer, "audiences": [client_id]},
            opts=self._child,
        )
        self.register_outputs({})

    def lead_to(
        self, function: Function, routes: Sequence[str], *, open_routes: Sequence[str] = ()
    ) -> None:
        """Answer routes, such as `GET /v1/clips/{id}`, by a function.

        `open_routes` need no token: their body says who may call.
        """
        name = function.logical_name
        integration = apigatewayv2.Integration(
            f"{name}-integration",
            api_id=self._api.id,
            integration_type="AWS_PROXY",
            integration_uri=function.function.arn,
            integration_method="POST",
            payload_format_version="2.0",
            timeout_milliseconds=15_000,
            opts=self._child,
        )
        lambda_.Permission(
            f"{name}-invoked",
            action="lambda:InvokeFunction",
            function=function.function.name,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(self._api.execution_arn, "/*/*/v1/*"),
            opts=self._child,
        )
        for route in open_routes:
            apigatewayv2.Route(
                f"{name}-{_slug(route)}",
                api_id=self._api.id,
                route_key=route,
                authorization_type="NONE",
                target=pulumi.Output.concat("integrations/", integration.id),
                opts=self._child,
            )
        for route in routes:
            apigatewayv2.Route(
                f"{name}-{_slug(route)}",
                api_id=self._api.id,
                route_key=route,
                authorization_type="JWT",
                authorizer_id=self._authorizer.id,
                # Id tokens have no scope: only access tokens open the API.
                authorization_scopes=[SCOPES[0]],
                target=pulumi.Output.concat("integrations/", integration.id),
                opts=self._child,
            )


def _slug(route: str) -> str:
    return re.sub("[^a-z0-9]+", "-", route.lower()).strip("-")
