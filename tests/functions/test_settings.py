"""A function that is wrongly configured says so at once, completely."""

from dataclasses import FrozenInstanceError

import pytest

from functions.settings import (
    ApiSettings,
    ExportSettings,
    IngestSettings,
    SettingsError,
    variable_names,
)

API = {
    "TABLE_NAME": "vedette-dev-clips",
    "MEDIA_URL": "https://d111111abcdef8.cloudfront.net",
    "MEDIA_KEY_PAIR_ID": "K2JCJMDEHXQW5F",
    "MEDIA_SIGNING_KEY_ARN": "arn:aws:kms:eu-central-1:123456789012:key/1234-abcd",
    "SITES_TABLE_NAME": "vedette-dev-sites",
    "RETENTION_DAYS": "30",
    "EXPORT_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/export",
    "CHORE_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/keeping",
}
EXPORT = {
    "TABLE_NAME": "vedette-dev-clips",
    "MEDIA_BUCKET": "clips-media-1234567",
    "EXPORT_SIGNING_KEY_ARN": "arn:aws:kms:eu-central-1:123456789012:key/1234-abcd",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/dead",
}
INGEST = {
    "TABLE_NAME": "vedette-dev-clips",
    "MEDIA_BUCKET": "clips-media-1234567",
    "RETENTION_DAYS": "30",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/dead",
    "ARRIVALS_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/arrivals",
}


def test_good_environments_are_read() -> None:
    api = ApiSettings.read(API)
    assert (api.table_name, api.media_url) == (API["TABLE_NAME"], API["MEDIA_URL"])
    assert IngestSettings.read(INGEST).retention_days == 30
    assert ExportSettings.read(EXPORT).media_bucket == EXPORT["MEDIA_BUCKET"]


def test_every_missing_name_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as told:
        IngestSettings.read({"TABLE_NAME": "vedette", "MEDIA_BUCKET": " "})
    assert str(told.value) == (
        "MEDIA_BUCKET is missing; RETENTION_DAYS is missing; DEAD_LETTER_QUEUE_URL is missing; "
        "ARRIVALS_QUEUE_URL is missing"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TABLE_NAME", "a b"),
        ("MEDIA_URL", "ftp://media"),
        ("MEDIA_URL", "https://media.example/"),
        ("MEDIA_URL", "https://media.example?x=1"),
        ("MEDIA_KEY_PAIR_ID", "K 1"),
        ("MEDIA_SIGNING_KEY_ARN", "arn:aws:s3:::bucket"),
    ],
)
def test_wrong_values_of_the_api_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        ApiSettings.read({**API, name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RETENTION_DAYS", "0"),
        ("RETENTION_DAYS", "-1"),
        ("RETENTION_DAYS", "1.5"),
        ("RETENTION_DAYS", "1_0"),
        ("MEDIA_BUCKET", "Bad_Bucket"),
        ("DEAD_LETTER_QUEUE_URL", "not a url"),
    ],
)
def test_wrong_values_of_ingest_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        IngestSettings.read({**INGEST, name: value})


def test_the_variables_of_a_function_can_be_listed() -> None:
    assert variable_names(ApiSettings) == set(API)
    assert variable_names(IngestSettings) == set(INGEST)
    assert variable_names(ExportSettings) == set(EXPORT)


def test_settings_do_not_change() -> None:
    settings = ApiSettings.read(API)
    with pytest.raises(FrozenInstanceError):
        settings.__setattr__("table_name", "another")
