"""What the program declares, recorded under Pulumi's mocks with what AWS would answer."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.proto import resource_pb2

from infra.program import Artefacts, declare
from infra.settings import Settings

ACCOUNT = "123456789012"
REGION = "eu-central-1"
IOT_HOST = f"a1b2c3d4e5f6g7-ats.iot.{REGION}.amazonaws.com"
PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----\nMIIBIjAN\n-----END PUBLIC KEY-----\n"


@dataclass(frozen=True)
class Resource:
    """One declared resource: `inputs` as the provider gets them, `behind` what it waits for."""

    type: str
    name: str
    urn: str
    custom: bool
    protect: bool
    behind: frozenset[str]
    inputs: Mapping[str, Any] = field(repr=False)
    outputs: Mapping[str, Any] = field(repr=False)

    def document(self, key: str) -> dict[str, Any]:
        """A policy or pattern among the inputs, read from its JSON text."""
        return json.loads(self.inputs[key])

    def statements(self, key: str = "policy") -> list[dict[str, Any]]:
        """The statements of a policy among the inputs."""
        return self.document(key)["Statement"]


class Program:
    """All resources of one run and what it exports."""

    def __init__(
        self, resources: list[Resource], exports: Mapping[str, Any], complaints: list[str]
    ) -> None:
        self._resources = resources
        self.exports = exports
        self.complaints = complaints

    def __iter__(self) -> Iterator[Resource]:
        return (resource for resource in self._resources if resource.custom)

    def of(self, type_token: str) -> list[Resource]:
        """Every resource of a type, never none: a promise about nothing would always hold."""
        found = [resource for resource in self if resource.type == type_token]
        assert found, f"nothing of type {type_token} is declared"
        return found

    def all_of(self, type_token: str) -> list[Resource]:
        """Every resource of a type; perhaps none."""
        return [resource for resource in self if resource.type == type_token]

    def one(self, type_token: str, **inputs: str) -> Resource:
        """The only resource of a type with these inputs."""
        found = [
            resource
            for resource in self.of(type_token)
            if all(resource.inputs.get(key) == value for key, value in inputs.items())
        ]
        assert len(found) == 1, f"{type_token} with {inputs}: {[each.name for each in found]}"
        return found[0]

    def waits_for(self, resource: Resource) -> set[str]:
        """The URNs of everything that exists before a resource is made."""
        by_urn = {each.urn: each for each in self._resources}
        seen: set[str] = set()
        open_ends = [resource.urn]
        while open_ends:
            for urn in by_urn[open_ends.pop()].behind - seen:
                seen.add(urn)
                open_ends.append(urn)
        return seen


class Monitor(mocks.MockMonitor):
    """Takes down what a registration says of protection and order, which mocks are not told."""

    def __init__(self, answers: "Answers") -> None:
        super().__init__(answers)
        self.resources_in_order: list[Resource] = []
        self._answers = answers

    def RegisterResource(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        answer = cast("Any", super()).RegisterResource(request)
        inputs, outputs = self._answers.latest.get((request.type, request.name), ({}, {}))
        self.resources_in_order.append(
            Resource(
                type=request.type,
                name=request.name,
                urn=answer.urn,
                custom=request.custom,
                protect=request.protect,
                behind=frozenset(request.dependencies),
                inputs=inputs,
                outputs={**outputs, "id": answer.id},
            )
        )
        return answer


class Answers(mocks.Mocks):
    """Says what AWS would: identifiers in the form of each service, or in a plan not yet."""

    def __init__(self, *, planning: bool = False) -> None:
        self._planning = planning
        self.latest: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        given: dict[str, Any] = cast("Any", args).inputs
        inputs = {key: value for key, value in given.items() if value is not None}
        make = _ANSWERS.get(args.typ)
        id, more = make(args.name, inputs) if make else (f"{args.name}-id", {})
        outputs = {**inputs, **more}
        self.latest[(args.typ, args.name)] = (inputs, outputs)
        if self._planning:
            return "", inputs | dict.fromkeys(more, rpc.UNKNOWN)
        return id, outputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]]]:
        if args.token == "aws:iot/getEndpoint:getEndpoint":
            assert cast("Any", args).args["endpointType"] == "iot:Data-ATS"
            return {"endpointAddress": IOT_HOST}, []
        assert not self._planning, "nothing can be asked of what does not exist yet"
        assert args.token == "aws:kms/getPublicKey:getPublicKey", f"a lookup of {args.token}"
        return {"publicKeyPem": PUBLIC_KEY}, []


class _Complaints(logging.Handler):
    """Keeps what Pulumi warns of, such as deprecated properties."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


