"""What contract/names.py promises, in assertions that CPython and MicroPython both run.

A firmware has neither pytest nor typing, so this file uses only what both have.
"""

import sys

from contract import names

try:
    from collections.abc import Callable
    from typing import Any
except ImportError:
    # MicroPython reads annotations without looking them up.
    pass

CLIP_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSW"
TIME = "2026-11-21T04:26:14.123Z"
KEY = "clips/home/porch/2026/11/21/" + CLIP_ID + "/original.mp4"
PARTS = ("home", "porch", "2026", "11", "21", CLIP_ID, "original", "mp4")
METADATA = {
    "kind": "clip",
    "recorded-at": TIME,
    "received-at": TIME,
    "duration-ms": "1200",
    "source-name": "a%20b.mkv",
}


def refuses(check: "Callable[[Any], object]", *values: object) -> None:
    for value in values:
        try:
            check(value)
        except ValueError:
            continue
        raise AssertionError("took " + repr(value))


def check_names() -> None:
    for site in ("home", "h", "0", "a-b", "a" * 32, "a-"):
        assert names.check_site(site) == site
    refuses(
        names.check_site,
        "",
        "-a",
        "A",
        "a_b",
        "a b",
        "a/b",
        "../a",
        "a" * 33,
        "é",
        "a\n",
        "a\0",
        "$(touch x)",
    )
    assert names.check_clip_id(CLIP_ID) == CLIP_ID
    refuses(names.check_clip_id, "", CLIP_ID[1:], CLIP_ID + "0", "8" + CLIP_ID[1:])
    refuses(names.check_clip_id, CLIP_ID.lower(), CLIP_ID[:-1] + "I", CLIP_ID[:-1] + "U")
    assert names.check_time(TIME) == TIME
    refuses(names.check_time, "", TIME[:-1], TIME + "Z", TIME.replace("T", " "), "x" * 24)
    refuses(names.check_kind, "", "film", "clip ")
    refuses(names.check_rendition, "", "raw", "Original")


def check_templates() -> None:
    assert names.format_object_key(*PARTS) == KEY
    assert names.parse_object_key(KEY) == PARTS
    refuses(
        names.parse_object_key,
        "",
        "clips/",
        KEY + "/",
        "/" + KEY,
        KEY.replace("/", "//"),
        KEY.replace("clips", "shop"),
        KEY.replace(".mp4", ""),
        KEY.replace("home", ".."),
        KEY.replace("/11/", "/1/"),
        KEY + "\n",
    )
    assert names.parse_camera_id(names.format_camera_id("home", "porch")) == ("home", "porch")
    refuses(names.parse_camera_id, "home", "home_", "_porch", "home_porch_x", "home__porch")
    assert names.parse_site_group("site:home") == "home"
    refuses(names.parse_site_group, "home", "site:", "Site:home", "site:home ", "xsite:home")
    order = names.format_clip_order(TIME, CLIP_ID)
    assert names.parse_clip_order(order) == (TIME, CLIP_ID)
    assert TIME < order < names.format_clip_order("2026-11-21T04:26:14.124Z", CLIP_ID)


def check_messages() -> None:
    fields = names.decode_clip(METADATA)
    assert fields["duration_ms"] == 1200
    assert names.encode_clip(fields) == METADATA
    assert "later" not in names.decode_clip(dict(METADATA, later="x"))
    refuses(names.encode_clip, dict(fields, later="x"))
    for change in (
        {"kind": "film"},
        {"recorded-at": "now"},
        {"duration-ms": "-1"},
        {"duration-ms": "86400001"},
        {"duration-ms": "1_0"},
        {"duration-ms": " 1"},
        {"duration-ms": ""},
        {"duration-ms": "1" * 40},
        {"width": "0"},
        {"width": "1e3"},
        {"source-name": "é"},
        {"source-name": "a\nb"},
        {"source-name": "x" * 601},
    ):
        refuses(names.decode_clip, dict(METADATA, **change))
    for name in ("kind", "recorded-at", "received-at"):
        refuses(names.decode_clip, {key: METADATA[key] for key in METADATA if key != name})


check_names()
check_templates()
check_messages()
sys.stdout.write("the names agree\n")
