"""Programs made real, and what is refused instead of being ignored."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime import mocks

from infra.program import Artefacts, declare
from infra.settings import Settings
from local.event_sources import mappings_of
from local.realise import MAKERS, NOT_LOCAL, Unrealisable, realise
from tests.infra.recording import Answers
from tests.local.laptop import TRUST, LaptopCloud, declare_function

ROOT = Path(__file__).parents[3]


def test_a_declared_program_exists_afterwards(laptop: LaptopCloud) -> None:
    def program() -> dict[str, pulumi.Input[str]]:
        queue = aws.sqs.Queue("work", visibility_timeout_seconds=45)
        table = aws.dynamodb.Table(
            "rows",
            name="rows",
            hash_key="pk",
            attributes=[{"name": "pk", "type": "S"}, {"name": "by", "type": "S"}],
            billing_mode="PAY_PER_REQUEST",
            global_secondary_indexes=[
                {"name": "by_owner", "hash_key": "by", "projection_type": "ALL"},
            ],
            ttl={"attribute_name": "expires_at", "enabled": True},
            point_in_time_recovery={"enabled": True},
        )
        return {"queue": queue.url, "table": table.arn}

    declarations = laptop.realise(program)
    sqs, dynamodb = laptop.account.client("sqs"), laptop.account.client("dynamodb")
    found = sqs.get_queue_attributes(
        QueueUrl=declarations.exports["queue"], AttributeNames=["VisibilityTimeout"]
    )
    assert found["Attributes"] == {"VisibilityTimeout": "45"}
    table = dynamodb.describe_table(TableName="rows")["Table"]
    assert table["TableArn"] == declarations.exports["table"]
    assert [index["IndexName"] for index in table["GlobalSecondaryIndexes"]] == ["by_owner"]
    ttl = dynamodb.describe_time_to_live(TableName="rows")["TimeToLiveDescription"]
    assert ttl == {"AttributeName": "expires_at", "TimeToLiveStatus": "ENABLED"}


def test_pulumi_runs_another_program_afterwards(laptop: LaptopCloud) -> None:
    laptop.realise(lambda: None)
    mocks.set_mocks(Answers())
    names: list[str] = []
    cast("Any", mocks).test(lambda: aws.sqs.Queue("later", name="l").name.apply(names.append))()
    assert names == ["l"]


def test_names_that_are_not_declared_are_made_as_pulumi_makes_them(laptop: LaptopCloud) -> None:
    def program() -> None:
        aws.sqs.Queue("work")

    name = laptop.realise(program).one("aws:sqs/queue:Queue").outputs["name"]
    assert name.startswith("work-")
    assert len(name) == len("work-") + 7


def test_the_whole_of_infra_is_made_real(laptop: LaptopCloud) -> None:
    settings = Settings(stack="local", sites=("home", "barn"), web_origins=("http://localhost:1",))
    artefacts = Artefacts(functions=pulumi.FileArchive(str(ROOT)), web=None)
    declarations = laptop.realise(lambda: declare(settings, artefacts))
    assert declarations.one("aws:cognito/userPool:UserPool").id.startswith("eu-central-1_")
    assert {declared.type for declared in declarations} <= {*MAKERS, *NOT_LOCAL}
    fed = [mapping.function_arn.rpartition("-")[2] for mapping in mappings_of(declarations)]
    assert {"ingest", "keeper"} <= set(fed)
    buckets = laptop.account.client("s3").list_buckets()["Buckets"]
    assert declarations.exports["mediaBucket"] in [bucket["Name"] for bucket in buckets]


def declare_unknown() -> None:
    aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")


def declare_wrong_enum() -> None:
    aws.dynamodb.Table(
        "rows",
        hash_key="pk",
        attributes=[{"name": "pk", "type": "S"}],
        billing_mode="PAY_BY_REQUEST",
    )


def declare_wrong_nested_enum() -> None:
    bucket = aws.s3.Bucket("media")
    aws.s3.BucketServerSideEncryptionConfiguration(
        "encryption",
        bucket=bucket.bucket,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kmz"}}],
    )


def declare_long_name() -> None:
    aws.iam.Role("r" * 60, assume_role_policy=TRUST % "lambda.amazonaws.com")


def declare_wrong_letters() -> None:
    aws.cloudwatch.LogGroup("logs", name="/aws/lambda/a b")


def declare_wrong_range() -> None:
    aws.cloudwatch.LogGroup("logs", retention_in_days=31)


def declare_unsupported_input() -> None:
    aws.sqs.Queue("work", name="work.fifo", fifo_queue=True)


def declare_unreadable_policy() -> None:
    role = aws.iam.Role("role", assume_role_policy=TRUST % "lambda.amazonaws.com")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Permit"}]})
    aws.iam.RolePolicy("policy", role=role.name, policy=policy)


def declare_unchecked_policy_type() -> None:
    aws.cloudfront.ResponseHeadersPolicy(
        "headers",
        security_headers_config={
            "frame_options": {"frame_option": "NEVER", "override": True},
        },
    )


def declare_lookup() -> None:
    aws.get_caller_identity()


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        (declare_unknown, r"aws:ec2/vpc:Vpc network: .*neither makes this type nor lists it"),
        (declare_wrong_enum, r"table:Table rows: .*BillingMode is 'PAY_BY_REQUEST', not one of"),
        (declare_wrong_nested_enum, r"encryption: .*SSEAlgorithm is 'aws:kmz', not one of"),
        (declare_long_name, r"role:Role rrr.*: CreateRole.RoleName has 68 .*more than 64"),
        (declare_wrong_letters, r"logs: .*'/aws/lambda/a b', which does not match"),
        (declare_wrong_range, r"logs: retentionInDays is 31"),
        (declare_unsupported_input, r"queue:Queue work: .*ignores fifoQueue"),
        (declare_unreadable_policy, r"policy: .*MalformedPolicyDocument"),
        (declare_unchecked_policy_type, r"headers: .*FrameOption is 'NEVER', not one of"),
        (declare_lookup, r"getCallerIdentity: the laptop cloud has no such lookup"),
    ],
)
def test_what_aws_or_the_laptop_would_not_take_is_refused_in_one_line(
    laptop: LaptopCloud, program: Callable[[], None], complaint: str
) -> None:
    with pytest.raises(Unrealisable, match=complaint) as refused:
        laptop.realise(program)
    assert "\n" not in str(refused.value)


def test_a_listed_type_is_recorded_and_not_made(laptop: LaptopCloud) -> None:
    reasons = {"aws:ec2/vpc:Vpc": "There is no network on a laptop."}
    declarations = realise(declare_unknown, laptop.account, not_local=reasons)
    assert declarations.one("aws:ec2/vpc:Vpc").inputs == {"cidrBlock": "10.0.0.0/16"}


def test_no_type_is_both_made_and_listed() -> None:
    assert not set(MAKERS) & set(NOT_LOCAL)


def test_nothing_depends_on_a_resource_that_failed(laptop: LaptopCloud) -> None:
    folder = laptop.code("def handle(event, context): return None")

    def program() -> None:
        declare_function(folder, memory_size=64)

    with pytest.raises(Unrealisable, match=r"answer: CreateFunction.MemorySize is 64"):
        laptop.realise(program)
    assert laptop.account.client("lambda").list_functions()["Functions"] == []


def test_the_public_half_of_a_signing_key_is_looked_up(laptop: LaptopCloud) -> None:
    def program() -> dict[str, pulumi.Input[str]]:
        key = aws.kms.Key("signing", customer_master_key_spec="RSA_2048", key_usage="SIGN_VERIFY")
        found = aws.kms.get_public_key_output(key_id=key.key_id)
        public = aws.cloudfront.PublicKey("media", encoded_key=found.public_key_pem)
        return {"pem": found.public_key_pem, "id": public.id}

    exports = laptop.realise(program).exports
    assert exports["pem"].startswith("-----BEGIN PUBLIC KEY-----")
    assert exports["id"]
