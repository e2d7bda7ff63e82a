"""The declared apigatewayv2 resources as one HttpApi."""

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from local.declared import Declarations, Declared
from local.http_api.routes import Authorizer, Route

_API = "aws:apigatewayv2/api:Api"
_STAGE = "aws:apigatewayv2/stage:Stage"
_ROUTE = "aws:apigatewayv2/route:Route"
_INTEGRATION = "aws:apigatewayv2/integration:Integration"
_AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
_INTEGRATION_SECONDS_MAX = 30.0  # quota of HTTP APIs


class _Inputs(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class Cors(_Inputs):
    """The API's corsConfiguration."""

    allow_credentials: bool = False
    allow_headers: list[str] = []
    allow_methods: list[str] = []
    allow_origins: list[str] = []
    expose_headers: list[str] = []
    max_age: int = 0


class _ApiInputs(_Inputs):
    cors_configuration: Cors | None = None


class _Throttle(_Inputs):
    throttling_burst_limit: int | None = None
    throttling_rate_limit: float | None = None


class _RouteThrottle(_Throttle):
    route_key: str


class _AccessLog(_Inputs):
    format: str


class _StageInputs(_Inputs):
    name: str = "$default"
    default_route_settings: _Throttle = _Throttle()
    route_settings: list[_RouteThrottle] = []
    access_log_settings: _AccessLog | None = None


class _RouteInputs(_Inputs):
    route_key: str
    target: str
    authorization_type: str = "NONE"
    authorizer_id: str | None = None
    authorization_scopes: list[str] = []


class _IntegrationInputs(_Inputs):
    integration_type: str
    integration_uri: str
    payload_format_version: str = "1.0"
    timeout_milliseconds: int | None = None


class _JwtInputs(_Inputs):
    audiences: list[str]
    issuer: str


class _AuthorizerInputs(_Inputs):
    authorizer_type: str
    identity_sources: list[str]
    jwt_configuration: _JwtInputs


@dataclass(frozen=True)
class HttpApi:
    """One HTTP API with one stage; `execution_arn` is the prefix of a caller's source ARN."""

    api_id: str
    execution_arn: str
    stage: str
    routes: tuple[Route, ...] = field(repr=False)
    cors: Cors | None = None
    access_log_format: str | None = None

    @property
    def account(self) -> str:
        return self.execution_arn.split(":")[4]

    @property
    def prefix(self) -> str:
        """What stands before a route's path; nothing for the $default stage."""
        return "" if self.stage == "$default" else f"/{self.stage}"

    def source_arn(self, route: Route) -> str:
        """What the function's resource policy is asked about: <api>/<stage>/<method><path>."""
        method = "*" if route.method == "ANY" else route.method
        place = "$default" if route.key == "$default" else method + route.path
        return f"{self.execution_arn}/{self.stage}/{place}"


def read_http_api(declarations: Declarations) -> HttpApi:
    """Raises LookupError or ValueError when the declaration is not one HTTP API with JWT routes."""
    api = declarations.one(_API)
    stage = _StageInputs.model_validate(declarations.one(_STAGE).inputs)
    throttles = {setting.route_key: setting for setting in stage.route_settings}
    routes = [
        _read_route(declarations, declared, throttles, stage.default_route_settings)
        for declared in declarations.of(_ROUTE)
    ]
    return HttpApi(
        api_id=api.id,
        execution_arn=str(api.outputs["executionArn"]),
        stage=stage.name,
        routes=tuple(routes),
        cors=_ApiInputs.model_validate(api.inputs).cors_configuration,
        access_log_format=stage.access_log_settings.format if stage.access_log_settings else None,
    )


def _read_route(
    declarations: Declarations,
    declared: Declared,
    throttles: dict[str, _RouteThrottle],
    throttle: _Throttle,
) -> Route:
    route = _RouteInputs.model_validate(declared.inputs)
    integration = _IntegrationInputs.model_validate(
        declarations.by(_INTEGRATION, "id", route.target.removeprefix("integrations/")).inputs
    )
    if (integration.integration_type, integration.payload_format_version) != ("AWS_PROXY", "2.0"):
        raise ValueError(f"{declared.name}: only AWS_PROXY with payload format 2.0 is local")
    throttle = throttles.get(route.route_key, throttle)
    seconds = (integration.timeout_milliseconds or 30_000) / 1000
    return Route(
        key=route.route_key,
        function_arn=_function_arn(integration.integration_uri),
        authorizer=_read_authorizer(declarations, route),
        scopes=frozenset(route.authorization_scopes),
        timeout_seconds=min(seconds, _INTEGRATION_SECONDS_MAX),
        rate_per_second=throttle.throttling_rate_limit,
        burst=throttle.throttling_burst_limit,
    )


def _read_authorizer(declarations: Declarations, route: _RouteInputs) -> Authorizer | None:
    if route.authorization_type == "NONE":
        return None
    if route.authorization_type != "JWT":
        raise ValueError(f"{route.route_key}: only JWT authorization is local")
    found = _AuthorizerInputs.model_validate(
        declarations.by(_AUTHORIZER, "id", route.authorizer_id).inputs
    )
    if found.identity_sources != ["$request.header.Authorization"]:
        raise ValueError(f"{route.route_key}: the token must come in the header Authorization")
    return Authorizer(found.jwt_configuration.issuer, frozenset(found.jwt_configuration.audiences))


def _function_arn(uri: str) -> str:
    # Both forms are accepted by AWS: the function's ARN and its invoke ARN.
    _, marker, rest = uri.partition(":lambda:path/2015-03-31/functions/")
    return rest.removesuffix("/invocations") if marker else uri
