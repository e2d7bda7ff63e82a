"""The declared resources, made real on the laptop's AWS endpoint."""

from local.realise.realiser import MAKERS, NOT_LOCAL, Unrealisable, realise

__all__ = ["MAKERS", "NOT_LOCAL", "Unrealisable", "realise"]
