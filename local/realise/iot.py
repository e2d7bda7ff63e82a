"""AWS IoT Core: the authorizers of its broker, and the broker's name."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from local.account import Account
from local.foreign import Plain
from local.realise.cloud import Cloud, Made, Maker, Wanted

_ENDPOINT_TYPE = "iot:Data-ATS"


def _authorizer(cloud: Cloud, wanted: Wanted) -> Made:
    """Checked and recorded; `local.iot` asks it, as moto has none."""
    name = wanted.physical_name()
    status = wanted.take("status", "ACTIVE")
    if wanted.take("signingDisabled") is not True:
        raise NotImplementedError("signingDisabled must be true: tokens are not signed here")
    values = {
        "authorizerName": name,
        "authorizerFunctionArn": wanted.take("authorizerFunctionArn"),
        "status": status,
        "signingDisabled": True,
        "tags": [{"Key": key, "Value": value} for key, value in wanted.tags().items()] or None,
    }
    # It says how long answers to HTTP clients are kept, of which there are none here.
    wanted.leave("enableCachingForHttp")
    cloud.spelled("iot", "CreateAuthorizer", values)
    arn = cloud.account.arn("iot", f"authorizer/{name}")
    return Made(name, {"name": name, "arn": arn, "status": status})


def data_endpoint(account: Account) -> str:
    """The host name of the account's message broker, the same every time, as on AWS."""
    own = hashlib.sha256(f"{account.id} {account.region}".encode()).hexdigest()
    return f"a{own[:13]}-ats.iot.{account.region}.amazonaws.com"


def _endpoint(cloud: Cloud, arguments: Mapping[str, Any]) -> dict[str, Plain]:
    kind = arguments.get("endpointType")
    if kind != _ENDPOINT_TYPE:
        raise NotImplementedError(f"endpointType is {kind}; only {_ENDPOINT_TYPE} is served here")
    address = data_endpoint(cloud.account)
    return {
        "endpointAddress": address,
        "endpointType": kind,
        "id": address,
        "region": cloud.account.region,
    }


MAKERS: Mapping[str, Maker] = {"aws:iot/authorizer:Authorizer": _authorizer}

LOOKUPS: Mapping[str, Callable[[Cloud, Mapping[str, Any]], dict[str, Any]]] = {
    "aws:iot/getEndpoint:getEndpoint": _endpoint,
}
