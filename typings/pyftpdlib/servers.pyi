from pyftpdlib.handlers import FTPHandler
from pyftpdlib.ioloop import IOLoop

class FTPServer:
    max_cons: int
    max_cons_per_ip: int
    def __init__(
        self,
        address_or_socket: tuple[str, int],
        handler: type[FTPHandler],
        ioloop: IOLoop | None = ...,
        backlog: int = ...,
    ) -> None: ...
    @property
    def address(self) -> tuple[str, int]: ...
    def serve_forever(
        self,
        timeout: float | None = ...,
        blocking: bool = ...,
        handle_exit: bool = ...,
        worker_processes: int = ...,
    ) -> None: ...
    def close_all(self) -> None: ...
