"""The program as Pulumi starts it: the folder itself, from within the folder."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pulumi
import pytest
from pulumi.runtime import mocks

from infra.settings import WrongSettings
from tests.infra.recording import Answers, Monitor

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[[dict[str, str]], dict[str, Any]]


@pytest.fixture
def monitor() -> Monitor:
    """Sees what is registered, also by a program that fails."""
    return Monitor(Answers())


@pytest.fixture
def start(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Run the program with a stack's configuration; what it exports."""

    def run(config: dict[str, str]) -> dict[str, Any]:
        exports: dict[str, Any] = {}
        mocks.set_mocks(Answers(), project="vedette", stack="dev", monitor=monitor)
        pulumi.runtime.set_all_config(config)
        monkeypatch.chdir(ROOT / "infra")

        def program() -> pulumi.Output[None]:
            runpy.run_path(str(ROOT / "infra"), run_name="__main__")
            stack = cast("Any", pulumi.runtime).get_root_resource()
            return pulumi.Output.all(**stack.outputs).apply(exports.update)

        cast("Any", mocks).test(program)()
        return exports

    yield run
    pulumi.runtime.set_all_config({})


def test_an_empty_configuration_declares_and_exports_everything(
    start: Start, monitor: Monitor
) -> None:
    exports = start({})
    assert exports["webUrl"] == "https://d111111abcdef8.cloudfront.net"
    assert set(exports["gatewayRoleArns"]) == {"home"}
    kinds = {resource.type for resource in monitor.resources_in_order}
    assert {"aws:s3/bucket:Bucket", "aws:lambda/function:Function"} <= kinds
    keys = {resource.inputs.get("key") for resource in monitor.resources_in_order}
    assert {"index.html", "config.json"} <= keys, "the web app is part of it"


def test_a_wrong_setting_fails_before_any_resource_and_names_its_key(
    start: Start, monitor: Monitor
) -> None:
    with pytest.raises(WrongSettings, match="vedette:retentionDays"):
        start({"vedette:retentionDays": "0"})
    assert [each.name for each in monitor.resources_in_order if each.custom] == []
