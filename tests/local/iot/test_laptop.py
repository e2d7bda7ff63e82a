"""The whole way: an authorizer, its function as a process, the broker, Publish at the gate."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError
from paho.mqtt.enums import MQTTProtocolVersion

from local.account import Credentials
from local.declared import Declarations
from local.foreign import Foreign, Plain
from local.gate.ledger import Entry
from local.iot import Broker, Doorkeeper, build_iot, read_authorizers
from local.realise import Unrealisable
from local.realise.iot import data_endpoint
from local.serving import bind, serve
from tests.local.iot.clients import Paho
from tests.local.laptop import LaptopCloud, declare_function

Version = MQTTProtocolVersion
PORCH = "event/clips/home/porch/arrived"
ADMIT = """
import base64, json

def handle(event, context):
    mqtt = event["protocolData"]["mqtt"]
    token = base64.b64decode(mqtt["password"]).decode()
    if token == "fail":
        raise ValueError("broken")
    if token != "right":
        return {"isAuthenticated": False}
    arn = context.invoked_function_arn.split(":")
    own = f"arn:aws:iot:{arn[3]}:{arn[4]}:"
    site = mqtt["username"]
    allow = {
        "iot:Connect": f"client/{mqtt['clientId']}",
        "iot:Subscribe": f"topicfilter/event/clips/{site}/*/arrived",
        "iot:Receive": f"topic/event/clips/{site}/*/arrived",
    }
    statements = [
        {"Effect": "Allow", "Action": action, "Resource": own + name}
        for action, name in allow.items()
    ]
    return {
        "isAuthenticated": True,
        "principalId": "somebody",
        "disconnectAfterInSeconds": 86400,
        "refreshAfterInSeconds": 300,
        "policyDocuments": [json.dumps({"Version": "2012-10-17", "Statement": statements})],
    }
