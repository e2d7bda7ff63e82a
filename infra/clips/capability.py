"""The capability clips: its intake, its part of the API, its gateways."""

import pulumi
from pulumi_aws import iam

from contract import names
from infra.clips.exports import Exports
from infra.clips.intake import Intake
from infra.clips.keeping import Keeping
from infra.clips.store import WRITE_ROWS, Store
from infra.edge import Edge, Routes
from infra.function import Function, Workshop
from infra.members import Members
from infra.policy import Grant, describe, document, policy_of, root_of
from infra.settings import Settings
from infra.work_queue import WorkQueue

ROUTES = (
    "GET /v1/cameras",
    "GET /v1/clips",
    "GET /v1/clips/{id}",
    "PUT /v1/seen",
    "GET /v1/days",
    "GET /v1/timeline",
    "GET /v1/statistics",
    "GET /v1/sites/{site}/access-log",
    "GET /v1/sites/{site}/shares",
    "GET /v1/clips/{id}/shares",
    "POST /v1/clips/{id}/shares",
    "DELETE /v1/shares/{share}",
    "GET /v1/exports",
    "POST /v1/exports",
    "GET /v1/exports/{export}",
    "DELETE /v1/clips/{id}",
    "POST /v1/clips/{id}/restore",
    "PUT /v1/clips/{id}/star",
    "DELETE /v1/clips/{id}/star",
    "GET /v1/sites/{site}/deleted-clips",
)
# Whoever holds a share link may call it; the secret is in the body.
OPEN_ROUTES = ("POST /v1/shared",)


class Clips(pulumi.ComponentResource):
    """Recordings come in through gateways and events, and go out through the API and the edge."""

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        workshop: Workshop,
        store: Store,
        edge: Edge,
        routes: Routes,
        members: Members,
        arrivals: WorkQueue,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:clips:Clips", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        self.intake = Intake(
            name,
            settings=settings,
            workshop=workshop,
            store=store,
            arrivals=arrivals,
            opts=self._child,
        )
        self.exports = Exports(
            f"{name}-export", settings=settings, workshop=workshop, store=store, opts=self._child
        )
        self.keeping = Keeping(f"{name}-keeping", workshop=workshop, store=store, opts=self._child)
        api = self._api(workshop, store, edge, members)
        routes.lead_to(api, ROUTES, open_routes=OPEN_ROUTES)
        self.gateway_role_arns = {site: self._gateway(site, store) for site in settings.sites}
        self.register_outputs({"gatewayRoleArns": self.gateway_role_arns})

    def _api(self, workshop: Workshop, store: Store, edge: Edge, members: Members) -> Function:
        return Function(
            f"{self._name}-api",
            workshop=workshop,
            purpose="Answers what clips there are, to members of their sites.",
            handler="functions.clips.handler.api",
            timeout_s=10,
            # CPU comes with memory; at this size a cold start stays around a second.
            memory_mb=1024,
            environment={
                "TABLE_NAME": store.table.name,
                "MEDIA_URL": edge.url,
                "MEDIA_KEY_PAIR_ID": edge.signing.public_key.id,
                "MEDIA_SIGNING_KEY_ARN": edge.signing.key.arn,
                "RETENTION_DAYS": str(self._settings.retention_days),
                "EXPORT_QUEUE_URL": self.exports.work.queue.url,
                **members.environment,
                "CHORE_QUEUE_URL": self.keeping.work.queue.url,
            },
            may=[
                store.may_list_rows(),
                store.may_read_row(),
                store.may_read_rows(),
                # What people have seen, done, shared, exported, starred and deleted.
                store.may_write_rows_of("SEEN#", "LOG#", "SHARE#", "EXPORT#", "CLIP#", "TALLY#"),
                self.keeping.work.may_send("AskKeeper"),
                store.may_use_key(WRITE_ROWS, ("dynamodb",)),
                self.exports.work.may_send("AskForExports"),
                Grant(
                    name="SignMediaAccess",
                    actions=("kms:Sign",),
                    resources=(edge.signing.key.arn,),
                ),
                *members.may,
            ],
            opts=self._child,
        )

    def _gateway(self, site: str, store: Store) -> pulumi.Output[str]:
        grants = [
            *store.may_put_media(names.format_object_prefix(site)),
            # Once a day it compares what the cloud confirmed with what is there.
            store.may_list_media(
                names.format_object_prefix(site), names.format_deletion_prefix(site)
            ),
            # S3 decrypts the parts of an upload to make one object of them.
            store.may_use_key(("kms:GenerateDataKey", "kms:Decrypt"), ("s3",)),
        ]
        role = iam.Role(
            f"gateway-{site}",
            description=describe(
                f"The gateway of {site} adds its recordings, and sees which are there.", grants
            ),
            # Who of the account may be a gateway is for its IAM policies to say, until gateways
            # come with certificates of their own.
            assume_role_policy=document(
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": root_of(store.account)},
                    "Action": "sts:AssumeRole",
                }
            ),
            opts=self._child,
        )
        iam.RolePolicy(
            f"gateway-{site}-policy", role=role.name, policy=policy_of(grants), opts=self._child
        )
        return role.arn
