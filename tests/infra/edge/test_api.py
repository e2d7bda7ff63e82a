"""Promises about every route of the HTTP API."""

import json

from tests.infra.recording import Program

# A token cannot be asked of those who hold a share link; what they send is checked instead.
OPEN_ROUTES = ("POST /v1/shared",)


def test_every_route_needs_an_access_token_of_the_web_app(program: Program) -> None:
    authorizer = program.one("aws:apigatewayv2/authorizer:Authorizer")
    assert authorizer.inputs["authorizerType"] == "JWT"
    jwt = authorizer.inputs["jwtConfiguration"]
    assert jwt["audiences"] == [program.exports["userPoolClientId"]]
    assert jwt["issuer"].endswith(".amazonaws.com/" + program.exports["userPoolId"])
    for route in program.of("aws:apigatewayv2/route:Route"):
        if route.inputs["routeKey"] in OPEN_ROUTES:
            assert route.inputs["authorizationType"] == "NONE", route.name
            continue
        assert route.inputs["authorizationType"] == "JWT", route.name
        assert route.inputs["authorizerId"] == authorizer.outputs["id"], route.name
        # An id token has no scope and must not open the API.
        assert route.inputs["authorizationScopes"] == ["openid"], route.name


def test_every_route_leads_to_a_function_that_lets_it_in(program: Program) -> None:
    functions = {each.outputs["arn"]: each for each in program.of("aws:lambda/function:Function")}
    integrations = {
        f"integrations/{each.outputs['id']}": each
        for each in program.of("aws:apigatewayv2/integration:Integration")
    }
    api = program.one("aws:apigatewayv2/api:Api")
    for route in program.of("aws:apigatewayv2/route:Route"):
        integration = integrations[route.inputs["target"]]
        assert integration.inputs["payloadFormatVersion"] == "2.0"
        function = functions[integration.inputs["integrationUri"]]
        waited_ms = integration.inputs["timeoutMilliseconds"]
        assert waited_ms > 1000 * function.inputs["timeout"], "the function's answer comes first"
        permission = program.one(
            "aws:lambda/permission:Permission", function=function.inputs["name"]
        )
        assert permission.inputs["principal"] == "apigateway.amazonaws.com"
        path = route.inputs["routeKey"].split(" ")[1]
        source = f"{api.outputs['executionArn']}/*/*/v1/*"
        assert permission.inputs["sourceArn"] == source
        assert path.startswith("/v1/")


def test_routes_and_distribution_agree_on_the_path(program: Program) -> None:
    distribution = program.one("aws:cloudfront/distribution:Distribution").inputs
    api = program.one("aws:apigatewayv2/api:Api").outputs["apiEndpoint"]
    (origin,) = (
        each["originId"]
        for each in distribution["origins"]
        if api == f"https://{each['domainName']}"
    )
    (behavior,) = (
        each for each in distribution["orderedCacheBehaviors"] if each["targetOriginId"] == origin
    )
    assert behavior["pathPattern"] == "/v1/*"


def test_the_stage_is_limited_by_the_settings(program: Program) -> None:
    stage = program.one("aws:apigatewayv2/stage:Stage").inputs
    assert stage["name"] == "$default"
    assert stage["defaultRouteSettings"]["throttlingRateLimit"] == 50
    assert stage["defaultRouteSettings"]["throttlingBurstLimit"] == 100


def test_the_access_log_has_neither_tokens_nor_what_people_look_for(program: Program) -> None:
    settings = program.one("aws:apigatewayv2/stage:Stage").inputs["accessLogSettings"]
    name = settings["destinationArn"].split(":log-group:")[1]
    log = program.one("aws:cloudwatch/logGroup:LogGroup", name=name)
    assert log.inputs["retentionInDays"] > 0
    fields = json.loads(settings["format"])
    assert "\n" not in settings["format"], "API Gateway takes one line"
    for variable in fields.values():
        lowered = variable.lower()
        for word in ("querystring", "header", "authorization", "claims", "jwt", "cookie"):
            assert word not in lowered, variable
    # messageString brings its own quotes and would break the line.
    assert "$context.error.messageString" not in settings["format"]
    assert "$context.requestId" in fields.values()
