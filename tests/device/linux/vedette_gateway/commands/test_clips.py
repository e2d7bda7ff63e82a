"""`clips`: what became of the latest files, as a person is told."""

from pathlib import Path

from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import Recipe, film
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.media import Colour


def test_what_was_done_to_each_file_is_told_with_the_reason(
    start: StartGateway, clip: Path, tmp_path: Path
) -> None:
    gateway = start(Plan())
    gateway.upload(clip, "copied.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    gateway.upload(clip, "again.mkv", "porch")
    gateway.upload(film(tmp_path / "a", Colour.RED, Recipe(video="libx265")), "hevc.mkv", "yard")
    gateway.upload(b"<html>" * 99, "page.mkv", "yard")
    wait_for(lambda: gateway.count("waiting") == 0 and gateway.count("received") == 4)

    told = run_command(gateway.config, "clips", "--json").json
    assert [each["name"] for each in told] == ["page.mkv", "hevc.mkv", "again.mkv", "copied.mkv"]
    states = [each["state"] for each in told]
    assert states == ["set_aside", "confirmed", "duplicate", "confirmed"]
    page, hevc, again, copied = told
    assert copied["treatment"] == "remuxed to MP4, video copied, audio copied"
    assert "hevc" in hevc["treatment"]
    assert hevc["versions"] == "hd: 320x180 by libx264"
    assert again["why"]
    assert page["why"].startswith("unreadable: ")
    drawn = run_command(gateway.config, "clips", "--camera", "yard", "--last", "1").out
    assert "page.mkv of yard" in drawn
    assert "set aside" in drawn
    assert "hevc.mkv" not in drawn


def test_names_do_not_play_tricks_on_the_terminal(gateway: RunningGateway, clip: Path) -> None:
    gateway.upload(clip, "[red]a\x1b[31m.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    out = run_command(gateway.config, "clips").out
    assert "[red]a\ufffd[31m.mkv of porch" in out
    assert "\x1b" not in out


def test_without_files_or_without_a_journal_it_says_so(
    gateway: RunningGateway, tmp_path: Path
) -> None:
    assert "No file came yet." in run_command(gateway.config, "clips").out
    assert run_command(gateway.config, "clips", "--json").json == []
    assert run_command(gateway.config, "clips", "--camera", "none").status == 2
    other = tmp_path / "other.toml"
    other.write_text(gateway.config.read_text())
    ran = run_command(other, "clips")
    assert (ran.status, "there is no journal yet" in ran.err) == (2, True)
