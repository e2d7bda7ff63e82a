"""Stand-in of Amazon Cognito's managed login: the OAuth endpoints and the sign-in page."""

from local.cognito.app import build_login
from local.cognito.declaration import UserPool, read_user_pool
from local.cognito.tokens import SigningKey
from local.cognito.users import Users

__all__ = ["SigningKey", "UserPool", "Users", "build_login", "read_user_pool"]
