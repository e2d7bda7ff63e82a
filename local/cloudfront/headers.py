"""A response headers policy as the headers it sets."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from starlette.datastructures import MutableHeaders

from local.declared import Declarations
from local.hosts import Hosts

_POLICY = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"


class _Inputs(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


class _Csp(_Inputs):
    content_security_policy: str
    override: bool


class _Plain(_Inputs):
    override: bool


class _Frame(_Inputs):
    frame_option: str
    override: bool


class _Referrer(_Inputs):
    referrer_policy: str
    override: bool


class _Transport(_Inputs):
    access_control_max_age_sec: int
    include_subdomains: bool = False
    preload: bool = False
    override: bool


class _Security(_Inputs):
    content_security_policy: _Csp | None = None
    content_type_options: _Plain | None = None
    frame_options: _Frame | None = None
    referrer_policy: _Referrer | None = None
    strict_transport_security: _Transport | None = None


class _Custom(_Inputs):
    header: str
    value: str
    override: bool


class _CustomList(_Inputs):
    items: list[_Custom] = []


class _Removed(_Inputs):
    header: str


class _RemovedList(_Inputs):
    items: list[_Removed] = []


class _PolicyInputs(_Inputs):
    name: str = ""
    comment: str = ""
    security_headers_config: _Security = _Security()
    custom_headers_config: _CustomList = _CustomList()
    remove_headers_config: _RemovedList = _RemovedList()


@dataclass(frozen=True)
class HeadersPolicy:
    """`sets` is header, value, and whether it replaces what the origin said."""

    sets: tuple[tuple[str, str, bool], ...] = ()
    removes: tuple[str, ...] = ()

    def apply(self, headers: MutableHeaders) -> None:
        for name in self.removes:
            del headers[name]
        for name, value, override in self.sets:
            if override or name not in headers:
                headers[name] = value


def read_headers_policy(declarations: Declarations, policy_id: str, hosts: Hosts) -> HeadersPolicy:
    """The declared policy, or an empty one for no id. Raises LookupError or ValueError."""
    if not policy_id:
        return HeadersPolicy()
    inputs = _PolicyInputs.model_validate(declarations.by(_POLICY, "id", policy_id).inputs)
    custom = [(one.header, one.value, one.override) for one in inputs.custom_headers_config.items]
    sets = [*_security(inputs.security_headers_config, hosts), *custom]
    removes = [one.header for one in inputs.remove_headers_config.items]
    return HeadersPolicy(tuple(sets), tuple(removes))


def _security(declared: _Security, hosts: Hosts) -> list[tuple[str, str, bool]]:
    sets: list[tuple[str, str, bool]] = []
    if csp := declared.content_security_policy:
        policy = hosts.replace(csp.content_security_policy)
        sets.append(("content-security-policy", policy, csp.override))
    if options := declared.content_type_options:
        sets.append(("x-content-type-options", "nosniff", options.override))
    if frame := declared.frame_options:
        sets.append(("x-frame-options", frame.frame_option, frame.override))
    if referrer := declared.referrer_policy:
        sets.append(("referrer-policy", referrer.referrer_policy, referrer.override))
    if transport := declared.strict_transport_security:
        parts = [f"max-age={transport.access_control_max_age_sec}"]
        parts += ["includeSubDomains"] if transport.include_subdomains else []
        parts += ["preload"] if transport.preload else []
        sets.append(("strict-transport-security", "; ".join(parts), transport.override))
    return sets
