"""Whether a file is whole, by its own headers."""

from pathlib import Path

import pytest
from vedette_gateway.clips.completeness import count_missing_bytes

from tests.device.linux.footage import Recipe, film, photograph


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, bytes]]:
    """FFmpeg's format name and bytes of whole files."""
    folder = tmp_path_factory.mktemp("samples")
    return {
        "mkv": ("matroska,webm", film(folder / "a.mkv").read_bytes()),
        "mp4": ("mov,mp4,m4a", film(folder / "a.mp4", recipe=Recipe("mp4")).read_bytes()),
        "avi": ("avi", film(folder / "a.avi", recipe=Recipe("avi")).read_bytes()),
        "jpg": ("jpeg_pipe", photograph(folder / "a.jpg").read_bytes()),
    }


@pytest.mark.parametrize("kind", ["mkv", "mp4", "avi", "jpg"])
def test_a_whole_file_misses_nothing_even_with_padding(
    samples: dict[str, tuple[str, bytes]], tmp_path: Path, kind: str
) -> None:
    name, data = samples[kind]
    path = tmp_path / "a"
    path.write_bytes(data)
    assert count_missing_bytes(path, name) == 0
    if kind != "mp4":
        path.write_bytes(data + bytes(100))
        assert count_missing_bytes(path, name) == 0


@pytest.mark.parametrize("kind", ["mkv", "mp4", "avi", "jpg"])
def test_a_file_cut_anywhere_behind_its_header_is_not_whole(
    samples: dict[str, tuple[str, bytes]], tmp_path: Path, kind: str
) -> None:
    name, data = samples[kind]
    path = tmp_path / "a"
    for size in range(400, len(data), len(data) // 50 + 1):
        path.write_bytes(data[:size])
        missing = count_missing_bytes(path, name)
        assert missing, (kind, size)
        if kind == "mkv":
            assert missing == len(data) - size


def test_a_live_writer_does_not_say(tmp_path: Path) -> None:
    path = film(tmp_path / "live.mkv", recipe=Recipe(is_live=True))
    assert count_missing_bytes(path, "matroska,webm") is None
    assert count_missing_bytes(path, "mpegts") is None


@pytest.mark.parametrize("data", [b"", b"\x1aE\xdf\xa3", b"\x1aE\xdf\xa3\x18S\x80g" + bytes(20)])
def test_nonsense_does_not_raise(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    for name in ("matroska,webm", "mov,mp4,m4a", "jpeg_pipe", "avi"):
        count_missing_bytes(path, name)
