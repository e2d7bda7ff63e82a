"""What holds for every test."""

from hypothesis import settings

# How long an example takes says more of the machine than of the code; timings belong in bench/.
settings.register_profile("vedette", deadline=None)
settings.load_profile("vedette")
