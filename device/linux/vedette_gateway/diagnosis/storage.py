"""The spool: whose it is, whether it can do what is needed, how much and how fast."""

import os
import pwd
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from vedette_gateway.diagnosis.verdict import Verdict, failed, ok, warn
from vedette_gateway.settings import SpoolSettings

_PROBE_BYTES = 8 * 2**20
# A camera of 4 Mbit/s writes 0.5 MB/s, and every byte is written twice and read twice.
_SLOW_BYTES_PER_S = 5_000_000


def check_storage(settings: SpoolSettings, config: Path) -> Iterator[Verdict]:
    yield _check_config(config)
    spool = settings.directory
    if not spool.is_dir():
        yield _check_missing(spool)
        return
    yield _check_owner(spool)
    if spool.stat().st_mode & 0o007:
        text = f"everybody on this computer can see what is in {spool}"
        yield warn("permissions", text, f"chmod o= {spool}")
    try:
        with TemporaryDirectory(prefix=".doctor-", dir=spool) as folder:
            yield _check_links(Path(folder))
            yield _check_speed(Path(folder))
    except OSError as error:
        mend = "the directory, or the disk, has to be writable for the user the gateway runs as"
        yield failed("permissions", f"{spool} cannot be written: {error.strerror}", mend)
    yield _check_space(settings)


def _check_config(config: Path) -> Verdict:
    if config.stat().st_mode & 0o007:
        mend = f"chmod o= {config}"
        return warn("settings", f"{config} can be read by everyone, with password hashes", mend)
    return ok("settings", f"{config} can be used")


def _check_missing(spool: Path) -> Verdict:
    text = f"{spool} is not there"
    nearest = next(each for each in spool.parents if each.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return warn("permissions", f"{text} yet", "the gateway makes it; then ask again")
    name = pwd.getpwuid(os.geteuid()).pw_name if os.geteuid() else "vedette"
    mend = f"make it, as root: install -d -m 750 -o {name} {spool}"
    return failed("permissions", text, mend)


def _check_owner(spool: Path) -> Verdict:
    owner = spool.stat().st_uid
    if owner != os.geteuid():
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)
        mend = (
            f"what is checked here may not hold for {name}: sudo -u {name} vedette-gateway doctor"
        )
        return warn("permissions", f"{spool} belongs to {name}, who is not who asks", mend)
    return ok("permissions", f"{spool} is ours")


def _check_links(folder: Path) -> Verdict:
    (folder / "file").write_bytes(b"")
    try:
        (folder / "link").hardlink_to(folder / "file")
    except OSError as error:
        mend = "put the spool on ext4, xfs or btrfs; exFAT, FAT and some network disks have none"
        return failed("hard links", f"the disk has none: {error.strerror}", mend)
    return ok("hard links", "the disk has them")


def _check_speed(folder: Path) -> Verdict:
    block = os.urandom(2**20)
    started = time.monotonic()
    with (folder / "speed").open("wb") as file:
        for _ in range(_PROBE_BYTES // len(block)):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    rate = _PROBE_BYTES / (time.monotonic() - started)
    text = f"{rate / 1e6:.0f} MB/s, durably"
    if rate < _SLOW_BYTES_PER_S:
        mend = "a worn SD card? use an SSD or a USB disk for spool.directory"
        return warn("disk speed", text, mend)
    return ok("disk speed", text)


def _check_space(settings: SpoolSettings) -> Verdict:
    disk = shutil.disk_usage(settings.directory)
    text = f"{disk.free / 1e9:.1f} of {disk.total / 1e9:.1f} GB free"
    if disk.free < settings.min_free_bytes:
        need = f"less than spool.min_free_bytes ({settings.min_free_bytes / 1e9:.1f} GB)"
        mend = "cameras are refused until there is room: see what fills the disk, or why the"
        return failed("disk space", f"{text}, {need}", f"{mend} backlog waits")
    if not os.statvfs(settings.directory).f_favail:
        return failed("disk space", f"{text}, but no inodes", "delete many small files")
    return ok("disk space", text)
