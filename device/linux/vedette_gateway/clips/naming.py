"""What a clip's objects are called and what is said of them, from the contract."""

import json
from typing import cast
from urllib.parse import quote

from vedette_gateway import names
from vedette_gateway.clips.clock import Times, format_time

SOURCE_NAME_MAX = 600
TREATMENT_MAX = 200
VERSIONS_MAX = 200


def name_object(
    site: str, camera: str, recorded_at: str, clip_id: str, rendition: str, extension: str
) -> str:
    """The S3 key; `recorded_at` is in the contract's form."""
    year, month, day = recorded_at[0:4], recorded_at[5:7], recorded_at[8:10]
    return names.format_object_key(site, camera, year, month, day, clip_id, rendition, extension)


def find_marks(day: str) -> str:
    """Where the cloud marks what people deleted of a camera's day; `day` is its objects' prefix."""
    site, camera, year, month, date = day.strip("/").split("/")[1:]
    return f"{names.format_deletion_prefix(site)}{camera}/{year}/{month}/{date}/"


def describe_times(kind: str, times: Times) -> dict[str, str | int]:
    fields: dict[str, str | int] = {
        "kind": kind,
        "recorded_at": format_time(times.recorded_at),
        "received_at": format_time(times.received_at),
    }
    if times.camera_at is not None:
        fields["camera_at"] = format_time(times.camera_at)
    return fields


def encode_source_name(name: str) -> str:
    """Percent-encoded, cut at a whole character when it is too long for the contract."""
    encoded = ""
    for letter in name:
        piece = quote(letter, safe=" ()[]+,=@", errors="replace")
        if len(encoded) + len(piece) > SOURCE_NAME_MAX:
            break
        encoded += piece
    return encoded


def dump_fields(fields: dict[str, str | int]) -> str:
    return json.dumps(fields)


def load_fields(text: str | None) -> dict[str, str | int]:
    return cast(dict[str, str | int], json.loads(text or "{}"))


def encode_metadata(fields: dict[str, str | int]) -> dict[str, str]:
    """The contract's metadata, checked, small enough for S3."""
    metadata = names.encode_clip(fields)
    size = sum(len(name) + len(value) for name, value in metadata.items())
    if size > names.CLIPS_METADATA_BYTES_MAX:
        raise ValueError(f"metadata of {size} bytes")
    return metadata
