"""Where clips are kept: the media bucket, the table of what is in it, the key of both."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import dynamodb, kms, s3

from contract import names
from infra.bucket import PrivateBucket
from infra.policy import ACCOUNT_DECIDES, Grant, account_decides, account_of, document
from infra.settings import Settings

PREFIX = "clips/"
EXPORTS = "exports/"
INDEXES = {
    "site": "by_site",
    "site_kind": "by_site_kind",
    "camera": "by_camera",
    "camera_kind": "by_camera_kind",
    # Only the rows that have the attribute are in these, and cost anything.
    "starred": "by_starred",
    "deleted": "by_deleted",
    "chore": "by_chore",
}
_LISTED = tuple(index for index in INDEXES if index != "chore")
# By what the rows of an index are in order, where that is not `ordered`.
ORDERS = {"deleted": "deleted_order", "chore": "due_at"}
# What is looked for here is read by its key afterwards.
_KEYS_ONLY = frozenset({"chore"})
MARKS = "deleted/"
# DynamoDB asks for these in the caller's name when a table has a key of ours.
WRITE_ROWS = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey")


_TAG, _, _STANDARD = names.format_retention_tag("standard").partition("=")


class Store(pulumi.ComponentResource):
    """Recordings and their rows; both go after the retention time."""

    def __init__(
        self, name: str, *, settings: Settings, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("vedette:clips:Store", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=settings.protect_data)
        self.key = self._key()
        self.account = account_of(self.key.arn)
        self.media = self._media()
        self.table = self._table()
        self.register_outputs({"media": self.media.bucket.id, "table": self.table.name})

    def _key(self) -> kms.Key:
        key = kms.Key(
            f"{self._name}-key",
            description=f"Recordings of vedette {self._settings.stack}. {ACCOUNT_DECIDES}.",
            enable_key_rotation=True,
            deletion_window_in_days=30 if self._settings.protect_data else 7,
            opts=self._kept,
        )
        kms.Alias(
            f"{self._name}-key-alias",
            name=f"alias/{self._settings.name('data')}",
            target_key_id=key.key_id,
            opts=self._child,
        )
        return key

    def _media(self) -> PrivateBucket:
        media = PrivateBucket(
            f"{self._name}-media",
            keep=self._settings.protect_data,
            key_arn=self.key.arn,
            lockable=True,
            opts=self._child,
        )
        media.expire(
            [
                {
                    "id": "retention",
                    "status": "Enabled",
                    # A star changes the tag, so that nothing hides what it keeps.
                    "filter": {"and_": {"prefix": PREFIX, "tags": {_TAG: _STANDARD}}},
                    "expiration": {"days": self._settings.retention_days},
                },
                {
                    "id": "tiers",
                    "status": "Enabled",
                    "filter": {"prefix": PREFIX},
                    "transitions": [{"days": 0, "storage_class": "INTELLIGENT_TIERING"}],
                },
                {
                    "id": "exports",
                    "status": "Enabled",
                    "filter": {"prefix": EXPORTS},
                    "expiration": {"days": names.CLIPS_EXPORT_DAYS},
                },
                {
                    # As long as a gateway may ask what became of a recording.
                    "id": "marks",
                    "status": "Enabled",
                    "filter": {"prefix": MARKS},
                    "expiration": {"days": max(self._settings.retention_days, 30)},
                },
            ]
        )
        s3.BucketNotification(
            f"{self._name}-media-events",
            bucket=media.bucket.id,
            eventbridge=True,
            opts=self._child,
        )
        return media

    def _table(self) -> dynamodb.Table:
        keys = ["pk", "ordered", *INDEXES.values(), *ORDERS.values()]
        return dynamodb.Table(
            f"{self._name}-table",
            name=self._settings.name("clips"),
            billing_mode="PAY_PER_REQUEST",
            hash_key="pk",
            attributes=[{"name": key, "type": "S"} for key in keys],
            global_secondary_indexes=[
                {
                    "name": index,
                    "key_schemas": [
                        {"attribute_name": partition, "key_type": "HASH"},
                        {"attribute_name": ORDERS.get(index, "ordered"), "key_type": "RANGE"},
                    ],
                    "projection_type": "KEYS_ONLY" if index in _KEYS_ONLY else "ALL",
                }
                for index, partition in INDEXES.items()
            ],
            ttl={"attribute_name": "expires_at", "enabled": True},
            point_in_time_recovery={"enabled": True},
            server_side_encryption={"enabled": True, "kms_key_arn": self.key.arn},
            deletion_protection_enabled=self._settings.protect_data,
            opts=self._kept,
        )

    def open_to(self, distribution_arn: pulumi.Input[str]) -> None:
        """Let one CloudFront distribution, and it alone, read recordings and decrypt them."""
        only = {"StringEquals": {"aws:SourceArn": distribution_arn}}
        cloudfront = {"Service": "cloudfront.amazonaws.com"}
        self.media.admit(
            {
                "Sid": "DistributionReads",
                "Effect": "Allow",
                "Principal": cloudfront,
                "Action": "s3:GetObject",
                "Resource": [self.objects(), self.objects(EXPORTS)],
                "Condition": only,
            }
        )
        kms.KeyPolicy(
            f"{self._name}-key-policy",
            key_id=self.key.key_id,
            policy=document(
                account_decides(self.account),
                {
                    "Sid": "DistributionDecrypts",
                    "Effect": "Allow",
                    "Principal": cloudfront,
                    "Action": "kms:Decrypt",
                    "Resource": "*",
                    "Condition": only,
                },
            ),
            opts=self._child,
        )

    def objects(self, prefix: str = PREFIX) -> pulumi.Output[str]:
        """The ARN of every recording below a prefix."""
        return pulumi.Output.concat(self.media.bucket.arn, "/", prefix, "*")

    def may_list_rows(self, indexes: Sequence[str] = _LISTED) -> Grant:
        """Read pages of indexes; of all that people see unless told."""
        return Grant(
            name="ListRows",
            actions=("dynamodb:Query",),
            resources=[self._index(index) for index in indexes],
        )

    def may_list_chores(self) -> Grant:
        """Find the rows of which something is due."""
        return Grant(
            name="ListChores", actions=("dynamodb:Query",), resources=(self._index("chore"),)
        )

    def may_replace_row(self) -> Grant:
        """Write one whole row."""
        return Grant(name="ReplaceRow", actions=("dynamodb:PutItem",), resources=(self.table.arn,))

    def _index(self, index: str) -> pulumi.Output[str]:
        return pulumi.Output.concat(self.table.arn, "/index/", index)

    def may_read_row(self) -> Grant:
        """Read one row by its key."""
        return Grant(name="ReadRow", actions=("dynamodb:GetItem",), resources=(self.table.arn,))

    def may_read_rows(self) -> Grant:
        """Read many rows by their keys at once."""
        return Grant(
            name="ReadRows", actions=("dynamodb:BatchGetItem",), resources=(self.table.arn,)
        )

    def may_write_rows_of(self, *prefixes: str) -> Grant:
        """Write fields of rows whose keys begin with one of these, and of no others."""
        return Grant(
            name="WriteRows",
            actions=("dynamodb:UpdateItem",),
            resources=(self.table.arn,),
            conditions={
                "ForAllValues:StringLike": {
                    "dynamodb:LeadingKeys": [f"{prefix}*" for prefix in prefixes]
                }
            },
        )

    def may_write_row(self) -> Grant:
        """Write fields of one row, conditions included."""
        return Grant(name="WriteRow", actions=("dynamodb:UpdateItem",), resources=(self.table.arn,))

    def may_read_media(self) -> tuple[Grant, ...]:
        """Read recordings and what is said of them."""
        return (
            Grant(
                name="ReadMedia",
                actions=("s3:GetObject",),
                resources=(self.objects(),),
                reason="recordings are named when they are made",
            ),
            # Without it S3 answers 403 for an object that is gone, as for one that is forbidden,
            # and a deleted recording could not be told from a wrong policy.
            Grant(name="KnowGone", actions=("s3:ListBucket",), resources=(self.media.bucket.arn,)),
        )

    def may_put_media(self, prefix: str) -> tuple[Grant, ...]:
        """Add recordings below a prefix, large ones in parts, and give such parts up again; all
        of them with the tag that lets retention have them, and with no other."""
        named = "recordings are named when they are made"
        return (
            Grant(
                name="PutMedia",
                actions=("s3:PutObject", "s3:AbortMultipartUpload"),
                resources=(self.objects(prefix),),
                reason=named,
            ),
            Grant(
                name="TagMedia",
                actions=("s3:PutObjectTagging",),
                resources=(self.objects(prefix),),
                reason=named,
                conditions={
                    "StringEquals": {f"s3:RequestObjectTag/{_TAG}": _STANDARD},
                    "ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": [_TAG]},
                },
            ),
        )

    def may_put_exports(self) -> Grant:
        """Add exports, in parts, and give such parts up again."""
        return Grant(
            name="PutExports",
            actions=("s3:PutObject", "s3:AbortMultipartUpload"),
            resources=(self.objects(EXPORTS),),
            reason="exports are named when they are asked for",
        )

    def may_keep_media(self) -> tuple[Grant, ...]:
        """Hold versions of recordings and release them, delete versions for good, and leave marks
        of it."""
        named = "recordings are named when they are made"
        return (
            Grant(
                name="HoldMedia",
                actions=("s3:PutObjectLegalHold", "s3:PutObjectVersionTagging"),
                resources=(self.objects(),),
                reason=named,
            ),
            Grant(
                name="PurgeMedia",
                actions=("s3:DeleteObjectVersion",),
                resources=(self.objects(),),
                reason=named,
            ),
            Grant(
                name="ListVersions",
                actions=("s3:ListBucketVersions",),
                resources=(self.media.bucket.arn,),
                conditions={"StringLike": {"s3:prefix": f"{PREFIX}*"}},
            ),
            Grant(
                name="MarkDeletions",
                actions=("s3:PutObject",),
                resources=(self.objects(MARKS),),
                reason=named,
            ),
        )

    def may_list_media(self, *prefixes: str) -> Grant:
        """See names and sizes of what is below prefixes; not what is in it."""
        return Grant(
            name="ListMedia",
            actions=("s3:ListBucket",),
            resources=(self.media.bucket.arn,),
            conditions={"StringLike": {"s3:prefix": [f"{prefix}*" for prefix in prefixes]}},
        )

    def may_use_key(self, actions: Sequence[str], services: Sequence[str]) -> Grant:
        """Use the key, but only through services (s3, dynamodb) and never directly."""
        region = self._settings.region
        return Grant(
            name="UseKey",
            actions=actions,
            resources=(self.key.arn,),
            conditions={
                "StringEquals": {
                    "kms:ViaService": [f"{service}.{region}.amazonaws.com" for service in services]
                }
            },
        )
