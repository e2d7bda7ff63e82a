"""Links to media: what they open, for how long, and that the key in KMS made them."""

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.functions.clips.conftest import Functions
from tests.functions.cloud import (
    CLIP_ID,
    KEY_PAIR_ID,
    MEDIA_URL,
    Cloud,
    key_of,
)

pytestmark = pytest.mark.usefixtures("porch")


def test_a_detail_tells_all_and_opens_the_media_of_its_site_only(
    functions: Functions, cloud: Cloud
) -> None:
    _, detail = functions.call(f"/v1/clips/{CLIP_ID}")
    assert detail["source_name"] == "a $(x).mkv"
    assert (detail["playable"], detail["bytes"]) == (True, 5)
    assert detail["media"]["sd"] is None
    link = urlsplit(str(detail["media"]["original"]["url"]))
    assert f"{link.scheme}://{link.netloc}" == MEDIA_URL
    assert link.path == f"/{key_of()}"
    query = dict(parse_qsl(link.query, strict_parsing=True))
    assert query["Key-Pair-Id"] == KEY_PAIR_ID
    policy, signature = _decode(query["Policy"]), _decode(query["Signature"])
    public = load_der_public_key(cloud.kms.get_public_key(KeyId=cloud.key_arn)["PublicKey"])
    assert isinstance(public, RSAPublicKey)
    public.verify(signature, policy, PKCS1v15(), hashes.SHA256())
    (statement,) = json.loads(policy)["Statement"]
    assert statement["Resource"] == f"{MEDIA_URL}/clips/home/*"
    assert statement["Condition"]["DateLessThan"]["AWS:EpochTime"] % 900 == 0


def _decode(value: str) -> bytes:
    return base64.b64decode(value.replace("-", "+").replace("_", "=").replace("~", "/"))


def test_links_stay_the_same_from_call_to_call_within_their_window(functions: Functions) -> None:
    first: Any = functions.call("/v1/clips")
    link = first[1]["items"][0]["thumb_url"]
    detail = functions.call(f"/v1/clips/{CLIP_ID}")[1]
    # The window may end between two calls, but not between three.
    again: Any = functions.call("/v1/clips")
    links = {link, again[1]["items"][0]["thumb_url"], detail["media"]["thumb"]["url"]}
    assert len(links) < 3
