"""The CloudFront distribution and its keys, as declarations; the front answers for them."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _access_control(cloud: Cloud, wanted: Wanted) -> Made:
    values = {"Name": wanted.physical_name(), **wanted.inputs}
    wanted.inputs.clear()
    answer = cloud.call(
        "cloudfront", "CreateOriginAccessControl", {"OriginAccessControlConfig": values}
    )
    return Made(answer["OriginAccessControl"]["Id"], {"name": values["Name"]})


def _public_key(cloud: Cloud, wanted: Wanted) -> Made:
    name, key = wanted.physical_name(), wanted.take("encodedKey")
    _check_key(key)
    values = {
        "Name": name,
        "EncodedKey": key,
        "CallerReference": wanted.name,
        "Comment": wanted.take("comment"),
    }
    answer = cloud.call("cloudfront", "CreatePublicKey", {"PublicKeyConfig": values})["PublicKey"]
    return Made(answer["Id"], {"name": name, "callerReference": wanted.name})


def _check_key(pem: str) -> None:
    """CloudFront takes RSA of 2048 bits and ECDSA on P-256 only, in PEM."""
    key = serialization.load_pem_public_key(pem.encode())
    rsa_fits = isinstance(key, rsa.RSAPublicKey) and key.key_size == 2048
    if not rsa_fits and not (
        isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    ):
        raise ValueError("encodedKey is neither RSA with 2048 bits nor ECDSA on P-256")


def _key_group(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    values = {"Name": name, "Items": wanted.take("items"), "Comment": wanted.take("comment")}
    answer = cloud.call("cloudfront", "CreateKeyGroup", {"KeyGroupConfig": values})["KeyGroup"]
    return Made(answer["Id"], {"name": name})


def _checked(operation: str, member: str) -> Maker:
    """A CloudFront policy: moto has none, so it is checked and the front reads it as declared."""

    def make(cloud: Cloud, wanted: Wanted) -> Made:
        name = wanted.physical_name()
        values = {"Name": name, **wanted.inputs}
        wanted.inputs.clear()
        if operation == "CreateCachePolicy":
            values.setdefault("minTtl", 0)
        cloud.spelled("cloudfront", operation, {member: values})
        return Made(f"{wanted.name}-id", {"name": name})

    return make


def _distribution(cloud: Cloud, wanted: Wanted) -> Made:
    wanted.leave("waitForDeployment", "retainOnDelete")
    ordered = [_behaviour(one) for one in wanted.take("orderedCacheBehaviors", [])]
    values: dict[str, Any] = {
        "CallerReference": wanted.name,
        "Comment": wanted.take("comment", ""),
        "Origins": [_origin(origin) for origin in wanted.take("origins")],
        "DefaultCacheBehavior": _behaviour(wanted.take("defaultCacheBehavior")),
        "CacheBehaviors": ordered,
        "restrictions": _restrictions(wanted.take("restrictions")),
    }
    tags = [{"Key": key, "Value": value} for key, value in wanted.tags().items()]
    values |= wanted.inputs
    wanted.inputs.clear()
    described = {"DistributionConfig": values, "Tags": {"Items": tags}}
    answer = cloud.call(
        "cloudfront",
        "CreateDistributionWithTags",
        {"DistributionConfigWithTags": described},
        _DISTRIBUTION_NAMES,
    )["Distribution"]
    return Made(
        answer["Id"],
        {
            "arn": answer["ARN"],
            "domainName": answer["DomainName"],
            "hostedZoneId": "Z2FDTNDATAQYW2",
            "status": "Deployed",
        },
    )


_INSIDE = "DistributionConfigWithTags.DistributionConfig."
_DISTRIBUTION_NAMES = {
    f"{_INSIDE}Origins.originId": "Id",
    f"{_INSIDE}customErrorResponses": "CustomErrorResponses",
    f"{_INSIDE}loggingConfig": "Logging",
}


def _origin(declared: Mapping[str, Any]) -> dict[str, Any]:
    origin = dict(declared)
    headers = origin.pop("customHeaders", None)
    if headers:
        pairs = [{"HeaderName": one["name"], "HeaderValue": one["value"]} for one in headers]
        origin["CustomHeaders"] = pairs
    if "customOriginConfig" not in origin:
        origin.setdefault("s3OriginConfig", {"OriginAccessIdentity": ""})
    return origin


def _behaviour(declared: Mapping[str, Any]) -> dict[str, Any]:
    behaviour = dict(declared)
    allowed, cached = behaviour.pop("allowedMethods"), behaviour.pop("cachedMethods")
    groups = behaviour.pop("trustedKeyGroups", None)
    methods = {"Quantity": len(cached), "Items": cached}
    behaviour["AllowedMethods"] = {
        "Quantity": len(allowed),
        "Items": allowed,
        "CachedMethods": methods,
    }
    if groups:
        behaviour["TrustedKeyGroups"] = {"Enabled": True, "Quantity": len(groups), "Items": groups}
    return behaviour


def _restrictions(declared: Mapping[str, Any]) -> dict[str, Any]:
    geographic = dict(declared["geoRestriction"])
    places: list[str] = geographic.pop("locations", None) or []
    items = {"Items": places} if places else {}
    return {"GeoRestriction": {**geographic, "Quantity": len(places), **items}}


MAKERS: Mapping[str, Maker] = {
    "aws:cloudfront/originAccessControl:OriginAccessControl": _access_control,
    "aws:cloudfront/publicKey:PublicKey": _public_key,
    "aws:cloudfront/keyGroup:KeyGroup": _key_group,
    "aws:cloudfront/cachePolicy:CachePolicy": _checked("CreateCachePolicy", "CachePolicyConfig"),
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": _checked(
        "CreateOriginRequestPolicy", "OriginRequestPolicyConfig"
    ),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": _checked(
        "CreateResponseHeadersPolicy", "ResponseHeadersPolicyConfig"
    ),
    "aws:cloudfront/distribution:Distribution": _distribution,
}
