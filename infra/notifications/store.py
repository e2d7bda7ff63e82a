"""Where new clips wait to be told of, where browsers that take pushes are kept, and the key that
says who pushes."""

import pulumi
from pulumi_aws import dynamodb, kms

from infra.ops import Ops
from infra.policy import Grant
from infra.work_queue import WorkQueue, Worries

BATCH = 5
# Each of a batch with all the six seconds that a push service is given.
TIMEOUT_S = 30


class Store(pulumi.ComponentResource):
    """The table of notifications, its queue, and a signing key that never leaves KMS."""

    def __init__(
        self,
        name: str,
        *,
        ops: Ops,
        data_key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`data_key` encrypts the table."""
        super().__init__("vedette:notifications:Store", name, None, opts)
        settings = ops.settings
        child = pulumi.ResourceOptions(parent=self)
        kept = pulumi.ResourceOptions(parent=self, protect=settings.protect_data)
        self.table = dynamodb.Table(
            f"{name}-table",
            name=settings.name("notifications"),
            billing_mode="PAY_PER_REQUEST",
            hash_key="pk",
            attributes=[{"name": key, "type": "S"} for key in ("pk", "by_person", "ordered")],
            global_secondary_indexes=[
                {
                    "name": "person",
                    "key_schemas": [
                        {"attribute_name": "by_person", "key_type": "HASH"},
                        {"attribute_name": "ordered", "key_type": "RANGE"},
                    ],
                    "projection_type": "ALL",
                }
            ],
            ttl={"attribute_name": "expires_at", "enabled": True},
            point_in_time_recovery={"enabled": True},
            server_side_encryption={"enabled": True, "kms_key_arn": data_key.arn},
            deletion_protection_enabled=settings.protect_data,
            opts=kept,
        )
        # Browsers subscribe to this very key: with another one, nobody is told until they come by.
        self.push_key = kms.Key(
            f"{name}-push-key",
            description=f"Signs pushes of vedette {settings.stack}.",
            key_usage="SIGN_VERIFY",
            customer_master_key_spec="ECC_NIST_P256",
            deletion_window_in_days=30 if settings.protect_data else 7,
            opts=kept,
        )
        kms.Alias(
            f"{name}-push-key-alias",
            name=f"alias/{settings.name('push')}",
            target_key_id=self.push_key.key_id,
            opts=child,
        )
        self.arrivals = WorkQueue(
            "notifications",
            ops=ops,
            worries=Worries(
                parked="Notifications were parked; each message says why.",
                late="Notifications wait more than five minutes.",
            ),
            timeout_s=TIMEOUT_S,
            opts=child,
        )
        self.arrivals.admit()
        self.register_outputs({"table": self.table.name})

    def may_change_browsers(self) -> tuple[Grant, ...]:
        """Add, list and remove browsers."""
        return (
            self._may_list(),
            Grant(
                name="ChangeBrowsers",
                actions=("dynamodb:PutItem", "dynamodb:DeleteItem"),
                resources=(self.table.arn,),
            ),
        )

    def may_tell(self) -> tuple[Grant, ...]:
        """Read browsers, forget one that is gone, and keep what people were told."""
        return (
            self._may_list(),
            Grant(
                name="KeepEvents",
                actions=("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
                resources=(self.table.arn,),
            ),
        )

    def may_show_key(self) -> Grant:
        """Read the public half of the push key."""
        return Grant(
            name="ShowPushKey", actions=("kms:GetPublicKey",), resources=(self.push_key.arn,)
        )

    def may_sign(self) -> Grant:
        """Sign pushes, and nothing by another algorithm."""
        return Grant(
            name="SignPushes",
            actions=("kms:Sign",),
            resources=(self.push_key.arn,),
            conditions={"StringEquals": {"kms:SigningAlgorithm": "ECDSA_SHA_256"}},
        )

    def _may_list(self) -> Grant:
        return Grant(
            name="ListBrowsers",
            actions=("dynamodb:Query",),
            resources=[pulumi.Output.concat(self.table.arn, "/index/person")],
        )
