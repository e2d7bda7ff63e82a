"""The OpenAPI file is what the routes are, and says all they can answer."""

import json
from typing import Any

import pytest
from openapi_spec_validator import validate

from functions.openapi import FILE, OPEN_PATHS, main, make_document

COMMITTED: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
OPERATIONS = [
    pytest.param(operation, id=f"{method} {path}")
    for path, methods in COMMITTED["paths"].items()
    for method, operation in methods.items()
]


def test_the_committed_file_is_fresh() -> None:
    assert main(["--check"]) == 0
    assert make_document() == COMMITTED


def test_a_stale_file_is_told(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path_factory.mktemp("openapi") / "openapi.json"
    monkeypatch.setitem(main.__globals__, "FILE", file)
    assert main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert file.read_bytes() == FILE.read_bytes()


def test_the_file_is_openapi() -> None:
    validate(COMMITTED)


def test_every_call_needs_a_token() -> None:
    assert COMMITTED["security"] == [{"token": []}]
    opened = {path: methods for path, methods in COMMITTED["paths"].items() if path in OPEN_PATHS}
    assert {path: set(methods) for path, methods in opened.items()} == {"/v1/shared": {"post"}}
    assert COMMITTED["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_route_documents_its_failures(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    assert set(responses) == {
        "200",
        "400",
        "401",
        "403",
        "404",
        "409",
        "410",
        "415",
        "429",
        "500",
        "503",
    }
    for status in ("400", "403", "404", "500", "503"):
        content = responses[status]["content"]["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert ("security" in operation) == (operation["operationId"] == "open_share")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_route_documents_its_answer_and_parameters(operation: dict[str, Any]) -> None:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2]
    assert COMMITTED["components"]["schemas"][name]["description"]
    assert all(parameter["description"] for parameter in operation.get("parameters", []))
