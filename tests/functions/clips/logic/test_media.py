"""Policies and links are those of CloudFront's documentation."""

import base64
import json

from hypothesis import given
from hypothesis import strategies as st

from functions.clips.logic.media import choose_expiry, make_policy, make_query


@given(st.integers(0, 4_000_000_000))
def test_links_live_15_to_30_minutes_and_end_on_a_quarter_hour(now_s: int) -> None:
    expires_s = choose_expiry(now_s)
    assert 900 < expires_s - now_s <= 1800
    assert expires_s % 900 == 0


def test_links_of_one_window_are_equal() -> None:
    assert {choose_expiry(now_s) for now_s in range(9000, 9900)} == {10800}


def test_a_policy_opens_one_prefix_and_has_no_white_space() -> None:
    policy = make_policy("https://d1.cloudfront.net", "clips/home/*", 1795237200)
    assert policy == (
        b'{"Statement":[{"Resource":"https://d1.cloudfront.net/clips/home/*",'
        b'"Condition":{"DateLessThan":{"AWS:EpochTime":1795237200}}}]}'
    )
    assert json.loads(policy)["Statement"][0]["Resource"].count("*") == 1


@given(policy=st.binary(min_size=1), signature=st.binary(min_size=1))
def test_values_use_cloudfronts_own_letters(policy: bytes, signature: bytes) -> None:
    query = make_query(policy, signature, "K1")
    fields = dict(part.split("=") for part in query.split("&"))
    assert list(fields) == ["Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"]
    assert (fields["Key-Pair-Id"], fields["Hash-Algorithm"]) == ("K1", "SHA256")
    for name, value in (("Policy", policy), ("Signature", signature)):
        standard = fields[name].replace("-", "+").replace("_", "=").replace("~", "/")
        assert base64.b64decode(standard, validate=True) == value
