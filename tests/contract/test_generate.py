"""The committed copies are what the schemas make, and a schema promises nothing uncheckable."""

import json
from pathlib import Path
from typing import Any

import pytest

from contract import generate

SCHEMAS = generate.ROOT / "contract" / "schemas"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the schemas and no copies."""
    folder = tmp_path / "contract" / "schemas"
    folder.mkdir(parents=True)
    for schema in SCHEMAS.glob("*.json"):
        (folder / schema.name).write_bytes(schema.read_bytes())
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    return tmp_path


def change(root: Path, path: tuple[str, ...], value: object) -> None:
    file = root / "contract" / "schemas" / "clips.json"
    schema: dict[str, Any] = json.loads(file.read_text("utf-8"))
    place = schema
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file.write_text(json.dumps(schema), "utf-8")


def test_the_committed_copies_are_fresh() -> None:
    assert generate.main(["--check"]) == 0


def test_every_end_carries_the_same_python() -> None:
    copies = {(generate.ROOT / name).read_bytes() for name in generate.PYTHON_COPIES}
    assert len(copies) == 1


def test_generating_makes_the_committed_copies(elsewhere: Path) -> None:
    committed = SCHEMAS.parents[1]
    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    for name in (*generate.PYTHON_COPIES, generate.TYPESCRIPT_COPY):
        assert (elsewhere / name).read_bytes() == (committed / name).read_bytes()


def test_a_changed_schema_makes_every_copy_stale(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate.main([])
    change(elsewhere, ("limits", "page_max"), 200)
    assert generate.main(["--check"]) == 1
    told = capsys.readouterr().err
    for name in (*generate.PYTHON_COPIES, generate.TYPESCRIPT_COPY):
        assert name in told
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("names", "site"), {"about": "x", "pattern": "^[a-z]{3}$"}),
        (("names", "site"), {"about": "x", "alphabet": "ab"}),
        (("names", "not-a-name"), {"about": "x", "enum": ["a"]}),
        (("templates", "object_key"), {"about": "x", "template": "clips/{planet}/"}),
        (("messages", "clip", "fields", "width"), {"about": "x", "type": "number"}),
        (("messages", "clip", "fields", "width"), {"about": "x", "type": "text", "format": "uri"}),
        (("messages", "clip", "fields", "class"), {"about": "x", "type": "site"}),
    ],
)
def test_a_schema_that_an_end_cannot_check_is_refused(
    elsewhere: Path, path: tuple[str, ...], value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    change(elsewhere, path, value)
    assert generate.main([]) == 1
    assert "clips.json: " in capsys.readouterr().err
    assert not (elsewhere / generate.TYPESCRIPT_COPY).exists()


def add_schema(root: Path, **parts: object) -> None:
    schema: dict[str, object] = {"capability": "zoo", "about": "x"}
    for each in ("names", "templates", "messages", "limits"):
        schema[each] = parts.get(each, {})
    (root / "contract" / "schemas" / "zoo.json").write_text(json.dumps(schema), "utf-8")


def test_a_schema_uses_the_names_of_another(elsewhere: Path) -> None:
    template = {"about": "x", "template": "ZOO#{site}"}
    field = {"about": "x", "type": "kind"}
    add_schema(
        elsewhere,
        templates={"zoo_key": template},
        messages={"animal": {"about": "x", "fields": {"kind": field}}},
    )
    assert generate.main([]) == 0
    assert "check_site(site)" in (elsewhere / generate.PYTHON_COPIES[0]).read_text("utf-8")
    assert "kind?: Kind;" in (elsewhere / generate.TYPESCRIPT_COPY).read_text("utf-8")


def test_a_name_that_two_schemas_write_is_refused(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_schema(elsewhere, names={"site": {"about": "x", "enum": ["a"]}})
    assert generate.main([]) == 1
    assert "['site'] are names of another schema as well" in capsys.readouterr().err
