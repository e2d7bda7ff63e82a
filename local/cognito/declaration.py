"""The declared user pool and its app clients."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from local.declared import Declarations, Declared
from local.hosts import Hosts

_POOL = "aws:cognito/userPool:UserPool"
_CLIENT = "aws:cognito/userPoolClient:UserPoolClient"
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


class _Inputs(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class _Units(_Inputs):
    access: str = Field("hours", alias="accessToken")
    id: str = Field("hours", alias="idToken")
    refresh: str = Field("days", alias="refreshToken")


class _Rotation(_Inputs):
    feature: str = "DISABLED"
    retry_grace_period_seconds: int = 0


class _ClientInputs(_Inputs):
    """Cognito's own defaults stand where nothing is declared."""

    generate_secret: bool = False
    callback_urls: list[str] = []
    logout_urls: list[str] = []
    allowed_oauth_flows: list[str] = []
    allowed_oauth_scopes: list[str] = []
    access_token_validity: int = 1
    id_token_validity: int = 1
    refresh_token_validity: int = 30
    token_validity_units: _Units = Field(default_factory=lambda: _Units.model_validate({}))
    refresh_token_rotation: _Rotation = _Rotation()


@dataclass(frozen=True)
class LoginClient:
    """A public app client with the authorization code flow; addresses are loopback ones.

    With a rotation grace each refresh gives a new refresh token and ends the old one that much
    later; None: the first one stays.
    """

    client_id: str
    callback_urls: frozenset[str]
    logout_urls: frozenset[str]
    scopes: frozenset[str]
    access_seconds: int = 3600
    id_seconds: int = 3600
    refresh_seconds: int = 30 * 86400
    rotation_grace_seconds: int | None = None

    @property
    def origins(self) -> set[str]:
        """Where the client's pages are served from."""
        parts = [urlsplit(url) for url in self.callback_urls]
        return {f"{part.scheme}://{part.netloc}" for part in parts}


@dataclass(frozen=True)
class UserPool:
    """One user pool; `issuer` is the name in its tokens."""

    pool_id: str
    issuer: str
    clients: Mapping[str, LoginClient] = field(repr=False)


def read_user_pool(declarations: Declarations, hosts: Hosts) -> UserPool:
    """Raises LookupError or ValueError unless it is one pool with public code-flow clients."""
    pool = declarations.one(_POOL)
    clients = [
        _read_client(declared, hosts)
        for declared in declarations.of(_CLIENT)
        if declared.inputs["userPoolId"] == pool.id
    ]
    return UserPool(
        pool_id=pool.id,
        issuer=f"https://{pool.outputs['endpoint']}",
        clients={client.client_id: client for client in clients},
    )


def _read_client(declared: Declared, hosts: Hosts) -> LoginClient:
    inputs = _ClientInputs.model_validate(declared.inputs)
    if inputs.generate_secret or inputs.allowed_oauth_flows != ["code"]:
        raise ValueError(f"{declared.name}: only public clients with the code flow are local")
    units, rotation = inputs.token_validity_units, inputs.refresh_token_rotation
    return LoginClient(
        client_id=declared.id,
        callback_urls=frozenset(map(hosts.replace, inputs.callback_urls)),
        logout_urls=frozenset(map(hosts.replace, inputs.logout_urls)),
        scopes=frozenset(inputs.allowed_oauth_scopes),
        access_seconds=inputs.access_token_validity * _SECONDS[units.access],
        id_seconds=inputs.id_token_validity * _SECONDS[units.id],
        refresh_seconds=inputs.refresh_token_validity * _SECONDS[units.refresh],
        rotation_grace_seconds=(
            rotation.retry_grace_period_seconds if rotation.feature == "ENABLED" else None
        ),
    )
