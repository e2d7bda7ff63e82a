"""Roles, their policies, and keys."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives import serialization

from local.foreign import Plain
from local.realise.cloud import Cloud, Made, Maker, Wanted


def _role(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    path = wanted.take("path", "/")
    pairs = [{"Key": key, "Value": value} for key, value in wanted.tags().items()]
    values = {
        "RoleName": name,
        "Path": path,
        "AssumeRolePolicyDocument": _document(wanted.take("assumeRolePolicy")),
        "Description": wanted.take("description"),
        "MaxSessionDuration": wanted.take("maxSessionDuration"),
        "PermissionsBoundary": wanted.take("permissionsBoundary"),
        "Tags": pairs,
    }
    answer = cloud.call("iam", "CreateRole", values)["Role"]
    for inline in wanted.take("inlinePolicies", []):
        policy = {"PolicyName": inline["name"], "PolicyDocument": inline["policy"]}
        cloud.call("iam", "PutRolePolicy", {"RoleName": name, **policy})
    for arn in wanted.take("managedPolicyArns", []):
        cloud.call("iam", "AttachRolePolicy", {"RoleName": name, "PolicyArn": arn})
    wanted.leave("forceDetachPolicies")
    return Made(name, {"name": name, "arn": answer["Arn"], "uniqueId": answer["RoleId"]})


def _role_policy(cloud: Cloud, wanted: Wanted) -> Made:
    role, name = wanted.take("role"), wanted.physical_name()
    document = _document(wanted.take("policy"))
    values = {"RoleName": role, "PolicyName": name, "PolicyDocument": document}
    cloud.call("iam", "PutRolePolicy", values)
    return Made(f"{role}:{name}", {"name": name})


def _policy(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    values = {
        "PolicyName": name,
        "Path": wanted.take("path", "/"),
        "Description": wanted.take("description"),
        "PolicyDocument": _document(wanted.take("policy")),
    }
    arn = cloud.call("iam", "CreatePolicy", values)["Policy"]["Arn"]
    wanted.leave("tags")
    return Made(arn, {"name": name, "arn": arn})


def _attachment(cloud: Cloud, wanted: Wanted) -> Made:
    role, arn = wanted.take("role"), wanted.take("policyArn")
    cloud.call("iam", "AttachRolePolicy", {"RoleName": role, "PolicyArn": arn})
    return Made(f"{role}/{arn}")


def _key(cloud: Cloud, wanted: Wanted) -> Made:
    rotation, days = wanted.take("enableKeyRotation"), wanted.take("rotationPeriodInDays")
    pairs = [{"TagKey": key, "TagValue": value} for key, value in wanted.tags().items()]
    policy = wanted.take("policy")
    values = {
        "Description": wanted.take("description"),
        "KeyUsage": wanted.take("keyUsage"),
        "KeySpec": wanted.take("customerMasterKeySpec"),
        "MultiRegion": wanted.take("multiRegion"),
        "Policy": _document(policy) if policy else None,
        "Tags": pairs or None,
    }
    answer = cloud.call("kms", "CreateKey", values)["KeyMetadata"]
    key_id = answer["KeyId"]
    if rotation:
        values = {"KeyId": key_id, "RotationPeriodInDays": days}
        cloud.call("kms", "EnableKeyRotation", values)
    if wanted.take("isEnabled") is False:
        cloud.call("kms", "DisableKey", {"KeyId": key_id})
    _deletion_window(wanted)
    return Made(key_id, {"keyId": key_id, "arn": answer["Arn"]})


def _deletion_window(wanted: Wanted) -> None:
    """Keys end with the process; only the range is AWS's."""
    days = wanted.take("deletionWindowInDays", 30)
    if not 7 <= days <= 30:
        raise ValueError(f"deletionWindowInDays is {days}, not 7 to 30")


def _key_policy(cloud: Cloud, wanted: Wanted) -> Made:
    key_id = wanted.take("keyId")
    document = _document(wanted.take("policy"))
    wanted.leave("bypassPolicyLockoutSafetyCheck")
    values = {"KeyId": key_id, "PolicyName": "default", "Policy": document}
    cloud.call("kms", "PutKeyPolicy", values)
    return Made(key_id)


def _alias(cloud: Cloud, wanted: Wanted) -> Made:
    name, key_id = wanted.physical_name(prefix="alias/"), wanted.take("targetKeyId")
    cloud.call("kms", "CreateAlias", {"AliasName": name, "TargetKeyId": key_id})
    return Made(name, {"name": name, "arn": cloud.account.arn("kms", name)})


def _document(policy: Plain) -> str:
    return policy if isinstance(policy, str) else json.dumps(policy)


def _public_key(cloud: Cloud, arguments: Mapping[str, Any]) -> dict[str, Any]:
    key_id = arguments["keyId"]
    answer = cloud.call("kms", "GetPublicKey", {"KeyId": key_id})
    key = serialization.load_der_public_key(answer["PublicKey"])
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {
        "arn": answer["KeyId"],
        "id": answer["KeyId"],
        "keyId": key_id,
        "keyUsage": answer["KeyUsage"],
        "customerMasterKeySpec": answer["CustomerMasterKeySpec"],
        "signingAlgorithms": answer.get("SigningAlgorithms", []),
        "encryptionAlgorithms": answer.get("EncryptionAlgorithms", []),
        "publicKey": base64.b64encode(answer["PublicKey"]).decode(),
        "publicKeyPem": pem.decode(),
        "region": cloud.account.region,
    }


MAKERS: Mapping[str, Maker] = {
    "aws:iam/role:Role": _role,
    "aws:iam/rolePolicy:RolePolicy": _role_policy,
    "aws:iam/policy:Policy": _policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _attachment,
    "aws:kms/key:Key": _key,
    "aws:kms/keyPolicy:KeyPolicy": _key_policy,
    "aws:kms/alias:Alias": _alias,
}

LOOKUPS: Mapping[str, Callable[[Cloud, Mapping[str, Any]], dict[str, Any]]] = {
    "aws:kms/getPublicKey:getPublicKey": _public_key,
}
