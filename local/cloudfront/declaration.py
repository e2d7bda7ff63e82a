"""The declared distribution with everything it refers to; what is not local is refused here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import serialization
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from local.cloudfront.headers import HeadersPolicy, read_headers_policy
from local.cloudfront.patterns import matches
from local.cloudfront.policies import Forwarding, read_forwarding
from local.cloudfront.signed import PublicKey
from local.declared import Declarations
from local.hosts import Hosts

_DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
_BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")


class _Inputs(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


class _S3OriginConfig(_Inputs):
    origin_access_identity: str = ""


class _CustomOriginConfig(_Inputs):
    http_port: int
    https_port: int
    origin_protocol_policy: str
    origin_ssl_protocols: list[str]
    origin_read_timeout: int = 30
    origin_keepalive_timeout: int = 5


class _OriginInputs(_Inputs):
    origin_id: str
    domain_name: str
    origin_path: str = ""
    origin_access_control_id: str = ""
    s3_origin_config: _S3OriginConfig | None = None
    custom_origin_config: _CustomOriginConfig | None = None


class _BehaviourInputs(_Inputs):
    target_origin_id: str
    viewer_protocol_policy: str
    allowed_methods: list[str]
    cached_methods: list[str]
    path_pattern: str = "*"
    compress: bool = False
    cache_policy_id: str
    origin_request_policy_id: str = ""
    response_headers_policy_id: str = ""
    trusted_key_groups: list[str] = []


class _ErrorResponse(_Inputs):
    """Only how long an error is cached: the stand-in caches nothing."""

    error_code: int
    error_caching_min_ttl: int = 0


class _DistributionInputs(BaseModel):
    # Settings without an effect on one machine (price class, certificate ...) are left alone.
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)

    origins: list[_OriginInputs]
    default_cache_behavior: _BehaviourInputs
    ordered_cache_behaviors: list[_BehaviourInputs] = []
    default_root_object: str = ""
    custom_error_responses: list[_ErrorResponse] = []


@dataclass(frozen=True)
class BucketOrigin:
    """Objects below `path` of a bucket; `signed` with the distribution's identity (OAC)."""

    bucket: str
    path: str
    signed: bool


@dataclass(frozen=True)
class WebOrigin:
    """Another server, at its loopback address."""

    address: str
    path: str


@dataclass(frozen=True)
class Behaviour:
    """What happens to the paths of one pattern; `keys` is None where anybody may look."""

    pattern: str
    origin: BucketOrigin | WebOrigin
    methods: frozenset[str]
    compress: bool
    forwarding: Forwarding
    headers: HeadersPolicy
    keys: Mapping[str, PublicKey] | None = field(repr=False)


@dataclass(frozen=True)
class Distribution:
    """Behaviours in the order in which they are tried; the last one takes every path."""

    arn: str
    default_root_object: str
    behaviours: tuple[Behaviour, ...] = field(repr=False)

    def behaviour(self, path: str) -> Behaviour:
        return next(one for one in self.behaviours if matches(one.pattern, path))


def read_distribution(declarations: Declarations, hosts: Hosts) -> Distribution:
    """Raises LookupError or ValueError for what is missing or not local."""
    declared = declarations.one(_DISTRIBUTION)
    inputs = _DistributionInputs.model_validate(declared.inputs)
    origins = {
        origin.origin_id: _read_origin(declarations, origin, hosts) for origin in inputs.origins
    }
    wanted = [*inputs.ordered_cache_behaviors, inputs.default_cache_behavior]
    behaviours = [
        Behaviour(
            pattern=one.path_pattern,
            origin=origins[one.target_origin_id],
            methods=frozenset(one.allowed_methods),
            compress=one.compress,
            forwarding=read_forwarding(one.cache_policy_id, one.origin_request_policy_id),
            headers=read_headers_policy(declarations, one.response_headers_policy_id, hosts),
            keys=_read_keys(declarations, one.trusted_key_groups),
        )
        for one in wanted
    ]
    return Distribution(str(declared.outputs["arn"]), inputs.default_root_object, tuple(behaviours))


def _read_origin(
    declarations: Declarations, origin: _OriginInputs, hosts: Hosts
) -> BucketOrigin | WebOrigin:
    if origin.custom_origin_config is not None:
        address = f"https://{origin.domain_name}"
        local = hosts.replace(address)
        if local == address:
            raise ValueError(f"origin {origin.origin_id}: {origin.domain_name} is not local")
        return WebOrigin(local, origin.origin_path)
    for type_token in _BUCKETS:
        for bucket in declarations.of(type_token):
            if bucket.outputs["bucketRegionalDomainName"] == origin.domain_name:
                name, signed = str(bucket.outputs["bucket"]), bool(origin.origin_access_control_id)
                return BucketOrigin(name, origin.origin_path, signed)
    raise LookupError(f"origin {origin.origin_id}: no bucket with the name {origin.domain_name}")


def _read_keys(declarations: Declarations, groups: list[str]) -> Mapping[str, PublicKey] | None:
    if not groups:
        return None
    keys: dict[str, PublicKey] = {}
    for group_id in groups:
        group = declarations.by("aws:cloudfront/keyGroup:KeyGroup", "id", group_id)
        for key_id in group.inputs["items"]:
            key = declarations.by("aws:cloudfront/publicKey:PublicKey", "id", key_id)
            keys[key_id] = _read_key(str(key.inputs["encodedKey"]))
    return keys


def _read_key(pem: str) -> PublicKey:
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, PublicKey):
        raise ValueError("a key is neither RSA nor ECDSA")
    return key
