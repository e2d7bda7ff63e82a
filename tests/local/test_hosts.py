"""Which names are addresses on the laptop."""

import pytest

from local.hosts import Hosts, Ports

HOSTS = Hosts.on(Ports(8400))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://d111111abcdef8.cloudfront.net", "http://localhost:8400"),
        ("https://d111111abcdef8.cloudfront.net/clips/*", "http://localhost:8400/clips/*"),
        ("https://a1b2c3.execute-api.eu-central-1.amazonaws.com", "http://localhost:8401"),
        ("https://vedette-x9.auth.eu-central-1.amazoncognito.com", "http://localhost:8403"),
        (
            "wss://a1b2c3-ats.iot.eu-central-1.amazonaws.com/mqtt?x-amz-customauthorizer-name=a",
            "ws://localhost:8406/mqtt?x-amz-customauthorizer-name=a",
        ),
        ("https://a1b2c3-ats.iot.eu-central-1.amazonaws.com", "http://127.0.0.1:8402"),
        (
            '{"a":"https://d1.cloudfront.net","b":"https://p.auth.eu-west-1.amazoncognito.com"}',
            '{"a":"http://localhost:8400","b":"http://localhost:8403"}',
        ),
    ],
)
def test_the_stand_ins_names_become_loopback_addresses(text: str, expected: str) -> None:
    assert HOSTS.replace(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool",
        "https://example.com/d1.cloudfront.net",
        "arn:aws:s3:::bucket",
        "",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert HOSTS.replace(text) == text


def test_ports_do_not_overlap() -> None:
    ports = Ports(8400)
    single = [ports.web, ports.api, ports.aws, ports.login, ports.ftp, ports.gateway, ports.broker]
    assert len({*single, *ports.passive}) == 7 + 50
    assert {*single, *ports.passive} <= set(range(8400, 8460))
