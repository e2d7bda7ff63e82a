"""What AWS answers without a signature, and so does the gate; nothing else."""

import re

from local.gate.ambiguity import make_plain
from local.gate.inbound import Inbound

_TARGET = "AWSCognitoIdentityProviderService."
# The operations of user pools that Cognito documents as unauthenticated or authorised by a token of
# the user: the API's model marks them with authtype none.
_OPERATIONS = frozenset(
    {
        *("AssociateSoftwareToken", "ChangePassword", "ConfirmDevice", "ConfirmForgotPassword"),
        *("ConfirmSignUp", "DeleteUser", "DeleteUserAttributes", "ForgetDevice"),
        *("ForgotPassword", "GetDevice", "GetTokensFromRefreshToken", "GetUser"),
        *("GetUserAttributeVerificationCode", "GlobalSignOut", "InitiateAuth", "ListDevices"),
        *("ResendConfirmationCode", "RespondToAuthChallenge", "RevokeToken"),
        *("SetUserMFAPreference", "SetUserSettings", "SignUp", "UpdateDeviceStatus"),
        *("UpdateUserAttributes", "VerifySoftwareToken", "VerifyUserAttribute"),
    }
)
_WELL_KNOWN = re.compile(r"/[\w-]+/\.well-known/(jwks\.json|openid-configuration)")


def is_public(inbound: Inbound) -> bool:
    """Whether the request needs no signature."""
    if inbound.method == "GET":
        return bool(_WELL_KNOWN.fullmatch(inbound.raw_path))
    return inbound.method == "POST" and public_operation(inbound)


def public_operation(inbound: Inbound) -> bool:
    """Whether it is an operation of a user pool that everyone may call."""
    target = inbound.header("x-amz-target")
    plain = inbound.raw_path == "/" and not inbound.query
    return plain and target.startswith(_TARGET) and target[len(_TARGET) :] in _OPERATIONS


def make_public_plain(inbound: Inbound) -> None:
    """Leave moto one way to read a public request. Raises Refused for a form."""
    if inbound.method == "POST":
        make_plain(inbound.header("x-amz-target").removeprefix(_TARGET), inbound)
