"""Clips: recordings from every camera become a catalogue that people search and play."""

from infra.clips.capability import Clips
from infra.clips.store import Store

__all__ = ["Clips", "Store"]
