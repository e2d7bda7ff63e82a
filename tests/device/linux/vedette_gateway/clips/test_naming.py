"""Names of objects and what is said of them."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from vedette_gateway.clips.naming import encode_metadata, encode_source_name, name_object
from vedette_gateway.names import parse_object_key

ULID = "01JD5Z7Q0C8V3M9K2T4W6X8Y0Z"


def test_the_key_has_the_date_of_the_recording() -> None:
    key = name_object("home", "porch", "2026-11-21T23:59:59.999Z", ULID, "thumb", "jpg")
    assert key == f"clips/home/porch/2026/11/21/{ULID}/thumb.jpg"
    assert parse_object_key(key)[5] == ULID


@given(name=st.text(max_size=300))
def test_every_file_name_fits_into_the_metadata_and_comes_back_from_its_start(name: str) -> None:
    encoded = encode_source_name(name)
    fields: dict[str, str | int] = {
        "kind": "clip",
        "recorded_at": "2026-11-21T04:26:14.123Z",
        "received_at": "2026-11-21T04:26:14.123Z",
        "source_name": encoded,
    }
    assert encode_metadata(fields)["source-name"] == encoded
    assert name.startswith(unquote(encoded))
    assert len(encoded) > 588 or unquote(encoded) == name
