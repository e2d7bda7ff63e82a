"""Edge: the one address under which web app, API and recordings are reached."""

from infra.edge.api import HttpApi, Routes
from infra.edge.delivery import Edge
from infra.edge.web import WebApp

__all__ = ["Edge", "HttpApi", "Routes", "WebApp"]
