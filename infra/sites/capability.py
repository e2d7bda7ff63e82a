"""The capability sites: its part of the API."""

import pulumi

from infra.edge import Routes
from infra.function import Function, Workshop
from infra.sites.store import SitesStore

ROUTES = ("GET /v1/sites", "GET /v1/sites/{site}", "PATCH /v1/sites/{site}")


class Sites(pulumi.ComponentResource):
    """What people call their sites, and who belongs to them."""

    def __init__(
        self,
        name: str,
        *,
        workshop: Workshop,
        store: SitesStore,
        routes: Routes,
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
            environment={"SITES_TABLE_NAME": store.table.name},
            may=store.may_change(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        routes.lead_to(api, ROUTES)
        self.register_outputs({})
