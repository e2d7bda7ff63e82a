"""What the C library does with memory that was needed for a moment."""

import ctypes

# malloc.h of glibc.
_M_MMAP_THRESHOLD = -3
_LARGE_BYTES = 1 << 20


def give_back_large_blocks() -> None:
    """From now on, large blocks go back to the system when they are freed.

    Checking a password takes 16 MB, and once glibc has seen a block of such a size come and go, it
    keeps the next ones. A C library that has no such setting is left as it is.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
