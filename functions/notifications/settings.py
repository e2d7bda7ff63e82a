"""What the functions of notifications read from their environment, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.settings import matching, read_settings

_NAME = matching(r"[A-Za-z0-9_.-]{3,255}")
_ARN = matching(r"arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+")
_ORIGIN = matching(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_URL = matching(r"https?://[^\s?#]+")
_HOST = matching(r"[a-z0-9.-]+(:[0-9]{1,5})?")
_CLIENT = matching(r"[A-Za-z0-9_]+")
_IOT = matching(r"arn:[a-z-]+:iot:[a-z0-9-]+:[0-9]{12}")
_SENDER = matching(r"none|[^@\s]{1,64}@[^@\s]{1,190}")


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(_HOST(part) for part in text.split())


def _sender(text: str) -> str | None:
    return None if _SENDER(text) == "none" else text


@dataclass(frozen=True)
class ApiSettings:
    """Environment of the API function; `mail_sender` is None when no e-mail is sent."""

    table_name: str = field(metadata={"check": _NAME})
    push_key_arn: str = field(metadata={"check": _ARN})
    push_services: tuple[str, ...] = field(metadata={"check": _hosts})
    mail_sender: str | None = field(metadata={"check": _sender})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "ApiSettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)


@dataclass(frozen=True)
class NotifySettings:
    """Environment of the function that tells people; `mail_sender` is None to send no e-mail."""

    table_name: str = field(metadata={"check": _NAME})
    sites_table_name: str = field(metadata={"check": _NAME})
    user_pool_id: str = field(metadata={"check": _NAME})
    push_key_arn: str = field(metadata={"check": _ARN})
    mail_sender: str | None = field(metadata={"check": _sender})
    mail_configuration_set: str = field(metadata={"check": _NAME})
    web_url: str = field(metadata={"check": _ORIGIN})
    queue_url: str = field(metadata={"check": _URL})
    updates_url: str = field(metadata={"check": _ORIGIN})
    dead_letter_queue_url: str = field(metadata={"check": _URL})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "NotifySettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)


@dataclass(frozen=True)
class AdmitSettings:
    """Environment of the function that lets viewers connect; `iot_arn` lacks the resource."""

    sites_table_name: str = field(metadata={"check": _NAME})
    user_pool_id: str = field(metadata={"check": _NAME})
    token_issuer: str = field(metadata={"check": _URL})
    web_client_id: str = field(metadata={"check": _CLIENT})
    iot_arn: str = field(metadata={"check": _IOT})

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "AdmitSettings":
        """Raise SettingsError with every missing or wrong name."""
        return read_settings(cls, environ)
