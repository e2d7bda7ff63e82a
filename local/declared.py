"""What the program declared, after it was made real: fronts and runtime read their work here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Declared:
    """One declared resource.

    `inputs` are plain values as the provider would get them (camelCase, JSON documents still
    text); `outputs` are the inputs together with what AWS decides (arn, url, domainName ...).
    """

    type: str
    name: str
    id: str
    inputs: Mapping[str, Any] = field(repr=False)
    outputs: Mapping[str, Any] = field(repr=False)


class Declarations:
    """All resources of one program, in the order in which they became real."""

    def __init__(self, resources: Iterable[Declared], exports: Mapping[str, Any]) -> None:
        self._resources = tuple(resources)
        self.exports = exports

    def __iter__(self) -> Iterator[Declared]:
        return iter(self._resources)

    def of(self, type_token: str) -> list[Declared]:
        """Every resource of a type, such as `aws:sqs/queue:Queue`; none is no error."""
        return [declared for declared in self._resources if declared.type == type_token]

    def one(self, type_token: str, containing: str = "") -> Declared:
        """The only resource of a type whose name contains a text.

        Raises LookupError unless it is exactly one.
        """
        found = [declared for declared in self.of(type_token) if containing in declared.name]
        if len(found) != 1:
            names = ", ".join(sorted(declared.name for declared in found)) or "none"
            raise LookupError(f"{type_token} with '{containing}' in its name: {names}; want one")
        return found[0]

    def by(self, type_token: str, output: str, value: object) -> Declared:
        """The resource of a type with this value of an output, `id` included.

        Raises LookupError if there is none.
        """
        for declared in self.of(type_token):
            if (declared.id if output == "id" else declared.outputs.get(output)) == value:
                return declared
        raise LookupError(f"no {type_token} with {output} {value}")
