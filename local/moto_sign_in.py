"""Ways into a user pool that moto opens without looking are shut.

It takes any password by SRP, any code for a reset, a confirmation or a second factor, and every
flow whatever the app client declares. Cognito's managed login (`local.cognito`) is the way in.
"""

from typing import NoReturn

from moto.cognitoidp import responses
from moto.cognitoidp.exceptions import NotAuthorizedError

from local.foreign import Foreign
from local.repairs import Repairs

SHUT = (
    "associate_software_token",
    "confirm_forgot_password",
    "confirm_sign_up",
    "forgot_password",
    "initiate_auth",
    "respond_to_auth_challenge",
    "set_user_mfa_preference",
    "sign_up",
    "verify_software_token",
)
"""Operations that anybody may call, as moto names them; the Admin... ones need rights."""


def repair(repairs: Repairs) -> None:
    """These operations answer NotAuthorizedException to everybody."""
    for operation in SHUT:
        repairs.replace(responses.CognitoIdpResponse, operation, lambda _: _refuse)


def _refuse(_response: Foreign) -> NoReturn:
    raise NotAuthorizedError("Only the sign-in page signs in here: the flow is not enabled")
