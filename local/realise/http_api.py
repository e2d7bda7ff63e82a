"""The HTTP API, as declarations; the front answers for it."""

from collections.abc import Mapping

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _api(cloud: Cloud, wanted: Wanted) -> Made:
    values = {"Name": wanted.physical_name(), "Tags": wanted.tags() or None, **wanted.inputs}
    wanted.inputs.clear()
    api = cloud.call("apigatewayv2", "CreateApi", values)["ApiId"]
    region = cloud.account.region
    return Made(
        api,
        {
            "name": values["Name"],
            "arn": f"arn:aws:apigateway:{region}::/apis/{api}",
            "apiEndpoint": f"https://{api}.execute-api.{region}.amazonaws.com",
            "executionArn": cloud.account.arn("execute-api", api),
        },
    )


def _authorizer(cloud: Cloud, wanted: Wanted) -> Made:
    values = {"Name": wanted.physical_name(), **wanted.inputs}
    wanted.inputs.clear()
    names = {"identitySources": "IdentitySource", "jwtConfiguration.audiences": "Audience"}
    answer = cloud.call("apigatewayv2", "CreateAuthorizer", values, names)
    return Made(answer["AuthorizerId"], {"name": values["Name"]})


def _integration(cloud: Cloud, wanted: Wanted) -> Made:
    values = dict(wanted.inputs)
    wanted.inputs.clear()
    names = {"timeoutMilliseconds": "TimeoutInMillis"}
    return Made(cloud.call("apigatewayv2", "CreateIntegration", values, names)["IntegrationId"])


def _route(cloud: Cloud, wanted: Wanted) -> Made:
    values = dict(wanted.inputs)
    wanted.inputs.clear()
    return Made(cloud.call("apigatewayv2", "CreateRoute", values)["RouteId"])


def _stage(cloud: Cloud, wanted: Wanted) -> Made:
    api, name = wanted.take("apiId"), wanted.physical_name()
    settings = {setting.pop("routeKey"): setting for setting in wanted.take("routeSettings", [])}
    values = {
        "ApiId": api,
        "StageName": name,
        "RouteSettings": settings or None,
        "Tags": wanted.tags() or None,
        **wanted.inputs,
    }
    wanted.inputs.clear()
    cloud.call("apigatewayv2", "CreateStage", values)
    region = cloud.account.region
    path = "" if name == "$default" else name
    return Made(
        name,
        {
            "name": name,
            "arn": f"arn:aws:apigateway:{region}::/apis/{api}/stages/{name}",
            "executionArn": cloud.account.arn("execute-api", f"{api}/{name}"),
            "invokeUrl": f"https://{api}.execute-api.{region}.amazonaws.com/{path}",
        },
    )


MAKERS: Mapping[str, Maker] = {
    "aws:apigatewayv2/api:Api": _api,
    "aws:apigatewayv2/authorizer:Authorizer": _authorizer,
    "aws:apigatewayv2/integration:Integration": _integration,
    "aws:apigatewayv2/route:Route": _route,
    "aws:apigatewayv2/stage:Stage": _stage,
}
