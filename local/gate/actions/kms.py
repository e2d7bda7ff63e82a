"""KMS: every name of a key leads to the key."""

import base64
from collections.abc import Mapping

from local.gate.actions import reference
from local.gate.actions.need import Need
from local.gate.operations import Operation
from local.gate.patterns import ContextValue
from local.gate.resources import find_key

_KEY_ID_BYTES = 36
_CONTEXT = {
    "kms:encryptionalgorithm": "EncryptionAlgorithm",
    "kms:signingalgorithm": "SigningAlgorithm",
    "kms:messagetype": "MessageType",
    "kms:macalgorithm": "MacAlgorithm",
}


def needs(operation: Operation) -> list[Need]:
    """What an operation of KMS needs."""
    action = f"kms:{operation.name}"
    if operation.name in ("CreateAlias", "DeleteAlias", "UpdateAlias"):
        alias = operation.arn(operation.params["AliasName"])
        target = operation.params.get("TargetKeyId") or operation.params["AliasName"]
        return [Need(action, alias), key_need(operation, action, target, {})]
    names = _key_names(operation)
    if not names:
        return reference.needs(operation)
    context: dict[str, ContextValue] = {
        key: str(operation.params[name])
        for key, name in _CONTEXT.items()
        if operation.params.get(name) is not None
    }
    context |= encryption_context(operation.params.get("EncryptionContext") or {})
    if operation.name == "Decrypt" and "kms:encryptionalgorithm" not in context:
        context["kms:encryptionalgorithm"] = "SYMMETRIC_DEFAULT"
    if operation.name == "ReEncrypt" and len(names) > 1:
        return [
            key_need(operation, "kms:ReEncryptFrom", names[0], {}),
            key_need(operation, "kms:ReEncryptTo", names[-1], {}),
        ]
    return [key_need(operation, action, name, context) for name in names]


def key_need(
    operation: Operation, action: str, name: str, context: Mapping[str, ContextValue]
) -> Need:
    """A need on the key that goes by this id, ARN or alias, whatever the operation's service."""
    key = find_key(operation.account_id, operation.region, name)
    prefix = f"arn:aws:kms:{operation.region}:{operation.account_id}:"
    if key is None:
        plain = name.rpartition(":")[2].removeprefix("key/")
        return Need(action, prefix + (plain if plain.startswith("alias/") else f"key/{plain}"))
    own: dict[str, ContextValue] = {
        "kms:calleraccount": operation.account_id,
        "kms:resourcealiases": tuple(key.aliases),
        "kms:keyspec": key.key_spec,
        "kms:keyusage": key.key_usage,
        "kms:multiregion": "true" if key.multi_region else "false",
    }
    if not key.aliases:
        del own["kms:resourcealiases"]
    alias = name.rpartition(":")[2]
    if alias.startswith("alias/"):
        own["kms:requestalias"] = alias
    return Need(action, key.arn, {**own, **context}, _ABSENT)


_ABSENT = frozenset(
    {
        *_CONTEXT,
        *("kms:viaservice", "kms:requestalias", "kms:resourcealiases"),
        *("kms:encryptioncontext:", "kms:encryptioncontextkeys", "kms:grantisforawsresource"),
    }
)


def encryption_context(given: Mapping[str, str]) -> dict[str, ContextValue]:
    """The context keys that tell an encryption context."""
    if not given:
        return {}
    pairs: dict[str, ContextValue] = {
        f"kms:encryptioncontext:{key.lower()}": str(value) for key, value in given.items()
    }
    return pairs | {"kms:encryptioncontextkeys": tuple(given)}


def _key_names(operation: Operation) -> list[str]:
    """The key inside a ciphertext, which is the one that opens it, and the one that is named."""
    params = operation.params
    inside = _key_inside(params.get("CiphertextBlob"))
    named = params.get("DestinationKeyId") or params.get("KeyId")
    return list(dict.fromkeys(one for one in (inside, named) if one))


def _key_inside(blob: object) -> str:
    """The id of the key that moto writes in front of what it encrypts."""
    data = base64.b64decode(blob) if isinstance(blob, str) else blob
    return data[:_KEY_ID_BYTES].decode("ascii", "replace") if isinstance(data, bytes) else ""
