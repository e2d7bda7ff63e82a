"""Promises about where clips are kept."""

from typing import Any

from contract import names
from infra.settings import Settings
from tests.infra.conftest import VARIANTS
from tests.infra.recording import Program, Resource

TABLE = "aws:dynamodb/table:Table"


def media_of(program: Program) -> Resource:
    return next(
        each
        for each in program.of("aws:s3/bucket:Bucket")
        if each.outputs["id"] == program.exports["mediaBucket"]
    )


def table_of(program: Program) -> Resource:
    return program.one(TABLE, name=program.exports["clipsTable"])


def test_every_table_can_be_restored_forgets_and_encrypts(program: Program) -> None:
    for table in program.of(TABLE):
        assert table.inputs["pointInTimeRecovery"]["enabled"] is True
        assert table.inputs["ttl"] == {"attributeName": "expires_at", "enabled": True}
        assert table.inputs["serverSideEncryption"]["enabled"] is True
        assert table.inputs["serverSideEncryption"]["kmsKeyArn"].startswith("arn:aws:kms:")


def test_every_table_defines_its_key_attributes_and_no_other(program: Program) -> None:
    for table in program.of(TABLE):
        in_keys = {table.inputs[key] for key in ("hashKey", "rangeKey") if key in table.inputs} | {
            key["attributeName"]
            for index in table.inputs.get("globalSecondaryIndexes", [])
            for key in index["keySchemas"]
        }
        assert {each["name"] for each in table.inputs["attributes"]} == in_keys


def test_every_symmetric_key_rotates(program: Program) -> None:
    for key in program.of("aws:kms/key:Key"):
        if key.inputs.get("keyUsage") != "SIGN_VERIFY":
            assert key.inputs["enableKeyRotation"] is True, key.name


def test_recordings_are_encrypted_by_a_key_of_our_own(program: Program) -> None:
    encryption = program.one(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        bucket=program.exports["mediaBucket"],
    )
    (rule,) = encryption.inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "aws:kms"
    assert rule["bucketKeyEnabled"] is True
    table = table_of(program)
    key_arn = rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"]
    assert table.inputs["serverSideEncryption"]["kmsKeyArn"] == key_arn


def lifecycle_of(program: Program) -> dict[str, dict[str, Any]]:
    lifecycle = program.one(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        bucket=program.exports["mediaBucket"],
    )
    return {rule["id"]: rule for rule in lifecycle.inputs["rules"]}


def test_recordings_go_when_the_retention_time_is_over(programs: dict[str, Program]) -> None:
    for name, settings in VARIANTS.items():
        assert isinstance(settings, Settings)
        rules = lifecycle_of(programs[name])
        retention, tiers, marks = rules["retention"], rules["tiers"], rules["marks"]
        assert {each["status"] for each in rules.values()} == {"Enabled"}
        assert retention["expiration"]["days"] == settings.retention_days
        assert tiers["transitions"] == [{"days": 0, "storageClass": "INTELLIGENT_TIERING"}]
        chosen = retention["filter"]["and"]
        for prefix in (chosen["prefix"], tiers["filter"]["prefix"]):
            assert names.format_object_prefix("home").startswith(prefix)
        # Neither what a star holds, nor anything that bears no tag.
        tags = [f"{name}={value}" for name, value in chosen["tags"].items()]
        assert tags == [names.format_retention_tag("standard")]
        assert names.format_deletion_prefix("home").startswith(marks["filter"]["prefix"])
        assert marks["expiration"]["days"] >= settings.retention_days


def test_versions_of_recordings_can_be_held(program: Program) -> None:
    assert media_of(program).inputs["objectLockEnabled"] is True


def test_only_the_distribution_is_let_in_from_outside(program: Program) -> None:
    distribution = program.one("aws:cloudfront/distribution:Distribution").outputs["arn"]
    key_id = table_of(program).inputs["serverSideEncryption"]["kmsKeyArn"].split("/")[-1]
    policy = program.one("aws:kms/keyPolicy:KeyPolicy", keyId=key_id)
    for statement in policy.statements():
        if statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}:
            assert statement["Action"] == "kms:Decrypt"
            assert statement["Condition"] == {"StringEquals": {"aws:SourceArn": distribution}}
            break
    else:
        raise AssertionError("the distribution cannot decrypt recordings")


def test_a_gateway_may_only_add_and_list_recordings_of_its_own_site(
    programs: dict[str, Program],
) -> None:
    program = programs["other"]
    media = media_of(program).outputs["arn"]
    for site in program.exports["gatewayRoleArns"]:
        role = f"gateway-{site}-1a2b3c4"
        policy = program.one("aws:iam/rolePolicy:RolePolicy", role=role)
        put, tag, list_media, use_key = policy.statements()
        assert put["Action"] == ["s3:PutObject", "s3:AbortMultipartUpload"]
        assert put["Resource"] == [f"{media}/clips/{site}/*"]
        assert tag["Action"] == ["s3:PutObjectTagging"]
        assert tag["Resource"] == put["Resource"]
        assert tag["Condition"] == {
            "StringEquals": {"s3:RequestObjectTag/retention": "standard"},
            "ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["retention"]},
        }
        assert list_media["Action"] == ["s3:ListBucket"]
        assert list_media["Resource"] == [media]
        assert list_media["Condition"] == {
            "StringLike": {"s3:prefix": [f"clips/{site}/*", f"deleted/{site}/*"]}
        }
        assert use_key["Action"] == ["kms:GenerateDataKey", "kms:Decrypt"]
        via = use_key["Condition"]["StringEquals"]["kms:ViaService"]
        assert via == ["s3.eu-central-1.amazonaws.com"]


def test_no_role_uses_the_data_key_but_through_a_service(program: Program) -> None:
    key_arn = table_of(program).inputs["serverSideEncryption"]["kmsKeyArn"]
    for policy in program.of("aws:iam/rolePolicy:RolePolicy"):
        for statement in policy.statements():
            if key_arn in statement["Resource"]:
                assert statement["Condition"]["StringEquals"]["kms:ViaService"], policy.name
