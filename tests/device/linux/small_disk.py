"""Disks small enough to be filled: a tmpfs each. Root can mount one, or sudo that asks nothing."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

_BLOCKS = (2**20, 4096)


@contextlib.contextmanager
def mount_small_disk(folder: Path, disk_bytes: int) -> Generator[Path]:
    """A file system of so many bytes at `folder`, which is made."""
    folder.mkdir(parents=True)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = f"size={disk_bytes},uid={os.geteuid()},gid={os.getegid()},mode=700"
    mount = [*as_root, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"only root can mount a small disk: {done.stderr}"
    try:
        yield folder
    finally:
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, leave: int = 0, name: str = "filler") -> Path:
    """Take what is free on this disk, but for so many bytes."""
    filler = disk / name
    with filler.open("wb", buffering=0) as file:
        for block in _BLOCKS:
            try:
                while shutil.disk_usage(disk).free >= leave + block:
                    file.write(b"x" * block)
            except OSError:
                continue
    return filler
