"""Who may log in."""

from vedette_gateway.passwords import hash_password
from vedette_gateway.ports.logins import FAILURES_MAX, Logins


def test_the_right_password_is_let_in_again_and_again() -> None:
    logins = Logins({"porch": hash_password("right")})
    assert [logins.verify("porch", "right", "10.0.0.1") for _ in range(3)] == [True] * 3
    assert not logins.verify("porch", "wrong", "10.0.0.1")
    assert not logins.verify("nobody", "right", "10.0.0.1")
    assert not logins.verify("", "", "10.0.0.1")


def test_too_many_failures_shut_out_the_address_but_nobody_else() -> None:
    logins = Logins({"porch": hash_password("right"), "yard": hash_password("other")})
    for _ in range(FAILURES_MAX):
        assert not logins.verify("porch", "wrong", "10.0.0.1")
    assert not logins.verify("porch", "right", "10.0.0.1")
    assert logins.verify("porch", "right", "10.0.0.2")
    assert logins.verify("yard", "other", "10.0.0.1")


def test_a_success_forgets_the_failures_before_it() -> None:
    logins = Logins({"porch": hash_password("right")})
    for _ in range(3):
        for _ in range(FAILURES_MAX - 1):
            assert not logins.verify("porch", "wrong", "10.0.0.1")
        assert logins.verify("porch", "right", "10.0.0.1")
