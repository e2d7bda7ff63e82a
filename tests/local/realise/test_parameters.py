"""AWS's service model, enforced."""

import boto3
import pytest
from botocore.model import Shape, StructureShape

from local.foreign import Foreign
from local.realise.parameters import WrongParameter, check

SERVICES = (
    *("s3", "sqs", "sns", "events", "dynamodb", "iam", "kms", "lambda", "logs", "cloudwatch"),
    *("cognito-idp", "apigatewayv2", "cloudfront"),
)


def shape_of(service: str, operation: str) -> Foreign:
    session: Foreign = boto3.Session(region_name="eu-central-1")
    model = session.client(service).meta.service_model
    return model.operation_model(operation).input_shape


@pytest.mark.parametrize(
    ("service", "operation", "value", "place"),
    [
        ("iam", "CreateRole", {"RoleName": "a b"}, "RoleName"),
        ("iam", "CreateRole", {"MaxSessionDuration": 10}, "MaxSessionDuration"),
        ("lambda", "CreateFunction", {"Architectures": ["arm"]}, r"Architectures\[0\]"),
        ("lambda", "CreateFunction", {"Architectures": ["arm64", "arm64"]}, "2 entries"),
        ("cognito-idp", "CreateGroup", {"GroupName": "a b"}, "GroupName"),
        (
            "cognito-idp",
            "CreateUserPool",
            {"Policies": {"PasswordPolicy": {"MinimumLength": 5}}},
            r"Policies\.PasswordPolicy\.MinimumLength",
        ),
    ],
)
def test_what_aws_would_refuse_is_named(
    service: str, operation: str, value: dict[str, object], place: str
) -> None:
    with pytest.raises(WrongParameter, match=place):
        check(shape_of(service, operation), value, operation)


def test_letters_of_all_scripts_pass_where_aws_says_letters() -> None:
    group = {"GroupName": "site:домик-家-ö", "UserPoolId": "eu-central-1_abc"}
    check(shape_of("cognito-idp", "CreateGroup"), group, "CreateGroup")


def strings(shape: Foreign, inside: tuple[str, ...] = ()) -> list[Shape]:
    if shape.name in inside:
        return []
    inside = (*inside, shape.name)
    if isinstance(shape, StructureShape):
        members = list(shape.members.values())
    elif shape.type_name == "list":
        members = [shape.member]
    elif shape.type_name == "map":
        members = [shape.key, shape.value]
    else:
        return [shape]
    return [found for member in members for found in strings(member, inside)]


@pytest.mark.parametrize("service", SERVICES)
def test_every_pattern_of_the_services_in_use_is_understood(service: str) -> None:
    session: Foreign = boto3.Session(region_name="eu-central-1")
    model = session.client(service).meta.service_model
    for operation in model.operation_names:
        if operation.startswith(("Create", "Put")):
            shape = model.operation_model(operation).input_shape
            for text in strings(shape) if shape else []:
                if text.metadata.get("pattern") and text.name not in NOT_PYTHON:
                    with_pattern: Foreign = text
                    check_only_compiles(with_pattern)


NOT_PYTHON = {"AutoScalingRoleArn", "AutoScalingPolicyName"}
"""Written for another regex dialect; of no operation that is used."""


def check_only_compiles(shape: Foreign) -> None:
    try:
        check(shape, "x", shape.name)
    except WrongParameter:
        return
