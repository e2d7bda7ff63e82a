"""Camera passwords."""

import pytest
from vedette_gateway.passwords import check_password_hash, hash_password, verify_password


def test_the_right_password_is_right_and_others_are_not() -> None:
    stored = hash_password("gr\u00fcn 7")
    assert verify_password("gr\u00fcn 7", stored)
    assert not verify_password("gr\u00fcn 8", stored)
    assert not verify_password("", stored)


def test_equal_passwords_do_not_look_equal() -> None:
    assert hash_password("a") != hash_password("a")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "scrypt$16384$8$1$AA==",
        "scrypt$16384$8$1$AA==$!!",
        "scrypt$x$8$1$AA==$AA==",
        "scrypt$16385$8$1$AA==$" + "A" * 43 + "=",
        "scrypt$1073741824$8$1$AA==$" + "A" * 43 + "=",
        "bcrypt$16384$8$1$AA==$" + "A" * 43 + "=",
    ],
)
def test_what_is_not_a_scrypt_string_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="scrypt string"):
        check_password_hash(text)
