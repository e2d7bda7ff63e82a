"""Stand-in of Amazon API Gateway's HTTP API (version 2), configured by what was declared."""

from local.http_api.app import build_http_api
from local.http_api.declaration import HttpApi, read_http_api

__all__ = ["HttpApi", "build_http_api", "read_http_api"]
