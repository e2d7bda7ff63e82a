"""What each function reads from its environment, once, before it does anything."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kind = TypeVar("Kind", bound="DataclassInstance")


class SettingsError(Exception):
    """The environment misses names or holds values that cannot be right; the text lists all."""


def matching(pattern: str) -> Callable[[str], str]:
    """A check that a whole text has this form."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError("does not have the form " + pattern)
        return text

    return check


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) < 1:
        raise ValueError("is not a whole number of days from 1 to 99999")
    return int(text)


# docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
_TABLE = matching(r"[A-Za-z0-9_.-]{3,255}")
# docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = matching(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ORIGIN = matching(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_URL = matching(r"https?://[^\s?#]+")
_ARN = matching(r"arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+")
_WORD = matching(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class ApiSettings:
    """Environment of the API function; a field's variable has its name in capitals."""

    table_name: str = field(metadata={"check": _TABLE})
    media_url: str = field(metadata={"check": _ORIGIN})
    media_key_pair_id: str = field(metadata={"check": _WORD})
    media_signing_key_arn: str = field(metadata={"check": _ARN})
    retention_days: int = field(metadata={"check": _days})
    export_queue_url: str = field(metadata={"check": _URL})
    sites_table_name: str = field(metadata={"check": _TABLE})
    chore_queue_url: str = field(metadata={"check": _URL})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "ApiSettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)


@dataclass(frozen=True)
class SitesSettings:
    """Environment of the sites function; a field's variable has its name in capitals."""

    sites_table_name: str = field(metadata={"check": _TABLE})
    user_pool_id: str = field(metadata={"check": _WORD})
    web_url: str = field(metadata={"check": _ORIGIN})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "SitesSettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)


@dataclass(frozen=True)
class IngestSettings:
    """Environment of the ingest function; a field's variable has its name in capitals."""

    table_name: str = field(metadata={"check": _TABLE})
    media_bucket: str = field(metadata={"check": _BUCKET})
    retention_days: int = field(metadata={"check": _days})
    dead_letter_queue_url: str = field(metadata={"check": _URL})
    arrivals_queue_url: str = field(metadata={"check": _URL})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "IngestSettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)


@dataclass(frozen=True)
class ExportSettings:
    """Environment of the export function; a field's variable has its name in capitals."""

    table_name: str = field(metadata={"check": _TABLE})
    media_bucket: str = field(metadata={"check": _BUCKET})
    export_signing_key_arn: str = field(metadata={"check": _ARN})
    dead_letter_queue_url: str = field(metadata={"check": _URL})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "ExportSettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)


@dataclass(frozen=True)
class KeeperSettings:
    """Environment of the keeper function; a field's variable has its name in capitals."""

    table_name: str = field(metadata={"check": _TABLE})
    media_bucket: str = field(metadata={"check": _BUCKET})
    chore_queue_url: str = field(metadata={"check": _URL})
    dead_letter_queue_url: str = field(metadata={"check": _URL})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "KeeperSettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)


def variable_names(kind: type["DataclassInstance"]) -> set[str]:
    """The environment names that a function with these settings must be given."""
    return {each.name.upper() for each in fields(kind)}


def read_settings(kind: type[Kind], environ: Mapping[str, str]) -> Kind:
    """Settings of a kind, each field with the function `check` in its metadata.

    Raises SettingsError with every missing or wrong name.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for each in fields(kind):
        name = each.name.upper()
        text = environ.get(name, "").strip()
        if not text:
            problems.append(f"{name} is missing")
            continue
        try:
            values[each.name] = each.metadata["check"](text)
        except ValueError as error:
            problems.append(f"{name} {error}")
    if problems:
        raise SettingsError("; ".join(problems))
    return kind(**values)
