from collections.abc import Callable

class IOLoop:
    READ: int
    def register(self, fd: int, instance: object, events: int) -> None: ...
    def call_later(
        self,
        seconds: float,
        target: Callable[..., object],
        *args: object,
        _errback: Callable[[], object] = ...,
    ) -> object: ...