Answer = Callable[[str, Mapping[str, Any]], tuple[str, dict[str, Any]]]


def _arn(service: str, rest: str, region: str = REGION, account: str = ACCOUNT) -> str:
    return f"arn:aws:{service}:{region}:{account}:{rest}"


def _named(service: str, form: str) -> Answer:
    def answer(name: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        physical = str(inputs.get("name", name))
        return physical, {"name": physical, "arn": _arn(service, form.format(physical))}

    return answer


def _bucket(name: str, _: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    physical = f"{name}-1a2b3c4"
    return physical, {
        "bucket": physical,
        "arn": _arn("s3", physical, "", ""),
        "bucketRegionalDomainName": f"{physical}.s3.{REGION}.amazonaws.com",
    }


def _key(name: str, _: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    id = f"{sum(map(ord, name)):08d}-aaaa-bbbb-cccc-0123456789ab"
    return id, {"keyId": id, "arn": _arn("kms", f"key/{id}")}


def _queue(_: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{inputs['name']}"
    return url, {"url": url, "arn": _arn("sqs", inputs["name"])}


def _role(name: str, _: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    physical = f"{name}-1a2b3c4"
    return physical, {"name": physical, "arn": _arn("iam", f"role/{physical}", "")}


def _pool(_: str, __: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    id = f"{REGION}_AbCdEf123"
    return id, {"arn": _arn("cognito-idp", f"userpool/{id}")}


def _distribution(_: str, __: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "E1A2B3C4D5E6F7", {
        "arn": _arn("cloudfront", "distribution/E1A2B3C4D5E6F7", ""),
        "domainName": "d111111abcdef8.cloudfront.net",
    }


def _api(_: str, __: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "a1b2c3d4e5", {
        "apiEndpoint": f"https://a1b2c3d4e5.execute-api.{REGION}.amazonaws.com",
        "executionArn": _arn("execute-api", "a1b2c3d4e5"),
    }


def _client(name: str, _: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "".join(filter(str.isalnum, name)) + "1a2b3c4d5e", {}


def _sender(_: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    address = str(inputs["emailIdentity"])
    return address, {"arn": _arn("ses", f"identity/{address}")}


def _mail_rules(_: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    name = str(inputs["configurationSetName"])
    return name, {"arn": _arn("ses", f"configuration-set/{name}")}


_ANSWERS: dict[str, Answer] = {
    "aws:apigatewayv2/api:Api": _api,
    "aws:cloudfront/distribution:Distribution": _distribution,
    "aws:cloudwatch/eventRule:EventRule": _named("events", "rule/{}"),
    "aws:cloudwatch/logGroup:LogGroup": _named("logs", "log-group:{}"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": _named("cloudwatch", "alarm:{}"),
    "aws:cognito/userPool:UserPool": _pool,
    "aws:cognito/userPoolClient:UserPoolClient": _client,
    "aws:dynamodb/table:Table": _named("dynamodb", "table/{}"),
    "aws:iam/role:Role": _role,
    "aws:iot/authorizer:Authorizer": _named("iot", "authorizer/{}"),
    "aws:kms/key:Key": _key,
    "aws:lambda/function:Function": _named("lambda", "function:{}"),
    "aws:s3/bucket:Bucket": _bucket,
    "aws:sesv2/configurationSet:ConfigurationSet": _mail_rules,
    "aws:sesv2/emailIdentity:EmailIdentity": _sender,
    "aws:sns/topic:Topic": _named("sns", "{}"),
    "aws:sqs/queue:Queue": _queue,
}


def record(settings: Settings, artefacts: Artefacts, *, planning: bool = False) -> Program:
    """Run the program and return what it declared; raises what it raises.

    A plan is made in an empty account: of nothing that AWS decides the value is known.
    """
    answers = Answers(planning=planning)
    monitor = Monitor(answers)
    complaints = _Complaints()
    logger = logging.Logger("pulumi under test")
    logger.addHandler(complaints)
    exports: dict[str, Any] = {}
    mocks.set_mocks(
        answers,
        project="vedette",
        stack=settings.stack,
        preview=planning,
        monitor=monitor,
        logger=logger,
    )

    def run() -> pulumi.Output[None]:
        return pulumi.Output.all(**declare(settings, artefacts)).apply(exports.update)

    cast("Any", mocks).test(run)()
    return Program(monitor.resources_in_order, exports, complaints.texts)
