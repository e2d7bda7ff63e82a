"""The commands beside `run`: what a person asks, and how it is shown."""
