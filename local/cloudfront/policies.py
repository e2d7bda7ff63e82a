"""Managed cache and origin request policies: what of a request an origin gets to see.

IDs: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide, "Use managed cache policies" and
"Use managed origin request policies". An ID that is not here is refused, so a mistyped one shows.
"""

from dataclasses import dataclass

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


@dataclass(frozen=True)
class Forwarding:
    """`viewer`: the origin gets the viewer's headers, cookies and query; else none of them."""

    viewer: bool
    compresses: bool


def read_forwarding(cache_policy_id: str, origin_request_policy_id: str) -> Forwarding:
    """Raises ValueError for policies that are not local."""
    if cache_policy_id not in (CACHING_OPTIMIZED, CACHING_DISABLED):
        raise ValueError(f"no managed cache policy has the id {cache_policy_id!r}")
    if origin_request_policy_id not in ("", ALL_VIEWER_EXCEPT_HOST_HEADER):
        raise ValueError(f"the origin request policy {origin_request_policy_id!r} is not local")
    return Forwarding(
        viewer=bool(origin_request_policy_id), compresses=cache_policy_id == CACHING_OPTIMIZED
    )
