"""Only the browser can read a push; known answers are those of RFC 8291."""

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from functions.notifications.logic.push import decode
from functions.notifications.store.encryption import encrypt, read_point

# rfc-editor.org/rfc/rfc8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
AUTH = decode("BTBZMqHH6r4Tts7J_aSIgg")
BROWSER_PRIVATE = decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
BROWSER_PUBLIC = decode(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
SENDER_PRIVATE = decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
SALT = decode("DGv6ra1nlYgDCS1FRnbzlw")
BODY = decode(
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private_key(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())


def test_the_rfcs_example_comes_out_byte_for_byte() -> None:
    own = private_key(SENDER_PRIVATE)
    assert encrypt(PLAIN, BROWSER_PUBLIC, AUTH, own=own, salt=SALT) == BODY


@given(st.binary(max_size=3993), st.binary(min_size=16, max_size=16))
def test_another_implementation_reads_what_is_written(message: bytes, auth: bytes) -> None:
    body = encrypt(message, BROWSER_PUBLIC, auth)
    browser = private_key(BROWSER_PRIVATE)
    assert len(body) <= 4096, "what every push service takes"
    assert http_ece.decrypt(body, private_key=browser, auth_secret=auth) == message


def test_no_two_pushes_share_a_key() -> None:
    one, other = (encrypt(PLAIN, BROWSER_PUBLIC, AUTH) for _ in range(2))
    assert one[:16] != other[:16], "salt"
    assert one[21:86] != other[21:86], "key"


def test_another_browser_cannot_read_it() -> None:
    stranger = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(
            encrypt(PLAIN, BROWSER_PUBLIC, AUTH), private_key=stranger, auth_secret=AUTH
        )


def test_a_point_beside_the_curve_is_refused() -> None:
    with pytest.raises(ValueError, match=r"(?i)curve|point|key"):
        read_point(b"\x04" + bytes(63) + b"\x01")
    good = private_key(BROWSER_PRIVATE).public_key()
    assert good.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint) == BROWSER_PUBLIC
    read_point(BROWSER_PUBLIC)
