"""Which declared route answers: full path before variable before greedy before $default."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

_VARIABLE = re.compile(r"\\\{([\w.-]+)(\\\+)?\\\}")
_DEFAULT = "$default"
_ANY = "ANY"


@dataclass(frozen=True)
class Authorizer:
    """A JWT authorizer; `audiences` are compared with aud, or with client_id without aud."""

    issuer: str
    audiences: frozenset[str]


@dataclass(frozen=True)
class Route:
    """A route and its Lambda integration; `key` as declared, such as `GET /v1/clips/{id}`."""

    key: str
    function_arn: str
    authorizer: Authorizer | None = None
    scopes: frozenset[str] = frozenset()
    timeout_seconds: float = 30.0
    rate_per_second: float | None = None
    burst: int | None = None
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", _compile(self.path))

    @property
    def method(self) -> str:
        return _ANY if self.key == _DEFAULT else self.key.partition(" ")[0]

    @property
    def path(self) -> str:
        return "/{proxy+}" if self.key == _DEFAULT else self.key.partition(" ")[2]

    @property
    def rank(self) -> tuple[int, int, bool]:
        """Smaller is preferred."""
        if self.key == _DEFAULT:
            return (3, 0, True)
        kind = 2 if "+}" in self.path else 1 if "{" in self.path else 0
        return (kind, -len(self.path.partition("{")[0]), self.method == _ANY)

    def match(self, method: str, raw_path: str) -> dict[str, str] | None:
        """The decoded path parameters, or None when this route does not answer."""
        if self.method not in (method, _ANY):
            return None
        if self.key == _DEFAULT:
            return {}
        found = self._pattern.fullmatch(raw_path)
        if found is None:
            return None
        names = [name for name, _ in _VARIABLE.findall(re.escape(self.path))]
        return {name: unquote(value) for name, value in zip(names, found.groups(), strict=True)}


def find_route(
    routes: Iterable[Route], method: str, raw_path: str
) -> tuple[Route, dict[str, str]] | None:
    for route in sorted(routes, key=lambda route: route.rank):
        parameters = route.match(method, raw_path)
        if parameters is not None:
            return route, parameters
    return None


def _compile(path: str) -> re.Pattern[str]:
    return re.compile(
        _VARIABLE.sub(lambda found: "(.+)" if found[2] else "([^/]+)", re.escape(path))
    )
