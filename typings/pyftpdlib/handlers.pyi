from collections.abc import Sequence

from OpenSSL import SSL
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS

class DTPHandler:
    def enable_receiving(self, type: str, cmd: str) -> None: ...

class TLS_DTPHandler(DTPHandler): ...

class FTPHandler:
    authorizer: DummyAuthorizer
    dtp_handler: type[DTPHandler]
    abstracted_fs: type[AbstractedFS]
    timeout: int
    banner: str
    masquerade_address: str | None
    passive_ports: Sequence[int] | None
    remote_ip: str
    username: str
    def on_connect(self) -> None: ...
    def on_disconnect(self) -> None: ...
    def on_login_failed(self, username: str, password: str) -> None: ...
    def on_file_received(self, file: str) -> None: ...
    def on_incomplete_file_received(self, file: str) -> None: ...
    def respond(self, resp: str) -> None: ...
    def ftp_STOR(self, file: str, mode: str = ...) -> str | None: ...
    def ftp_STOU(self, line: str) -> str | None: ...

class TLS_FTPHandler(FTPHandler):
    ssl_context: SSL.Context | None
    tls_control_required: bool
    tls_data_required: bool
