"""The accounts of the FTP server: one a camera, in its own jail; they can change while it runs."""

from collections.abc import Sequence

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.exceptions import AuthenticationFailed
from pyftpdlib.handlers import FTPHandler

from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.logins import Logins
from vedette_gateway.settings import Camera

# Change directory, list, append, make directory, store, rename; not read, not delete.
_PERMISSIONS = "elamwf"


class Accounts(DummyAuthorizer):
    """The jails are named after the cameras, not the accounts: a renamed account keeps its files.

    The jails have to exist.
    """

    def __init__(self, cameras: Sequence[Camera], spool: Spool) -> None:
        super().__init__()
        self._spool = spool
        self._logins = Logins({})
        self.replace(cameras)

    def replace(self, cameras: Sequence[Camera]) -> None:
        """Who is logged in stays so; one without an account may do nothing more."""
        table = DummyAuthorizer()
        passwords: dict[str, str] = {}
        for camera in cameras:
            if camera.user is not None and camera.password_hash is not None:
                jail = str(self._spool.incoming / camera.name)
                table.add_user(camera.user, "", jail, perm=_PERMISSIONS)
                passwords[camera.user] = camera.password_hash
        self._logins.replace(passwords)
        self.user_table = table.user_table

    def validate_authentication(self, username: str, password: str, handler: FTPHandler) -> None:
        if not self._logins.verify(username, password, handler.remote_ip):
            raise AuthenticationFailed("Authentication failed.")

    def get_home_dir(self, username: str) -> str:
        if not self.has_user(username):
            raise AuthenticationFailed("Authentication failed.")
        return super().get_home_dir(username)

    def has_perm(self, username: str, perm: str, path: str | None = None) -> bool:
        return self.has_user(username) and super().has_perm(username, perm, path)

    def get_perms(self, username: str) -> str:
        return super().get_perms(username) if self.has_user(username) else ""
