"""What holds for every test."""

import os

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code; timings belong in bench/.
settings.register_profile("vedette", deadline=None)
settings.load_profile("vedette")


@pytest.fixture(autouse=True)
def ordinary_priority() -> None:
    """What a test starts shares the processors fairly.

    Something in a long run leaves the process at SCHED_FIFO 99, which children inherit: a browser
    of that kind starved everything else on two processors, and its tests hung.
    """
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
