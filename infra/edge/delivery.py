"""The distribution: web app, API and recordings behind one address."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudfront

from infra.bucket import PrivateBucket
from infra.edge.api import HttpApi
from infra.edge.headers import DATA_POLICY, app_policy, response_headers
from infra.edge.signing import Signing
from infra.settings import Settings

# docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
_CACHE_WITHOUT_QUERY = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_CACHE_NOTHING = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
# .../using-managed-origin-request-policies.html
_ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
_READ = ["GET", "HEAD"]
# CloudFront knows three sets of methods; this is the only one with any that write.
_WRITE = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
# Every code that CloudFront would keep for ten seconds if it were not told otherwise; its cache
# does not know who asked, so one person's refusal would answer the next.
_ERRORS = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)


class Edge(pulumi.ComponentResource):
    """One distribution, so that web app, API and recordings have the same origin.

    It writes no access log: the query strings of recordings carry signatures.
    """

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        reaches: Sequence[pulumi.Input[str]],
        api: HttpApi,
        media: PrivateBucket,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`reaches` are origins that the web app may speak to beside its own."""
        super().__init__("vedette:edge:Edge", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        self.signing = Signing(f"{name}-signing", settings=settings, opts=self._child)
        self.web = PrivateBucket(f"{name}-web", keep=False, opts=self._child)
        self.web.expire([])
        self.distribution = self._distribution(
            api,
            media,
            app=self._headers("app", app_policy(reaches)),
            data=self._headers("data", DATA_POLICY),
        )
        self.url = pulumi.Output.concat("https://", self.distribution.domain_name)
        self.web.admit(
            {
                "Sid": "DistributionReads",
                "Effect": "Allow",
                "Principal": {"Service": "cloudfront.amazonaws.com"},
                "Action": "s3:GetObject",
                "Resource": pulumi.Output.concat(self.web.bucket.arn, "/*"),
                "Condition": {"StringEquals": {"aws:SourceArn": self.distribution.arn}},
            }
        )
        self.register_outputs({"url": self.url})

    def _headers(self, part: str, policy: pulumi.Input[str]) -> pulumi.Output[str]:
        return response_headers(
            f"{self._name}-{part}-headers",
            settings=self._settings,
            content_security_policy=policy,
            opts=self._child,
        ).id

    def _distribution(
        self,
        api: HttpApi,
        media: PrivateBucket,
        *,
        app: pulumi.Output[str],
        data: pulumi.Output[str],
    ) -> cloudfront.Distribution:
        return cloudfront.Distribution(
            f"{self._name}-distribution",
            comment=f"vedette {self._settings.stack}",
            enabled=True,
            is_ipv6_enabled=True,
            http_version="http2and3",
            price_class="PriceClass_100",
            default_root_object="index.html",
            origins=self._origins(api, media),
            default_cache_behavior={
                "target_origin_id": "web",
                "viewer_protocol_policy": "redirect-to-https",
                "allowed_methods": _READ,
                "cached_methods": _READ,
                "compress": True,
                "cache_policy_id": _CACHE_WITHOUT_QUERY,
                "response_headers_policy_id": app,
            },
            ordered_cache_behaviors=[
                {
                    "path_pattern": "/clips/*",
                    "target_origin_id": "media",
                    "viewer_protocol_policy": "https-only",
                    "allowed_methods": _READ,
                    "cached_methods": _READ,
                    "cache_policy_id": _CACHE_WITHOUT_QUERY,
                    "response_headers_policy_id": data,
                    "trusted_key_groups": [self.signing.group.id],
                },
                {
                    "path_pattern": "/exports/*",
                    "target_origin_id": "media",
                    "viewer_protocol_policy": "https-only",
                    "allowed_methods": _READ,
                    "cached_methods": _READ,
                    # Each is fetched once or twice, and is large.
                    "cache_policy_id": _CACHE_NOTHING,
                    "response_headers_policy_id": data,
                    "trusted_key_groups": [self.signing.group.id],
                },
                {
                    "path_pattern": "/v1/*",
                    "target_origin_id": "api",
                    "viewer_protocol_policy": "https-only",
                    "allowed_methods": _WRITE,
                    "cached_methods": _READ,
                    "compress": True,
                    "cache_policy_id": _CACHE_NOTHING,
                    "origin_request_policy_id": _ALL_BUT_HOST,
                    "response_headers_policy_id": data,
                },
            ],
            custom_error_responses=[
                {"error_code": code, "error_caching_min_ttl": 0} for code in _ERRORS
            ],
            restrictions={"geo_restriction": {"restriction_type": "none"}},
            # With CloudFront's own host name the lowest TLS version is CloudFront's choice.
            viewer_certificate={"cloudfront_default_certificate": True},
            opts=self._child,
        )

    def _origins(
        self, api: HttpApi, media: PrivateBucket
    ) -> list[cloudfront.DistributionOriginArgsDict]:
        access = cloudfront.OriginAccessControl(
            f"{self._name}-access",
            name=self._settings.name_in_account("buckets"),
            description="The distribution signs what it asks of its buckets.",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=self._child,
        )
        return [
            {
                "origin_id": "web",
                "domain_name": self.web.bucket.bucket_regional_domain_name,
                "origin_access_control_id": access.id,
            },
            {
                "origin_id": "media",
                "domain_name": media.bucket.bucket_regional_domain_name,
                "origin_access_control_id": access.id,
            },
            {
                "origin_id": "api",
                "domain_name": api.api.api_endpoint.apply(
                    lambda endpoint: endpoint.removeprefix("https://")
                ),
                "custom_origin_config": {
                    "http_port": 80,
                    "https_port": 443,
                    "origin_protocol_policy": "https-only",
                    "origin_ssl_protocols": ["TLSv1.2"],
                },
            },
        ]
