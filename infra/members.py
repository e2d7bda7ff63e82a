"""What a function needs to ask who belongs to which site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from infra.policy import Grant


@dataclass(frozen=True, kw_only=True)
class Members:
    """Environment and grants of every function that answers people; `infra.program` hands it on."""

    environment: Mapping[str, pulumi.Input[str]]
    may: Sequence[Grant]
