"""The path of a Starlette route that answers everything."""

from starlette.convertors import Convertor, register_url_convertor


class _AnyPath(Convertor[str]):
    # Starlette's own `path` stops at a line break, which a caller may well send encoded.
    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("any", _AnyPath())
ANY_PATH = "/{path:any}"