"""
Permit = Callable[[aws.lambda_.Function, aws.iot.Authorizer], object]


def permit(function: aws.lambda_.Function, authorizer: aws.iot.Authorizer) -> None:
    aws.lambda_.Permission(
        "asked",
        action="lambda:InvokeFunction",
        function=function.name,
        principal="iot.amazonaws.com",
        source_arn=authorizer.arn,
    )


def permit_nobody(_function: aws.lambda_.Function, _authorizer: aws.iot.Authorizer) -> None:
    return


def permit_another(function: aws.lambda_.Function, authorizer: aws.iot.Authorizer) -> None:
    aws.lambda_.Permission(
        "asked",
        action="lambda:InvokeFunction",
        function=function.name,
        principal="iot.amazonaws.com",
        source_arn=pulumi.Output.concat(authorizer.arn, "-of-others"),
    )


def declare(folder: Path, permission: Permit, **settings: Plain) -> Callable[[], dict[str, Any]]:
    def program() -> dict[str, Any]:
        function = declare_function(folder)
        wanted: dict[str, Any] = {"name": "viewers", "signing_disabled": True, **settings}
        authorizer = aws.iot.Authorizer("viewers", authorizer_function_arn=function.arn, **wanted)
        permission(function, authorizer)
        endpoint = aws.iot.get_endpoint_output(endpoint_type="iot:Data-ATS")
        return {"endpoint": endpoint.endpoint_address, "authorizer": authorizer.arn}

    return program


def start(laptop: LaptopCloud, declarations: Declarations) -> int:
    """The port of the broker, put together as `local.cloud` does it."""
    runtime = laptop.run(declarations)
    services = laptop.endpoint.services
    doorkeeper = Doorkeeper(read_authorizers(declarations), services.permits, runtime.invoke)
    broker = Broker(laptop.account, admit=doorkeeper)
    app = build_iot(broker, server_name=data_endpoint(laptop.account))
    serving = serve(app, bind(0), "broker", websockets=True)
    laptop.closing.insert(0, serving.stop)
    laptop.endpoint.publish = broker.publish
    return serving.port


def user_who_may(laptop: LaptopCloud, action: str, resource: str) -> Foreign:
    """An iot-data client of somebody with one grant."""
    iam = laptop.account.client("iam")
    iam.create_user(UserName="publisher")
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="publisher", PolicyName="grants", PolicyDocument=document)
    key = iam.create_access_key(UserName="publisher")["AccessKey"]
    return laptop.account.client(
        "iot-data", Credentials(key["AccessKeyId"], key["SecretAccessKey"])
    )


def test_a_published_message_reaches_who_was_admitted(laptop: LaptopCloud) -> None:
    declarations = laptop.realise(declare(laptop.code(ADMIT), permit))
    port = start(laptop, declarations)
    topics = laptop.account.arn("iot", "topic/event/clips/*/*/arrived")
    publisher = user_who_may(laptop, "iot:Publish", topics)
    viewer = Paho(port, Version.MQTTv5, "viewer-1")
    laptop.closing.insert(0, viewer.close)
    assert viewer.connect() == 0
    assert viewer.subscribe("event/clips/home/+/arrived") == [0]
    publisher.publish(topic="event/clips/barn/door/arrived", qos=1, payload=b"{}")
    publisher.publish(
        topic=PORCH, qos=1, payload=b'{"clip_id":"a"}', contentType="application/json"
    )
    message = viewer.message()
    properties: Foreign = message.properties
    assert (message.topic, message.payload) == (PORCH, b'{"clip_id":"a"}')
    assert properties.ContentType == "application/json"

    with pytest.raises(ClientError, match="ForbiddenException"):
        publisher.publish(topic="event/clips/home/porch/other", qos=1, payload=b"{}")
    recorded = {
        (one.action, one.resource.rpartition(":")[2], one.allowed): one
        for one in laptop.ledger.entries()
    }
    assert ("iot:Publish", f"topic/{PORCH}", True) in recorded
    assert ("iot:Publish", "topic/event/clips/home/porch/other", False) in recorded
    function = declarations.one("aws:lambda/function:Function").outputs["arn"]
    asked = Entry("iot.amazonaws.com", "lambda:InvokeFunction", function, True)
    assert asked in laptop.ledger.entries()


@pytest.mark.parametrize("token", ["wrong", "fail"])
def test_whom_the_function_does_not_know_stays_outside(
    laptop: LaptopCloud, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    port = start(laptop, laptop.realise(declare(laptop.code(ADMIT), permit)))
    viewer = Paho(port, Version.MQTTv311, "viewer-1")
    laptop.closing.insert(0, viewer.close)
    assert viewer.connect(token).getName() == "Not authorized"
    assert "authorizer viewers" in caplog.text
    assert token not in caplog.text.replace("its function failed", "")


@pytest.mark.parametrize("permission", [permit_nobody, permit_another])
def test_a_function_is_asked_only_where_its_policy_lets_iot(
    laptop: LaptopCloud, permission: Permit, caplog: pytest.LogCaptureFixture
) -> None:
    port = start(laptop, laptop.realise(declare(laptop.code(ADMIT), permission)))
    viewer = Paho(port, Version.MQTTv5, "viewer-1")
    laptop.closing.insert(0, viewer.close)
    assert viewer.connect().value == 0x87
    assert "no resource policy lets iot.amazonaws.com invoke its function" in caplog.text


def test_an_inactive_authorizer_admits_nobody(laptop: LaptopCloud) -> None:
    declarations = laptop.realise(declare(laptop.code(ADMIT), permit, status="INACTIVE"))
    assert read_authorizers(declarations) == {}


def test_the_endpoint_has_a_name_as_on_aws(laptop: LaptopCloud) -> None:
    exports = laptop.realise(declare(laptop.code(ADMIT), permit)).exports
    assert exports["endpoint"] == data_endpoint(laptop.account)
    assert exports["endpoint"].endswith("-ats.iot.eu-central-1.amazonaws.com")
    assert exports["authorizer"] == laptop.account.arn("iot", "authorizer/viewers")


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"signing_disabled": False}, "signingDisabled must be true"),
        ({"name": "with blanks"}, r"authorizerName is 'with blanks', which does not match"),
        ({"status": "RESTING"}, r"status is 'RESTING', not one of"),
        ({"token_key_name": "token"}, "ignores tokenKeyName"),
    ],
)
def test_an_authorizer_that_is_not_had_is_refused(
    laptop: LaptopCloud, settings: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(Unrealisable, match=complaint):
        laptop.realise(declare(laptop.code(ADMIT), permit, **settings))


def test_other_endpoints_are_not_had(laptop: LaptopCloud) -> None:
    def program() -> None:
        aws.iot.get_endpoint(endpoint_type="iot:Jobs")

    with pytest.raises(Unrealisable, match=r"iot:Jobs; only iot:Data-ATS"):
        laptop.realise(program)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"topic": "event/+"}, "InvalidRequestException"),
        ({"topic": "$aws/things/x"}, "InvalidRequestException"),
        ({"retain": True}, "InvalidRequestException"),
        ({"qos": 2}, "InvalidRequestException"),
        ({"correlationData": "not base64"}, "InvalidRequestException"),
        ({"payload": b"x" * (128 * 1024 + 1)}, "RequestEntityTooLargeException"),
    ],
)
def test_what_aws_would_not_publish_is_refused(
    laptop: LaptopCloud, changes: dict[str, Any], code: str
) -> None:
    publisher = laptop.account.client("iot-data")
    with pytest.raises(ClientError, match=code):
        publisher.publish(**{"topic": PORCH, "qos": 1, "payload": b"{}", **changes})
