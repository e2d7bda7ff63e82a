"""Sites: what they are called, their groups of cameras, and who belongs to them."""

from infra.sites.capability import Sites
from infra.sites.letters import make_letters
from infra.sites.store import SitesStore

__all__ = ["Sites", "SitesStore", "make_letters"]
