"""Where the cloud may push to, and who it says it is."""

import json

import pytest

from functions.errors import Rejected
from functions.notifications.logic import push

SERVICES = ("fcm.googleapis.com", "notify.windows.com", "localhost:4433")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD",
        "https://localhost:4433/push/1",
    ],
)
def test_push_services_are_known(endpoint: str) -> None:
    assert push.check_endpoint(endpoint, SERVICES) == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost:9001/2018-06-01/runtime/invocation/next",
        "https://localhost/push/1",
        "https://evil.example/fcm.googleapis.com",
        "https://evilfcm.googleapis.com.evil.example/",
        "https://evil-notify.windows.com/",
        "https://user@fcm.googleapis.com/",
        "https://evil.example\\@fcm.googleapis.com/",
        "https://fcm.googleapis.com:8443/",
        "https://fcm.googleapis.com/\r\nX-Header: 1",
        "https://[fcm.googleapis.com/",
        "https://fcm.googleapis.com/" + "a" * 2048,
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_else_is_pushed_to(endpoint: str) -> None:
    with pytest.raises(Rejected, match="unknown_push_service"):
        push.check_endpoint(endpoint, SERVICES)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", ""),
        (push.encode(b"\x04" + bytes(64)), push.encode(bytes(15))),
        (push.encode(b"\x02" + bytes(32)), push.encode(bytes(16))),
        (push.encode(b"\x05" + bytes(64)), push.encode(bytes(16))),
        ("ä" * 87, push.encode(bytes(16))),
        ("*" * 87, push.encode(bytes(16))),
    ],
)
def test_keys_that_no_browser_makes_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(Rejected, match="bad_keys"):
        push.check_keys(p256dh, auth)


def test_padding_of_keys_does_not_matter() -> None:
    push.check_keys(push.encode(b"\x04" + bytes(64)), push.encode(bytes(16)) + "==")


def test_a_token_is_for_one_service_and_half_a_day() -> None:
    claims = push.write_claims(
        push.origin_of("https://fcm.googleapis.com/fcm/send/abc"), "https://vedette.example", 1000
    )
    header, body = (json.loads(push.decode(part)) for part in claims.decode().split("."))
    assert header == {"typ": "JWT", "alg": "ES256"}
    assert body == {
        "aud": "https://fcm.googleapis.com",
        "exp": 1000 + 12 * 3600,
        "sub": "https://vedette.example",
    }


def test_an_id_does_not_tell_the_endpoint_and_is_the_same_each_time() -> None:
    one = push.identify("https://fcm.googleapis.com/fcm/send/abc")
    assert one == push.identify("https://fcm.googleapis.com/fcm/send/abc")
    assert one != push.identify("https://fcm.googleapis.com/fcm/send/abd")
    assert len(one) == 32
