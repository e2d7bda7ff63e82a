"""The user pool, its client, domain, groups and sign-in page."""

import json
from collections.abc import Mapping
from typing import Any

from local.realise.cloud import Cloud, Made, Maker, Wanted


def _pool(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    mfa = wanted.take("mfaConfiguration", "OFF")
    token = wanted.take("softwareTokenMfaConfiguration")
    others = set(wanted.inputs.get("lambdaConfig") or {}) - {"customMessage"}
    if others:
        raise NotImplementedError(f"lambdaConfig {sorted(others)}: nothing calls these here")
    policies = {
        "passwordPolicy": wanted.take("passwordPolicy"),
        "signInPolicy": wanted.take("signInPolicy"),
    }
    values: dict[str, Any] = {
        "PoolName": name,
        "Policies": policies,
        "UserPoolTags": wanted.tags(),
        **wanted.inputs,
    }
    wanted.inputs.clear()
    answer = cloud.call("cognito-idp", "CreateUserPool", values, _POOL_NAMES)["UserPool"]
    pool = answer["Id"]
    values = {"UserPoolId": pool, "MfaConfiguration": mfa, "SoftwareTokenMfaConfiguration": token}
    if mfa != "OFF" or token:
        cloud.call("cognito-idp", "SetUserPoolMfaConfig", values)
    endpoint = f"cognito-idp.{cloud.account.region}.amazonaws.com/{pool}"
    return Made(pool, {"name": name, "arn": answer["Arn"], "endpoint": endpoint})


_POOL_NAMES = {
    "schemas": "Schema",
    "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates": (
        "AttributesRequireVerificationBeforeUpdate"
    ),
}


def _client(cloud: Cloud, wanted: Wanted) -> Made:
    values = {"ClientName": wanted.physical_name(), **wanted.inputs}
    wanted.inputs.clear()
    answer = cloud.call("cognito-idp", "CreateUserPoolClient", values)["UserPoolClient"]
    secret = answer.get("ClientSecret", "")
    return Made(answer["ClientId"], {"name": answer["ClientName"], "clientSecret": secret})


def _domain(cloud: Cloud, wanted: Wanted) -> Made:
    domain = wanted.take("domain")
    certificate = wanted.take("certificateArn")
    values = {
        "Domain": domain,
        "UserPoolId": wanted.take("userPoolId"),
        "ManagedLoginVersion": wanted.take("managedLoginVersion"),
        "CustomDomainConfig": {"CertificateArn": certificate} if certificate else None,
    }
    cloud.call("cognito-idp", "CreateUserPoolDomain", values)
    return Made(domain)


def _group(cloud: Cloud, wanted: Wanted) -> Made:
    pool, name = wanted.take("userPoolId"), wanted.physical_name()
    values = {
        "UserPoolId": pool,
        "GroupName": name,
        "Description": wanted.take("description"),
        "Precedence": wanted.take("precedence"),
        "RoleArn": wanted.take("roleArn"),
    }
    cloud.call("cognito-idp", "CreateGroup", values)
    return Made(f"{pool}/{name}", {"name": name})


def _branding(cloud: Cloud, wanted: Wanted) -> Made:
    """Checked only: moto has no branding, and the laptop's sign-in page has its own looks."""
    settings = wanted.take("settings")
    values = {
        "UserPoolId": wanted.take("userPoolId"),
        "ClientId": wanted.take("clientId"),
        "UseCognitoProvidedValues": wanted.take("useCognitoProvidedValues"),
        "Settings": json.loads(settings) if settings else None,
        "Assets": wanted.take("assets"),
    }
    cloud.spelled("cognito-idp", "CreateManagedLoginBranding", values)
    return Made(f"{values['UserPoolId']},{wanted.name}", {"managedLoginBrandingId": wanted.name})


MAKERS: Mapping[str, Maker] = {
    "aws:cognito/userPool:UserPool": _pool,
    "aws:cognito/userPoolClient:UserPoolClient": _client,
    "aws:cognito/userPoolDomain:UserPoolDomain": _domain,
    "aws:cognito/userGroup:UserGroup": _group,
    "aws:cognito/managedLoginBranding:ManagedLoginBranding": _branding,
}
