"""Where sites, groups, members and profiles are kept."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import dynamodb, kms

from infra.members import Members
from infra.policy import Grant
from infra.settings import Settings


class SitesStore(pulumi.ComponentResource):
    """One table, its own key: what it holds is about people, and outlives any recording."""

    def __init__(
        self, name: str, *, settings: Settings, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("vedette:sites:SitesStore", name, None, opts)
        self._settings = settings
        kept = pulumi.ResourceOptions(parent=self, protect=settings.protect_data)
        # AWS's default policy of a key: the account's IAM policies decide.
        self.key = kms.Key(
            f"{name}-key",
            description=f"Members and settings of sites of vedette {settings.stack}.",
            enable_key_rotation=True,
            deletion_window_in_days=30 if settings.protect_data else 7,
            opts=kept,
        )
        kms.Alias(
            f"{name}-key-alias",
            name=f"alias/{settings.name('sites')}",
            target_key_id=self.key.key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.table = dynamodb.Table(
            f"{name}-table",
            name=settings.name("sites"),
            billing_mode="PAY_PER_REQUEST",
            hash_key="pk",
            range_key="sk",
            attributes=[{"name": "pk", "type": "S"}, {"name": "sk", "type": "S"}],
            ttl={"attribute_name": "expires_at", "enabled": True},
            point_in_time_recovery={"enabled": True},
            server_side_encryption={"enabled": True, "kms_key_arn": self.key.arn},
            deletion_protection_enabled=settings.protect_data,
            opts=kept,
        )
        self.register_outputs({"table": self.table.name})

    def members(self) -> Members:
        """Read who belongs to which site: rows below people, nothing else of the table."""
        return Members(
            environment={"SITES_TABLE_NAME": self.table.name},
            may=(
                Grant(
                    name="ReadMemberships",
                    actions=("dynamodb:Query",),
                    resources=(self.table.arn,),
                    conditions={"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["PERSON#*"]}},
                ),
                self._may_use_key("ReadMembershipsKey", ("kms:Decrypt", "kms:DescribeKey")),
            ),
        )

    def may_change(self) -> tuple[Grant, ...]:
        """Read and write all of it."""
        return (
            Grant(
                name="ChangeSites",
                actions=(
                    "dynamodb:BatchGetItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:UpdateItem",
                ),
                resources=(self.table.arn,),
            ),
            # DynamoDB asks for these in the caller's name when a table has a key of ours.
            self._may_use_key(
                "UseSitesKey",
                ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
            ),
        )

    def may_find_people(self) -> tuple[Grant, ...]:
        """Read who belongs to a site, what it is called, and what people chose."""
        return (
            Grant(
                name="FindPeople",
                actions=("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"),
                resources=(self.table.arn,),
            ),
            self._may_use_key("FindPeopleKey", ("kms:Decrypt", "kms:DescribeKey")),
        )

    def _may_use_key(self, name: str, actions: Sequence[str]) -> Grant:
        via = f"dynamodb.{self._settings.region}.amazonaws.com"
        return Grant(
            name=name,
            actions=actions,
            resources=(self.key.arn,),
            conditions={"StringEquals": {"kms:ViaService": [via]}},
        )
