"""Footage that cameras should not send, but do, from the upload to the bucket."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.device.linux.conftest import Site
from tests.device.linux.footage import Recipe, film, flip_bits, punch, retime, watch
from tests.device.linux.running import wait_for
from tests.media import Colour

CLOCKS: dict[str, Callable[[int], int]] = {
    "jumps back": lambda number: -3000 if number >= 7 else 0,
    "jumps ahead": lambda number: 30_000 if number >= 7 else 0,
    "stands still": lambda number: -100 * number,
    "is all zero": lambda number: -10_000_000 - 100 * number,
    "is a day ahead": lambda _: 6_000_000,
}


@pytest.mark.parametrize("clock", CLOCKS)
def test_no_picture_is_lost_when_the_clock_of_a_file(
    site: Site, tmp_path: Path, clock: str
) -> None:
    source = film(tmp_path / "a.mkv", Colour.GREEN)
    name = f"clock {clock}.mkv"
    site.gateway.upload(retime(source, tmp_path / "b.mkv", CLOCKS[clock]), name)
    original, _ = site.find(name)
    played = watch(site.bucket.save(original.key, tmp_path / "original.mp4"))
    assert (played.frames, played.colour, played.video) == (20, Colour.GREEN, "h264")
    assert played.seconds == pytest.approx(2.0, abs=0.05)
    assert original.fields["duration_ms"] == pytest.approx(2000, abs=1)


@pytest.mark.parametrize("damage", ["bits", "hole"])
def test_damage_costs_pictures_and_not_the_clip(site: Site, tmp_path: Path, damage: str) -> None:
    recipe = Recipe(seconds=20, audio="pcm_s16le", keyframe_every=10)
    source = film(tmp_path / "a.mkv", Colour.RED, recipe)
    damaged = tmp_path / "b.mkv"
    if damage == "bits":
        flip_bits(source, damaged, 20, seed=3)
    else:
        punch(source, damaged, 5000)
    name = f"damaged {damage}.mkv"
    site.gateway.upload(damaged, name)
    wait_for(lambda: site.gateway.ask_state(name) == ["confirmed"])
    stored = {each.rendition.split(".")[0]: each for each in site.bucket.find(name)}
    assert {"original", "thumb"} <= stored.keys()
    assert int(stored["original"].fields["duration_ms"]) <= 21_000
    thumb = watch(site.bucket.save(stored["thumb"].key, tmp_path / "thumb.jpg"))
    assert thumb.colour == Colour.RED
