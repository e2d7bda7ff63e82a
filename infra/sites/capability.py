"""The capability sites: its part of the API."""

import pulumi
from pulumi_aws import cognito

from infra.edge import Routes
from infra.function import Function, Workshop
from infra.policy import Grant
from infra.sites.store import SitesStore

ROUTES = (
    "GET /v1/sites",
    "GET /v1/sites/{site}",
    "PATCH /v1/sites/{site}",
    "GET /v1/sites/{site}/groups",
    "POST /v1/sites/{site}/groups",
    "PUT /v1/sites/{site}/groups/{group}",
    "DELETE /v1/sites/{site}/groups/{group}",
    "GET /v1/sites/{site}/members",
    "POST /v1/sites/{site}/members",
    "PATCH /v1/sites/{site}/members/{person}",
    "DELETE /v1/sites/{site}/members/{person}",
    "POST /v1/sites/{site}/members/{person}/invitation",
    "GET /v1/me",
    "PUT /v1/me",
)


class Sites(pulumi.ComponentResource):
    """What people call their sites, and who belongs to them."""

    def __init__(
        self,
        name: str,
        *,
        workshop: Workshop,
        store: SitesStore,
        routes: Routes,
        pool: cognito.UserPool,
        web_url: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:sites:Sites", name, None, opts)
        api = Function(
            f"{name}-api",
            workshop=workshop,
            purpose="Answers and changes what sites are, to their members.",
            handler="functions.sites.handler.api",
            timeout_s=10,
            # CPU comes with memory; at this size a cold start stays around a second.
            memory_mb=1024,
            environment={
                "SITES_TABLE_NAME": store.table.name,
                "USER_POOL_ID": pool.id,
                "WEB_URL": web_url,
            },
            may=[
                *store.may_change(),
                Grant(
                    name="InvitePeople",
                    actions=(
                        "cognito-idp:AdminCreateUser",
                        "cognito-idp:AdminGetUser",
                        "cognito-idp:ListUsersInGroup",
                    ),
                    resources=(pool.arn,),
                ),
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
        routes.lead_to(api, ROUTES)
        self.register_outputs({})
