"""Access to media: CloudFront policies and links.

docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
private-content-creating-signed-url-custom-policy.html
"""

import base64
import json

from contract import names
from functions.membership import Caller

# Links made within one window are equal, so that a browser's cache keeps what it has.
WINDOW_S = 900


def choose_expiry(now_s: int) -> int:
    """Epoch seconds when links made now end: 15 to 30 minutes ahead, the same for a window."""
    return (now_s // WINDOW_S + 2) * WINDOW_S


def choose_prefix(caller: Caller, site: str, camera: str) -> str:
    """What links to a camera's recordings open: all of the site, where the caller may see that."""
    one = caller.membership(site)
    if one is not None and one.cameras is None:
        return names.format_object_prefix(site)
    return names.format_camera_prefix(site, camera)


def make_policy(media_url: str, objects: str, expires_s: int) -> bytes:
    """What is signed: one object, or those below a prefix that ends in `*`, until then.

    Without any white space.
    """
    statement = {
        "Resource": f"{media_url}/{objects}",
        "Condition": {"DateLessThan": {"AWS:EpochTime": expires_s}},
    }
    return json.dumps({"Statement": [statement]}, separators=(",", ":")).encode()


def make_query(policy: bytes, signature: bytes, key_pair_id: str) -> str:
    """The query that opens every object the policy names."""
    return (
        f"Policy={_encode(policy)}&Signature={_encode(signature)}"
        f"&Key-Pair-Id={key_pair_id}&Hash-Algorithm=SHA256"
    )


def _encode(value: bytes) -> str:
    # CloudFront's own base64 for URLs, which differs from RFC 4648.
    return base64.b64encode(value).decode().translate(str.maketrans("+=/", "-_~"))
