"""What every maker of a resource works with: the wish, the calls, and what came of it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from botocore import xform_name

from local.account import Account
from local.foreign import Foreign, Plain
from local.realise import parameters
from local.realise.spelling import Names, spell


@dataclass
class Wanted:
    """A declared resource that is not real yet; a maker takes every input out of `inputs`."""

    type: str
    name: str
    inputs: dict[str, Any]

    def take(self, key: str, otherwise: Plain = None) -> Plain:
        """An input's value, which then counts as honoured."""
        value = self.inputs.pop(key, None)
        return otherwise if value is None else value

    def physical_name(self, key: str = "name", prefix: str = "") -> str:
        """The declared name, or the one Pulumi would make: logical name and seven random digits."""
        return self.take(key) or f"{prefix}{self.name}-{secrets.token_hex(4)[:7]}"

    def tags(self) -> dict[str, str]:
        """The declared tags; none is an empty mapping."""
        return self.take("tags", {})

    def leave(self, *keys: str) -> None:
        """Inputs which mean nothing on a laptop, such as the deletion window of a key."""
        for key in keys:
            self.inputs.pop(key, None)


@dataclass(frozen=True)
class Made:
    """A resource that exists now; `outputs` are only what its inputs do not say."""

    id: str
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass
class Cloud:
    """The account as its deployer uses it; calls are compared with AWS's service model first."""

    account: Account

    def client(self, service: str) -> Foreign:
        """The deployer's client of a service, made once."""
        if service not in self._clients:
            self._clients[service] = self.account.client(service)
        return self._clients[service]

    def call(
        self, service: str, operation: str, values: Mapping[str, Any], names: Names | None = None
    ) -> Plain:
        """Do an operation (`CreateQueue`) with values in either spelling; returns its answer."""
        spelled = self.spelled(service, operation, values, names)
        return getattr(self.client(service), xform_name(operation))(**spelled)

    def spelled(
        self, service: str, operation: str, values: Mapping[str, Any], names: Names | None = None
    ) -> dict[str, Any]:
        """The parameters of an operation, checked but not sent: for what moto does not have."""
        shape = self.client(service).meta.service_model.operation_model(operation).input_shape
        spelled = spell(shape, values, names or {})
        parameters.check(shape, spelled, operation)
        parameters.check_types(shape, spelled, operation)
        return spelled

    @cached_property
    def _clients(self) -> dict[str, Any]:
        return {}


Maker = Callable[[Cloud, Wanted], Made]
