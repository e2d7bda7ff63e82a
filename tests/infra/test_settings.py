"""Wrong settings name their key before anything exists; right ones need none at all."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.settings import Settings, WrongSettings

ROOT = Path(__file__).resolve().parents[2]


class Config:
    """A stack's configuration as `pulumi.Config` hands it over."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in values.items()
        }

    def get(self, key: str, /) -> str | None:
        return self._values.get(key)


def read(values: dict[str, Any], stack: str = "dev", region: str | None = None) -> Settings:
    return Settings.read(Config(values), stack=stack, region=region)


def test_an_empty_configuration_is_enough() -> None:
    assert read({}) == Settings()


@pytest.mark.parametrize(
    ("key", "value", "field", "meant"),
    [
        ("sites", ["home", "barn"], "sites", ("home", "barn")),
        ("retentionDays", 7, "retention_days", 7),
        ("protectData", True, "protect_data", True),
        ("webOrigins", ["http://localhost:5173"], "web_origins", ("http://localhost:5173",)),
        ("webOrigins", ["https://a.example"], "web_origins", ("https://a.example",)),
        ("alarmEmail", "ops@example.org", "alarm_email", "ops@example.org"),
        ("alarmEmail", "", "alarm_email", ""),
        ("logRetentionDays", 3653, "log_retention_days", 3653),
        ("mfa", "ON", "mfa", "ON"),
        ("apiRatePerSecond", 1, "api_rate_per_second", 1),
        ("apiBurst", 5000, "api_burst", 5000),
    ],
)
def test_every_key_is_read(key: str, value: object, field: str, meant: object) -> None:
    assert getattr(read({key: value}), field) == meant


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sites", []),
        ("sites", "home"),
        ("sites", '"home"'),
        ("sites", ["home", "home"]),
        ("sites", ["Home"]),
        ("sites", ["-home"]),
        ("sites", ["a" * 33]),
        ("sites", ["home/../barn"]),
        ("sites", [1]),
        ("retentionDays", 0),
        ("retentionDays", 3651),
        ("retentionDays", "a month"),
        ("retentionDays", 1.5),
        ("protectData", "perhaps"),
        ("webOrigins", ["http://example.org"]),
        ("webOrigins", ["https://example.org/"]),
        ("webOrigins", ["https://example.org/path"]),
        ("webOrigins", ["https://*.example.org"]),
        ("webOrigins", ["https://example.org\n"]),
        ("webOrigins", ["https://user@example.org"]),
        ("webOrigins", ["http://localhost"]),
        ("webOrigins", ["javascript:alert(1)"]),
        ("alarmEmail", "nobody"),
        ("alarmEmail", "a@b c"),
        ("logRetentionDays", 31),
        ("mfa", "SMS"),
        ("mfa", "on"),
        ("apiRatePerSecond", 0),
        ("apiRatePerSecond", 10001),
        ("apiBurst", 0),
        ("apiBurst", 5001),
    ],
)
def test_a_wrong_value_names_its_key(key: str, value: object) -> None:
    with pytest.raises(WrongSettings) as raised:
        read({key: value})
    assert f"vedette:{key}" in str(raised.value)


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(WrongSettings) as raised:
        read({"mfa": "x", "retentionDays": -1}, stack="No Stack", region="here")
    for key in ("pulumi:stack", "aws:region", "vedette:mfa", "vedette:retentionDays"):
        assert key in str(raised.value)


@pytest.mark.parametrize("stack", ["", "Dev", "a" * 21, "-dev", "dev_1", "dev.1"])
def test_a_stack_that_cannot_be_part_of_names_is_refused(stack: str) -> None:
    with pytest.raises(WrongSettings, match="pulumi:stack"):
        read({}, stack=stack)


@pytest.mark.parametrize("region", ["here", "cn-north-1", "us-gov-west-1", "us-iso-east-1"])
def test_a_region_where_names_and_addresses_are_others_is_refused(region: str) -> None:
    with pytest.raises(WrongSettings, match="aws:region"):
        read({}, region=region)


def test_settings_cannot_be_changed_later() -> None:
    settings = Settings()
    with pytest.raises(ValueError, match="frozen"):
        setattr(settings, "retention" + "_days", 1)
    assert settings.retention_days == 30


def test_the_project_file_offers_every_setting_with_the_same_default() -> None:
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())
    offered = {key: value for key, value in project["config"].items() if ":" not in key}
    defaults = Settings().model_dump(mode="json", by_alias=True, exclude={"stack", "region"})
    assert {key: value["default"] for key, value in offered.items()} == defaults
    assert project["config"]["aws:region"]["value"] == Settings().region
    assert all(value["description"] for value in offered.values())


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_each_stack_file_can_be_read(stack: str) -> None:
    written = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    values = {key.removeprefix("vedette:"): value for key, value in written.items()}
    assert set(values) <= set(Settings().model_dump(by_alias=True))
    assert read(values, stack=stack).protect_data is (stack == "prod")
