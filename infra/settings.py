"""What a stack may decide, checked before any resource exists."""

import json
from typing import Annotated, Literal, Protocol, Self

import pulumi
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from contract import names

# docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827),
    *(2192, 2557, 2922, 3288, 3653),
)


class WrongSettings(pulumi.RunError):
    """Every setting that cannot be used, by its key; Pulumi shows it without a traceback."""


class Source(Protocol):
    """Where settings are read from; `pulumi.Config` is one."""

    def get(self, key: str, /) -> str | None:
        """The text of a key, lists as JSON; None when it is not set."""
        ...


def _from_json(value: object) -> object:
    # Pulumi keeps a list as JSON text.
    return json.loads(value) if isinstance(value, str) else value


def _unique(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        raise ValueError("has a value twice")
    return values


def _offered(days: int) -> int:
    if days not in LOG_RETENTION_DAYS:
        raise ValueError("is not one of " + ", ".join(map(str, LOG_RETENTION_DAYS)))
    return days


def _of_the_world(region: str) -> str:
    # Other partitions have other ARNs and host names, and some lack what is declared here.
    if region.startswith(("cn-", "us-gov-", "us-iso", "eu-iso")):
        raise ValueError("is not a region of the partition aws")
    return region


# Of the browsers' makers: Chrome and Edge on Android, Firefox, Safari, Edge on Windows.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
PushService = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?$")]
Site = Annotated[str, AfterValidator(names.check_site)]
# Cognito takes http for localhost alone, where a stolen code does not leave the machine.
Origin = Annotated[
    str,
    Field(
        pattern=r"^(https://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?"
        r"|http://localhost:[0-9]{1,5})$"
    ),
]


class Settings(BaseModel):
    """One stack's decisions; the keys of its configuration are the fields in camelCase."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        validate_default=True,
    )

    # Physical names are made from it; the tightest leaves it 20 characters.
    stack: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")] = "dev"
    region: Annotated[
        str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$"), AfterValidator(_of_the_world)
    ] = "eu-central-1"
    sites: Annotated[
        tuple[Site, ...], Field(min_length=1), AfterValidator(_unique), BeforeValidator(_from_json)
    ] = ("home",)
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 30
    protect_data: bool = False
    web_origins: Annotated[
        tuple[Origin, ...], AfterValidator(_unique), BeforeValidator(_from_json)
    ] = ()
    alarm_email: Annotated[str, Field(pattern=r"^$|^[^@\s]{1,64}@[^@\s]{1,190}$")] = ""
    mail_sender: Annotated[str, Field(pattern=r"^$|^[^@\s]{1,64}@[^@\s]{1,190}$")] = ""
    push_services: Annotated[
        tuple[PushService, ...], Field(min_length=1), BeforeValidator(_from_json)
    ] = PUSH_SERVICES
    log_retention_days: Annotated[int, AfterValidator(_offered)] = 30
    mfa: Literal["OFF", "OPTIONAL", "ON"] = "OPTIONAL"
    # The account's quotas of API Gateway: 10,000 requests a second, bursts of 5,000.
    api_rate_per_second: Annotated[int, Field(ge=1, le=10_000)] = 50
    api_burst: Annotated[int, Field(ge=1, le=5_000)] = 100

    @classmethod
    def read(cls, source: Source, *, stack: str, region: str | None) -> Self:
        """The settings of a stack; what its configuration leaves out keeps its default.

        Raises WrongSettings.
        """
        given = {to_camel(name): source.get(to_camel(name)) for name in cls.model_fields}
        given |= {"stack": stack, "region": region}
        try:
            return cls.model_validate(
                {key: text for key, text in given.items() if text is not None}
            )
        except ValidationError as error:
            raise WrongSettings(_complaints(error)) from None

    def name(self, part: str) -> str:
        """The physical name of a resource; several stacks can share an account."""
        return f"vedette-{self.stack}-{part}"

    def name_in_account(self, part: str) -> str:
        """The same for what has no region, such as CloudFront's policies."""
        return f"{self.name(part)}-{self.region}"


_NAMESPACES = {"stack": "pulumi", "region": "aws"}


def _complaints(error: ValidationError) -> str:
    lines: list[str] = []
    for each in error.errors():
        key = str(each["loc"][0])
        lines.append(f"{_NAMESPACES.get(key, 'vedette')}:{key}: {each['msg']}: {each['input']!r}")
    return "\n".join(lines)
