"""Which operation of which service a request asks for, read by moto's own router and parsers, so
that the gate judges what moto will do."""

import gzip
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from botocore.exceptions import UnknownServiceError
from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException

from local.gate.ambiguity import refuse_ambiguity
from local.gate.inbound import Inbound
from local.gate.refusals import Family, Kind, Refused

_BOTO_NAMES = {
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "email": "ses",
    "execute-api": "apigatewaymanagementapi",
    "iotdata": "iot-data",
}
_PREFIXES = {"monitoring": "cloudwatch", "email": "ses", "iotdata": "iot"}


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked for."""

    prefix: str
    """The service as IAM names it."""
    name: str
    """The operation as the API names it."""
    params: Mapping[str, Any]
    region: str
    account_id: str

    def arn(self, resource: str) -> str:
        """The ARN of a resource of this service in this account and region."""
        return f"arn:aws:{self.prefix}:{self.region}:{self.account_id}:{resource}"


def family_of(service: str, inbound: Inbound) -> Family:
    """The protocol in which a service, by the name it is signed for, answers errors."""
    if service == "s3":
        return "s3"
    if inbound.has("x-amz-target"):
        return "json"
    try:
        protocol = str(get_service_model(_boto_name(service, inbound)).protocol)
    except UnknownServiceError:
        return "json"
    families: dict[str, Family] = {
        "query": "query",
        "ec2": "query",
        "rest-xml": "rest-xml",
        "rest-json": "rest-json",
    }
    return families.get(protocol, "json")


def read_operation(service: str, region: str, account_id: str, inbound: Inbound) -> Operation:
    """What a request, signed for this service, asks for. Raises Refused when moto's router does
    not know it, or when moto could read it as something else."""
    name = _boto_name(service, inbound)
    if service != "s3":
        _decompress(inbound)
    try:
        model, params = _parse(name, inbound)
    except (
        *(HTTPException, NotImplementedError, UnknownServiceError, RequestParserError),
        *(ValueError, KeyError, TypeError, AttributeError),
    ) as error:
        raise Refused(Kind.UNREADABLE, "The request is not one of a known operation") from error
    refuse_ambiguity(model, inbound)
    return Operation(_PREFIXES.get(service, service), model.name, params, region, account_id)


def _boto_name(service: str, inbound: Inbound) -> str:
    if service == "dynamodb" and inbound.header("x-amz-target").startswith("DynamoDBStreams"):
        return "dynamodbstreams"
    if service == "apigateway" and inbound.raw_path.startswith("/v2/"):
        return "apigatewayv2"
    if service == "s3" and inbound.raw_path.startswith("/v20180820/"):
        return "s3control"
    if service == "ses" and inbound.raw_path.startswith("/v2/"):
        return "sesv2"
    return _BOTO_NAMES.get(service, service)


def _parse(name: str, inbound: Inbound) -> tuple[OperationModel, Mapping[str, Any]]:
    request = _request(inbound)
    model, labels = get_service_router(name).match(request)
    protocol = determine_request_protocol(get_service_model(name), request.content_type)
    parsed = PROTOCOL_PARSERS[protocol](model, map_type=dict).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": b"" if _streams(model) else inbound.body,
            "url_path": request.path,
            "url_params": labels,
        }
    )
    return model, cast(Mapping[str, Any], parsed or {})


def _request(inbound: Inbound) -> Request:
    # A copy: the parsers read the body, moto reads it again.
    return Request({**inbound.environ, "wsgi.input": io.BytesIO(inbound.body)})


def _streams(model: OperationModel) -> bool:
    """Whether the body is the payload itself, which says nothing about what is asked."""
    return bool(model.has_streaming_input)


def _decompress(inbound: Inbound) -> None:
    if inbound.header("content-encoding") != "gzip":
        return
    try:
        inbound.replace(gzip.decompress(inbound.body))
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(Kind.UNREADABLE, "The body is not gzip") from error
    inbound.set_header("content-encoding", None)
