"""What exists, as one function: settings and artefacts in, exports out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi

from infra.clips import Clips, Store
from infra.edge import Edge, HttpApi, Routes, WebApp
from infra.function import Workshop
from infra.identity import Identity
from infra.notifications import (
    Notifications,
    People,
    Tokens,
    Updates,
    find_host,
    iot_beside,
    publishing,
)
from infra.notifications import Store as NotificationStore
from infra.ops import Ops
from infra.policy import Grant
from infra.settings import Settings
from infra.sites import Sites, SitesStore, make_letters


@dataclass(frozen=True, kw_only=True)
class Artefacts:
    """What was built before: the functions' code, and the web app's files if there are any."""

    functions: pulumi.Archive
    web: Path | None


def declare(settings: Settings, artefacts: Artefacts) -> dict[str, pulumi.Input[Any]]:
    """Declare every resource of a stack and return what it exports.

    The order is the way out of circles: the user pool needs who writes its letters, the
    distribution needs the bucket and the sign-in page, the web client needs the distribution, the
    routes need the client; the policies that name the distribution come after all of them. Where
    the web app is, the letters' writer is told with each invitation.
    """
    tagged = pulumi.ResourceOptions(transformations=[_tagging(settings)])
    ops = Ops("ops", settings=settings, opts=tagged)
    workshop = Workshop(ops=ops, code=artefacts.functions)
    letters = make_letters("sites-letters", workshop=workshop, opts=tagged)
    identity = Identity("identity", settings=settings, letters=letters, opts=tagged)
    store = Store("clips-store", settings=settings, opts=tagged)
    sites_store = SitesStore("sites-store", settings=settings, opts=tagged)
    api = HttpApi("api", ops=ops, opts=tagged)
    updates_host = find_host()
    edge = Edge(
        "edge",
        settings=settings,
        reaches=(identity.login_url, pulumi.Output.concat("wss://", updates_host)),
        api=api,
        media=store.media,
        opts=tagged,
    )
    store.open_to(edge.distribution.arn)
    client = identity.admit_web([edge.url, *settings.web_origins])
    routes = Routes("routes", api=api, issuer=identity.issuer, client_id=client.id, opts=tagged)
    told = NotificationStore("notifications-store", ops=ops, data_key=store.key, opts=tagged)
    iot_arn = iot_beside(told.table.arn)
    clips = Clips(
        "clips",
        settings=settings,
        workshop=workshop,
        store=store,
        edge=edge,
        routes=routes,
        # Whoever answers people asks the sites table who they are.
        members=sites_store.members(),
        arrivals=told.arrivals,
        opts=tagged,
    )
    Notifications(
        "notifications",
        settings=settings,
        workshop=workshop,
        store=told,
        routes=routes,
        use_data_key=store.may_use_key(
            ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"), ("dynamodb",)
        ),
        people=People(
            environment={
                "SITES_TABLE_NAME": sites_store.table.name,
                "USER_POOL_ID": identity.pool.id,
            },
            may=(
                *sites_store.may_find_people(),
                Grant(
                    name="ListOwners",
                    actions=("cognito-idp:ListUsersInGroup",),
                    resources=(identity.pool.arn,),
                ),
            ),
        ),
        publishing=publishing(updates_host, iot_arn),
        web_url=edge.url,
        opts=tagged,
    )
    updates = Updates(
        "updates",
        settings=settings,
        workshop=workshop,
        host=updates_host,
        iot_arn=iot_arn,
        members=sites_store.members(),
        tokens=Tokens(pool_id=identity.pool.id, issuer=identity.issuer, client_id=client.id),
        opts=tagged,
    )
    Sites(
        "sites",
        workshop=workshop,
        store=sites_store,
        routes=routes,
        pool=identity.pool,
        web_url=edge.url,
        opts=tagged,
    )
    signing_in: Mapping[str, pulumi.Input[str]] = {
        "region": settings.region,
        "user_pool_id": identity.pool.id,
        "client_id": client.id,
        "authority": identity.issuer,
        "login_url": identity.login_url,
        # Empty: the API has the web app's own origin.
        "api_url": "",
        "updates_url": updates.url,
    }
    WebApp("web", bucket=edge.web, build=artefacts.web, config=signing_in, opts=tagged)
    return {
        "webUrl": edge.url,
        "apiUrl": api.api.api_endpoint,
        "loginUrl": identity.login_url,
        "region": settings.region,
        "userPoolId": identity.pool.id,
        "userPoolClientId": client.id,
        "mediaBucket": store.media.bucket.id,
        "webBucket": edge.web.bucket.id,
        "clipsTable": store.table.name,
        "sitesTable": sites_store.table.name,
        "alarmTopicArn": ops.topic.arn,
        "gatewayRoleArns": clips.gateway_role_arns,
    }


def _tagging(settings: Settings) -> pulumi.ResourceTransformation:
    tags = {"project": "vedette", "stack": settings.stack}

    def tag(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        # A resource that can have tags has the property, set or not.
        if not args.type_.startswith("aws:") or "tags" not in args.props:
            return None
        return pulumi.ResourceTransformationResult(
            props={**args.props, "tags": tags}, opts=args.opts
        )

    return tag
