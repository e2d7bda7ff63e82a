"""Promises about every bucket."""

from tests.infra.recording import Program, Resource


def beside(program: Program, bucket: Resource, kind: str) -> Resource:
    """The one companion resource of a bucket, such as its `bucketVersioning:BucketVersioning`."""
    return program.one(f"aws:s3/{kind}", bucket=bucket.outputs["id"])


def test_every_bucket_is_private_and_owned_by_the_account(program: Program) -> None:
    for bucket in program.of("aws:s3/bucket:Bucket"):
        block = beside(program, bucket, "bucketPublicAccessBlock:BucketPublicAccessBlock")
        for switch in (
            *("blockPublicAcls", "blockPublicPolicy"),
            *("ignorePublicAcls", "restrictPublicBuckets"),
        ):
            assert block.inputs[switch] is True, (bucket.name, switch)
        owner = beside(program, bucket, "bucketOwnershipControls:BucketOwnershipControls")
        assert owner.inputs["rule"]["objectOwnership"] == "BucketOwnerEnforced"
        assert "acl" not in bucket.inputs


def test_every_bucket_refuses_everybody_without_tls(program: Program) -> None:
    for bucket in program.of("aws:s3/bucket:Bucket"):
        statements = beside(program, bucket, "bucketPolicy:BucketPolicy").statements()
        arn = bucket.outputs["arn"]
        assert any(
            statement["Effect"] == "Deny"
            and statement["Principal"] == "*"
            and statement["Action"] == "s3:*"
            and set(statement["Resource"]) == {arn, f"{arn}/*"}
            and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
            for statement in statements
        ), bucket.name


def test_every_bucket_keeps_versions_for_a_while_and_encrypts(program: Program) -> None:
    for bucket in program.of("aws:s3/bucket:Bucket"):
        versions = beside(program, bucket, "bucketVersioning:BucketVersioning")
        assert versions.inputs["versioningConfiguration"]["status"] == "Enabled"
        encryption = beside(
            program,
            bucket,
            "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        )
        (rule,) = encryption.inputs["rules"]
        assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] in ("aws:kms", "AES256")
        lifecycle = beside(
            program, bucket, "bucketLifecycleConfiguration:BucketLifecycleConfiguration"
        )
        assert versions.urn in program.waits_for(lifecycle)
        rules = lifecycle.inputs["rules"]
        assert any(each.get("noncurrentVersionExpiration") for each in rules), bucket.name
        assert any(each.get("abortIncompleteMultipartUpload") for each in rules), bucket.name


def test_only_the_distribution_reads_a_bucket_by_its_policy(program: Program) -> None:
    distribution = program.one("aws:cloudfront/distribution:Distribution")
    for policy in program.of("aws:s3/bucketPolicy:BucketPolicy"):
        for statement in policy.statements():
            if statement["Effect"] == "Allow":
                assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
                assert statement["Action"] == "s3:GetObject"
                assert statement["Condition"] == {
                    "StringEquals": {"aws:SourceArn": distribution.outputs["arn"]}
                }
