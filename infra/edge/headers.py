"""What every answer of the edge tells a browser to allow and to refuse."""

import pulumi
from pulumi_aws import cloudfront

from infra.settings import Settings

_YEAR_S = 365 * 24 * 60 * 60
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_security_policy(login_url: str, issuer_host: str) -> str:
    """Everything from the edge itself; sign-in talks to the user pool's two hosts."""
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        # Mantine writes its theme into a style element and measures into style attributes.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "connect-src": f"'self' {issuer_host} {login_url}",
        "form-action": f"'self' {login_url}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def response_headers(
    name: str,
    *,
    settings: Settings,
    login_url: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
) -> cloudfront.ResponseHeadersPolicy:
    """The policy that every behaviour of the distribution uses."""
    issuer_host = f"https://cognito-idp.{settings.region}.amazonaws.com"
    return cloudfront.ResponseHeadersPolicy(
        name,
        name=settings.name(name),
        comment="What browsers allow and refuse.",
        security_headers_config={
            "content_security_policy": {
                "content_security_policy": login_url.apply(
                    lambda url: content_security_policy(url, issuer_host)
                ),
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
                {"header": "Permissions-Policy", "value": _PERMISSIONS, "override": True},
                {
                    "header": "Cross-Origin-Opener-Policy",
                    "value": "same-origin",
                    "override": True,
                },
            ]
        },
        opts=opts,
    )
