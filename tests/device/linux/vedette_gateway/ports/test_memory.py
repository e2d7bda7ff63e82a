"""Memory of password checks, in a process of its own as the kernel counts it."""

import subprocess
import sys

CHECKS = """
import resource
from pathlib import Path
from vedette_gateway.passwords import hash_password, verify_password
from vedette_gateway.ports.memory import give_back_large_blocks

def count_pages():
    return int(Path("/proc/self/statm").read_text().split()[1])

give_back_large_blocks()
hashed = hash_password("first")
before = count_pages()
for _ in range(3):
    assert not verify_password("second", hashed)
print((count_pages() - before) * resource.getpagesize())
"""


def test_what_a_password_check_takes_is_given_back() -> None:
    words = [sys.executable, "-c", CHECKS]
    kept = int(subprocess.run(words, capture_output=True, check=True, text=True).stdout)
    # A check takes 16 MB.
    assert kept < 4_000_000
