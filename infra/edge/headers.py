"""What every answer of the edge tells a browser to allow and to refuse."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudfront

from infra.settings import Settings

# Recordings and answers of the API have the web app's origin and were made elsewhere: opened by
# themselves, they may show a picture or a film and run nothing.
DATA_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; sandbox"
)
_YEAR_S = 365 * 24 * 60 * 60
_MORE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def app_policy(reaches: Sequence[pulumi.Input[str]]) -> pulumi.Output[str]:
    """Everything from the edge itself; beside it only what the app `reaches`, for its data."""
    return pulumi.Output.all(*reaches).apply(_app_policy)


def _app_policy(reaches: Sequence[str]) -> str:
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self'",
        "connect-src": " ".join(["'self'", *reaches]),
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def response_headers(
    name: str,
    *,
    settings: Settings,
    content_security_policy: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> cloudfront.ResponseHeadersPolicy:
    """Headers of a behaviour: the same everywhere but for what its answers may load."""
    return cloudfront.ResponseHeadersPolicy(
        name,
        name=settings.name_in_account(name),
        comment="What browsers allow and refuse.",
        security_headers_config={
            "content_security_policy": {
                "content_security_policy": content_security_policy,
                "override": True,
            },
            "content_type_options": {"override": True},
            "frame_options": {"frame_option": "DENY", "override": True},
            "referrer_policy": {"referrer_policy": "no-referrer", "override": True},
            "strict_transport_security": {
                "access_control_max_age_sec": _YEAR_S,
                "include_subdomains": True,
                "override": True,
            },
        },
        custom_headers_config={
            "items": [
                {"header": header, "value": value, "override": True}
                for header, value in _MORE.items()
            ]
        },
        opts=opts,
    )
