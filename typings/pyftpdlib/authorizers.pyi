from pyftpdlib.handlers import FTPHandler

class DummyAuthorizer:
    def __init__(self) -> None: ...
    def add_user(
        self,
        username: str,
        password: str,
        homedir: str,
        perm: str = ...,
        msg_login: str = ...,
        msg_quit: str = ...,
    ) -> None: ...
    def validate_authentication(
        self, username: str, password: str, handler: FTPHandler
    ) -> None: ...
