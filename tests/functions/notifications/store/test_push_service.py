"""A push service that cannot be reached is asked again, and its address stays a secret."""

import socket

import pytest

from functions.errors import Unavailable
from functions.notifications.store.push_service import PushServices


def test_a_service_that_is_not_there_is_asked_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        endpoint = f"https://127.0.0.1:{taken.getsockname()[1]}/send/secret"
        with pytest.raises(Unavailable, match="cannot be reached") as told:
            PushServices().send(endpoint, b"", {})
    assert "secret" not in told.value.text
