"""Log lines."""

import io
import json

from vedette_gateway.logs import Log

HOSTILE = 'a\n2026-11-21T00:00:00.000Z info "gateway stopped" x="\x1b[31m'


def test_a_field_cannot_forge_a_line() -> None:
    stream = io.StringIO()
    Log(stream, "text").info("clip admitted", name=HOSTILE, camera="porch", bytes=5)
    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().endswith(
        f'info "clip admitted" name={json.dumps(HOSTILE)} camera=porch bytes=5\n'
    )


def test_json_lines_hold_the_fields() -> None:
    stream = io.StringIO()
    Log(stream, "json").error("upload failed", why=HOSTILE, status=None)
    line = json.loads(stream.getvalue())
    assert (line["level"], line["event"], line["why"]) == ("error", "upload failed", HOSTILE)
    assert line["time"].endswith("Z")
