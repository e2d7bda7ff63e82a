"""What file names of cameras say; the examples of the profiles that come with the gateway."""

import time
from datetime import datetime

import pytest
from pydantic import ValidationError
from vedette_gateway.profiles import GENERIC, NameReader, Profile, compile_path, read_built_in

_MEANS = {
    "FI9900P_00626E/record/MDalarm_20160830_152954.mkv": "2016-08-30 15:29:54",
    "FI9900P_00626E/snap/MDAlarm_20160830-152954.jpg": "2016-08-30 15:29:54",
    "MDalarm_20160830_152954.mkv": "2016-08-30 15:29:54",
    "MDAlarm_20160830-152954.jpg": "2016-08-30 15:29:54",
    "000DC5D4D0F7(downdown)_1_20160830154350_5219.jpg": "2016-08-30 15:43:50",
    "192.168.1.64_01_20260830152954123_MOTION_DETECTION.jpg": "2026-08-30 15:29:54.123000",
    "192.168.1.64_01_20260830152954123.mp4": "2026-08-30 15:29:54.123000",
    "cam20260830152954123.avi": "2026-08-30 15:29:54.123000",
    "G8V2-H601-1234/front-door-2026-08-30t13-29-54-00-00.mp4": "2026-08-30 13:29:54",
    "porch/2026-08-30T13:29:54Z.mp4": "2026-08-30 13:29:54",
}
_EXAMPLES = [
    (profile.name, each.path, each.example or "")
    for profile in read_built_in()
    for each in profile.paths
]


@pytest.mark.parametrize(("profile", "path", "example"), _EXAMPLES)
def test_each_pattern_reads_its_own_example(profile: str, path: str, example: str) -> None:
    reader = NameReader()
    said = reader.read(example, profile, "Europe/Berlin")
    assert said is not None
    assert (said.profile, said.path) == (profile, path)
    assert str(said.local) == _MEANS.get(example, "2026-08-30 15:29:54")
    anyhow = reader.read(example, GENERIC, "Europe/Berlin")
    assert anyhow is not None
    assert (anyhow.local, anyhow.zone) == (said.local, said.zone)


def test_upper_and_lower_case_and_deeper_directories_do_not_matter() -> None:
    said = NameReader().read("a/b/RECORD/mdalarm_20160830_152954.MKV", "foscam-c1", "UTC")
    assert said is not None
    assert said.kind == "clip"


@pytest.mark.parametrize(
    "name",
    [
        "G8V2-H601-8890.mp4",
        "878-062-757/1.mp4",
        "clip.mkv",
        "",
        "MDalarm_20260230_152954.mkv",
        "MDalarm_20260830_252954.mkv",
        "MDalarm_20260830_156054.mkv",
        "a12026083015295411.mkv",
        "x" * 300 + "20260830152954.mkv",
        "99991231235959.mkv",
    ],
)
def test_a_name_without_a_time_says_none(name: str) -> None:
    assert NameReader().read(name, GENERIC, "UTC") is None


def test_a_chosen_profile_reads_only_its_own_names() -> None:
    reader = NameReader()
    assert reader.read("cam20260830152954.avi", "foscam-c1", "UTC") is None
    assert reader.read("MDalarm_20160830_152954.mkv", "reolink", "UTC") is None


def test_own_profiles_come_first_and_replace_those_of_the_same_name() -> None:
    bell = Profile.model_validate(
        {"name": "bell", "paths": [{"path": "ring-{epoch}.mp4"}, {"path": "ring-{epoch_ms}.mp4"}]}
    )
    axis = Profile.model_validate(
        {"name": "axis", "paths": [{"path": "{date}/{time}.mkv", "zone": "Asia/Tokyo"}]}
    )
    reader = NameReader([bell, axis])
    said = reader.read("ring-1788103794.mp4", GENERIC, "Europe/Berlin")
    assert said is not None
    assert (said.profile, str(said.local), said.zone) == ("bell", "2026-08-30 15:29:54", "UTC")
    said = reader.read("x/ring-1788103794250.mp4", "bell", "Europe/Berlin")
    assert said is not None
    assert said.local == datetime.fromisoformat("2026-08-30 15:29:54.250")
    said = reader.read("2026-08-30/15-29-54.mkv", "axis", "Europe/Berlin")
    assert said is not None
    assert said.zone == "Asia/Tokyo"
    assert reader.read("image26-08-30_15-29-54-12.jpg", "axis", "UTC") is None


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "1 to 8 parts"),
        ("/{date}{time}", "1 to 8 parts"),
        ("/".join("abcdefghi"), "1 to 8 parts"),
        ("{date}", "has no"),
        ("{year}{month}{day}", "has no"),
        ("clip.mkv", "has no"),
        ("{date}{time}{date}", "twice"),
        ("{date}/{date}{time}", "twice"),
        ("{date}{year}{time}", "twice"),
        ("{stamp}", "does not know"),
        ("{date}{time", "stray"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused(path: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        compile_path(path)
    with pytest.raises(ValidationError, match=why):
        Profile.model_validate({"name": "own", "paths": [{"path": path}]})


@pytest.mark.parametrize(
    "part", ["0" * 255, "_" * 255, "-20260830" * 28, "20" * 127, "a_20260830" * 25, "[" * 255]
)
def test_no_name_takes_long(part: str) -> None:
    evil = Profile.model_validate(
        {"name": "evil", "paths": [{"path": "*_*_*-*0*_*{date}*_*-*{time}*_*x"}]}
    )
    reader = NameReader([evil])
    path = "/".join([part] * 8)
    started = time.perf_counter()
    for _ in range(20):
        reader.read(path, GENERIC, "UTC")
    assert time.perf_counter() - started < 1.0
