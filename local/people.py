"""The people of the demo: who may look at which site."""

import secrets
from typing import TYPE_CHECKING

from contract import names
from local.ready import Login
from local.refusal import Refusal

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


def make_password() -> str:
    """Random, and good for the pool's password policy."""
    return f"{secrets.token_urlsafe(9)}-Aa1"


def add_viewer(
    client: "CognitoIdentityProviderClient", pool_id: str, email: str, sites: tuple[str, ...]
) -> Login:
    """A confirmed person, member of these sites. Raises Refusal."""
    login = Login(email=email, password=make_password())
    try:
        client.admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email_verified", "Value": "true"}],
        )
        client.admin_set_user_password(
            UserPoolId=pool_id, Username=email, Password=login.password, Permanent=True
        )
        for site in sites:
            group = names.format_site_group(site)
            client.admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName=group)
    except client.exceptions.UsernameExistsException:
        raise Refusal(f"{email} is there already") from None
    except client.exceptions.InvalidParameterException:
        raise Refusal(f"{email} is not an email address") from None
    except client.exceptions.ResourceNotFoundException:
        raise Refusal(f"there is no site {' or '.join(sites)}") from None
    return login
