"""The one maker of buckets: private, encrypted, versioned, owned by the account."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import s3

from infra.policy import deny_without_tls, document


class PrivateBucket(pulumi.ComponentResource):
    """A bucket that only roles and the statements given to `admit` reach, and only by TLS."""

    def __init__(
        self,
        name: str,
        *,
        keep: bool,
        lockable: bool = False,
        key_arn: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`keep` refuses deletion; `lockable` lets single versions refuse it as well; without a
        key S3's own encrypts."""
        super().__init__("vedette:bucket:PrivateBucket", name, None, opts)
        self._name = name
        self._child = pulumi.ResourceOptions(parent=self)
        self.bucket = s3.Bucket(
            # Bucket names are shared by all accounts; Pulumi appends letters that make it unique.
            name,
            force_destroy=not keep,
            # No default retention: only what is held by name cannot be deleted.
            object_lock_enabled=lockable or None,
            opts=pulumi.ResourceOptions(parent=self, protect=keep),
        )
        self._private = s3.BucketPublicAccessBlock(
            f"{name}-private",
            bucket=self.bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child,
        )
        s3.BucketOwnershipControls(
            f"{name}-owner",
            bucket=self.bucket.id,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self._child,
        )
        self.versions = s3.BucketVersioning(
            f"{name}-versions",
            bucket=self.bucket.id,
            versioning_configuration={"status": "Enabled"},
            opts=self._child,
        )
        s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=self.bucket.id,
            rules=[_encryption(key_arn)],
            opts=self._child,
        )
        self.register_outputs({"bucket": self.bucket.id})

    def admit(self, *statements: Mapping[str, Any]) -> None:
        """Write the bucket's policy; once, where everybody whom it names is known."""
        everything = pulumi.Output.concat(self.bucket.arn, "/*")
        s3.BucketPolicy(
            f"{self._name}-policy",
            bucket=self.bucket.id,
            policy=document(deny_without_tls("s3:*", self.bucket.arn, everything), *statements),
            # S3 refuses two changes of a bucket's access at the same time.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self._private]),
        )

    def expire(self, rules: Sequence[s3.BucketLifecycleConfigurationRuleArgsDict]) -> None:
        """Set lifecycle rules beside the one that every bucket has: no remains stay."""
        tidy: s3.BucketLifecycleConfigurationRuleArgsDict = {
            "id": "tidy",
            "status": "Enabled",
            "filter": {"prefix": ""},
            # A gateway that may upload at night only takes several nights for a large file.
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            "noncurrent_version_expiration": {"noncurrent_days": 1},
            "expiration": {"expired_object_delete_marker": True},
        }
        s3.BucketLifecycleConfiguration(
            f"{self._name}-lifecycle",
            bucket=self.bucket.id,
            rules=[*rules, tidy],
            # Rules about noncurrent versions need versioning.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.versions]),
        )


def _encryption(
    key_arn: pulumi.Input[str] | None,
) -> s3.BucketServerSideEncryptionConfigurationRuleArgsDict:
    if key_arn is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    return {
        "apply_server_side_encryption_by_default": {
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": key_arn,
        },
        # One request to KMS for many objects instead of one each.
        "bucket_key_enabled": True,
    }
