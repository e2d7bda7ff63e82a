"""A file of more than 2 GB, from the camera into the cloud."""

import hashlib
from pathlib import Path

import pytest

from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import Recipe, film
from tests.device.linux.health import forget_peak, read_peak_bytes
from tests.device.linux.running import Plan, wait_for
from tests.device.linux.sink import Sink
from tests.device.linux.trouble import MIB, PLAIN

# More than a signed number of 32 bits holds.
_SIZE = 2**31 + MIB
_GROWTH_MAX = 48 * MIB
# What gateways do unless their settings say something else.
_PART = 8 * MIB


@pytest.mark.timeout(600)
def test_a_file_of_2_gb_comes_through_with_little_memory(
    start: StartGateway, sink: Sink, tmp_path: Path
) -> None:
    gateway = start(Plan(media=f"{PLAIN}\nworkers = 1"), sink)
    gateway.find_converter()
    processes = [gateway.pid, *gateway.list_workers()]
    for pid in processes:
        forget_peak(pid)
    before = {pid: read_peak_bytes(pid) for pid in processes}
    large = make_large(tmp_path / "large.mp4")
    with gateway.login() as ftp, large.open("rb") as file:
        ftp.storbinary("STOR large.mp4", file, blocksize=MIB)
    wait_for(lambda: gateway.count("confirmed") == 1, 150)
    growth = {pid: read_peak_bytes(pid) - before[pid] for pid in processes}
    assert max(growth.values()) < _GROWTH_MAX, growth

    hd, original, thumb = sink.find("large.mp4")
    assert (hd.rendition, thumb.rendition) == ("hd.mp4", "thumb.jpg")
    with large.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256").hexdigest()
    assert (original.rendition, original.bytes) == ("original.mp4", _SIZE)
    assert (original.sha256, original.parts) == (whole, -(-_SIZE // _PART))
    assert hd.bytes < MIB
    assert sink.keys_put_again == []
    assert gateway.count("received") == 1
    wait_for(lambda: gateway.list_files() == [])


def make_large(path: Path) -> Path:
    """HEVC, which goes as it came, before free space that players pass over."""
    film(path, recipe=Recipe("mp4", video="libx265"))
    written = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(written)
        file.write(b"\0\0\0\1free" + (_SIZE - written).to_bytes(8, "big"))
        file.truncate(_SIZE)
    return path
