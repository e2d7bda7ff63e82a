"""A gateway and moto alone in a network of their own: every byte on its interface is theirs.

`unshare --net python -m tests.device.linux.alone FOLDER PHOTO` prints, as JSON, what the kernel
counted on the interface while clips were uploaded, and what the gateway counted.
"""

import fcntl
import json
import socket
import struct
import sys
from pathlib import Path

from tests.device.linux.bucket import Bucket
from tests.device.linux.footage import pad
from tests.device.linux.moto_process import MotoProcess
from tests.device.linux.running import Plan, RunningGateway, wait_for

MIB = 2**20
_SET_FLAGS, _UP_AND_RUNNING = 0x8914, 0x41
_SIZES = (20_000, 90_000, 300_000, 700_000, 1_500_000, 12 * MIB)


def main(folder: Path, photo: Path) -> None:
    raise_loopback()
    moto = MotoProcess()
    bucket = Bucket(moto)
    front = bucket.url
    bucket.answer_with = 503
    parts = f"[upload]\nmultipart_bytes = {5 * MIB}\npart_bytes = {5 * MIB}"
    gateway = RunningGateway(folder, bucket, Plan(more=parts))
    for number, size in enumerate(_SIZES):
        gateway.upload(pad(photo, folder / "photo.jpg", size), f"{number}.jpg")
    wait_for(lambda: count(gateway, "rendered") == len(_SIZES))
    gateway.stop()
    before = read_traffic(gateway)

    # Without the door in front of moto, whose bytes would count twice.
    gateway.s3_url = moto.url
    assert gateway.s3_url != front
    at_start = read_interface()
    gateway.start()
    wait_for(lambda: count(gateway, "confirmed") == len(_SIZES), 60)
    gateway.stop()
    on_wire = read_interface() - at_start
    after = read_traffic(gateway)
    counted = {purpose: after[purpose] - before.get(purpose, 0) for purpose in after}
    sys.stdout.write(json.dumps({"interface": on_wire, "counted": counted, "sizes": _SIZES}) + "\n")


def raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh", b"lo", _UP_AND_RUNNING))


def read_interface() -> int:
    """Bytes that loopback has carried; each is sent and received there, and counts once."""
    lines = Path("/proc/net/dev").read_text().splitlines()
    (loopback,) = (line.split(":")[1] for line in lines if line.strip().startswith("lo:"))
    return int(loopback.split()[0])


def read_traffic(gateway: RunningGateway) -> dict[str, int]:
    purposes = gateway.query("SELECT purpose FROM traffic ORDER BY day, purpose")
    sizes = gateway.query("SELECT bytes FROM traffic ORDER BY day, purpose")
    totals: dict[str, int] = {}
    for purpose, size in zip(purposes, sizes, strict=True):
        totals[purpose] = totals.get(purpose, 0) + size
    return totals


def count(gateway: RunningGateway, state: str) -> int:
    return gateway.query("SELECT count(*) FROM receipts WHERE state = ?", state)[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
