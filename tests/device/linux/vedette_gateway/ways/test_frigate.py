"""Events and exports of a Frigate server: a real broker, and an HTTP server in Frigate's place."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from vedette_gateway.clips.clock import parse_time

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import Recipe, film
from tests.device.linux.frigate import PASSWORD, TOKEN, USER, Broker, Frigate
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.media import Colour

NEVER = 3600.0


@pytest.fixture
def frigate() -> Iterator[Frigate]:
    server = Frigate()
    yield server
    server.close()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    server = Broker(tmp_path / "mosquitto")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """MP4 as Frigate makes it, several."""
    folder = tmp_path_factory.mktemp("frigate")
    recipe = Recipe("mp4", audio="aac")
    made = [
        film(folder / f"{colour.name}.mp4", colour, recipe)
        for colour in (Colour.RED, Colour.GREEN, Colour.BLUE)
    ]
    return [path.read_bytes() for path in made]


def plan(
    frigate: Frigate, broker: Broker | None = None, poll_s: float = 0.3, more: str = ""
) -> Plan:
    lines = ["[frigate]", f'url = "{frigate.url}"', f"poll_s = {poll_s}", "settle_s = 0", more]
    if broker is not None:
        lines += ["[frigate.mqtt]", 'host = "127.0.0.1"', f"port = {broker.port}"]
    return Plan(more="\n".join(lines))


def report(gateway: RunningGateway) -> dict[str, Any]:
    return gateway.status()["entrances"]["frigate"]


def test_an_event_becomes_a_clip_and_a_still_at_its_own_time(
    start: StartGateway,
    bucket: Bucket,
    frigate: Frigate,
    broker: Broker,
    clips: list[bytes],
    still: Path,
) -> None:
    gateway = start(plan(frigate, broker, NEVER))
    wait_for(lambda: report(gateway)["mqtt_connected"])
    wait_for(lambda: frigate.asked.count("/api/exports") >= 1)
    event = frigate.see("abc123", clips[0], still.read_bytes())
    broker.end(event, "update")
    broker.publish("nonsense")
    broker.publish('{"type": "end", "after": {"id": "../../x"}}')
    broker.end(event)
    broker.end(event)
    wait_for(lambda: gateway.count("confirmed") == 2)
    stored = bucket.find(f"{event['id']} person.mp4")
    assert "original.mp4" in [each.rendition for each in stored]
    photo = bucket.find(f"{event['id']} person.jpg")
    assert {each.fields["kind"] for each in photo} == {"still"}
    for each in (*stored, *photo):
        recorded_at = parse_time(str(each.fields["recorded_at"])).timestamp()
        assert recorded_at == pytest.approx(event["start_time"], abs=0.002)
        assert each.key.split("/")[2] == "porch"
    assert gateway.count("received") == 2
    assert report(gateway)["files"] == {"waiting": 0, "fetched": 2, "given_up": 0}


def test_events_that_nobody_told_of_are_caught_up(
    start: StartGateway, frigate: Frigate, clips: list[bytes]
) -> None:
    yesterday = time.time() - 20 * 3600
    frigate.see("old", clips[0], start_time=yesterday, end_time=yesterday + 5)
    frigate.see("too-old", clips[1], start_time=time.time() - 9e5)
    gateway = start(plan(frigate))
    wait_for(lambda: gateway.count("confirmed") == 1)
    gateway.kill()
    frigate.see("while-down", clips[1])
    running = frigate.see("running", clips[2], end_time=None)
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert gateway.count("received") == 2
    running["end_time"] = time.time()
    wait_for(lambda: gateway.count("confirmed") == 3)
    time.sleep(1)
    assert gateway.count("received") == 3


def test_a_long_list_is_read_to_its_end(start: StartGateway, frigate: Frigate) -> None:
    begun = time.time() - 1000
    for number in range(230):
        # Many in the same moment, as after an import.
        at = begun + number // 20
        frigate.see(f"n{number}", None, b"no jpeg %d" % number, start_time=at, end_time=at + 1)
        frigate.events[-1]["id"] = f"{at:.6f}-{number}"
    frigate.events.append({"id": "an odd one", "start_time": begun})
    gateway = start(plan(frigate))
    wait_for(lambda: sum(gateway.status()["entrances"]["frigate"]["files"].values()) == 230)


def test_the_server_is_away_for_a_while_and_the_broker_too(
    start: StartGateway, frigate: Frigate, broker: Broker, clips: list[bytes]
) -> None:
    frigate.answer_with = 502
    broker.stop()
    gateway = start(plan(frigate, broker))
    wait_for(lambda: report(gateway)["last_error"] and report(gateway)["mqtt_last_error"])
    broker.start()
    wait_for(lambda: report(gateway)["mqtt_connected"])
    event = frigate.see("abc", clips[0])
    broker.end(event)
    wait_for(lambda: gateway.query("SELECT count(*) FROM errands WHERE attempts > 0") == [1])
    assert gateway.count("received") == 0
    frigate.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 1)
    wait_for(lambda: report(gateway)["last_error"] is None)


def test_a_clip_that_breaks_off_is_fetched_again(
    start: StartGateway, frigate: Frigate, clips: list[bytes]
) -> None:
    frigate.is_cutting = True
    frigate.see("cut", clips[0])
    gateway = start(plan(frigate))
    wait_for(lambda: gateway.query("SELECT count(*) FROM errands WHERE attempts > 0") == [1])
    assert gateway.count("received") == 0
    assert gateway.list_files() == []
    frigate.is_cutting = False
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert gateway.count("received") == 1


def test_a_clip_that_never_comes_is_given_up_loudly_and_others_go_on(
    start: StartGateway, frigate: Frigate, clips: list[bytes]
) -> None:
    event = frigate.see("gone", clips[0])
    del frigate.files[f"/api/events/{event['id']}/clip.mp4"]
    gateway = start(plan(frigate, more="give_up_hours = 0.001"))
    wait_for(lambda: gateway.query("SELECT attempts FROM errands") == [1])
    frigate.see("there", clips[1])
    wait_for(lambda: gateway.count("confirmed") == 1)
    gateway.kill()
    # Four more refusals take a minute.
    with contextlib.closing(sqlite3.connect(gateway.spool / "journal.sqlite3")) as rows:
        rows.execute("UPDATE errands SET attempts = 5, next_at = 0 WHERE state = 'waiting'")
        rows.commit()
    gateway.start()
    wait_for(lambda: report(gateway)["files"] == {"waiting": 0, "fetched": 1, "given_up": 1})
    assert [line for line in gateway.read_log() if line["event"] == "file given up"]


def test_cameras_are_mapped_and_labels_chosen(
    start: StartGateway, bucket: Bucket, frigate: Frigate, clips: list[bytes]
) -> None:
    frigate.see("mapped", clips[0], camera="front_door")
    frigate.see("alike", clips[1], camera="Porch")
    frigate.see("stranger", clips[2], camera="garage")
    frigate.see("cat", clips[2], label="cat")
    frigate.see("wrong", clips[2], false_positive=True)
    more = 'labels = ["person"]\ncameras = { front_door = "yard" }'
    gateway = start(plan(frigate, more=more))
    wait_for(lambda: gateway.count("confirmed") == 2)
    time.sleep(1)
    assert gateway.count("received") == 2
    assert {key.split("/")[2] for key in bucket.list_keys()} == {"porch", "yard"}
    assert report(gateway)["cameras_without_camera"] == ["garage"]


def test_exports_are_taken_when_they_are_finished(
    start: StartGateway, bucket: Bucket, frigate: Frigate, clips: list[bytes]
) -> None:
    month_ago = time.time() - 30 * 86_400
    export = {
        "id": "porch_abc123",
        "camera": "porch",
        "name": "Somebody at the / door",
        "date": month_ago,
        "video_path": "/media/frigate/exports/porch_2026 a.mp4",
        "thumb_path": "",
        "in_progress": True,
    }
    frigate.exports.append(export)
    frigate.files["/exports/porch_2026 a.mp4"] = clips[0]
    gateway = start(plan(frigate))
    wait_for(lambda: frigate.asked.count("/api/exports") > 2)
    assert gateway.count("received") == 0
    export["in_progress"] = False
    wait_for(lambda: gateway.count("confirmed") == 1)
    stored = bucket.find("porch_abc123 Somebody at the _ door.mp4")
    recorded_at = parse_time(str(stored[0].fields["recorded_at"])).timestamp()
    assert recorded_at == pytest.approx(month_ago, abs=0.002)


@pytest.mark.parametrize("how", ["password", "token"])
def test_a_server_and_a_broker_that_want_a_password(
    start: StartGateway, frigate: Frigate, clips: list[bytes], tmp_path: Path, how: str
) -> None:
    frigate.needs_login = True
    (tmp_path / "password").write_text(PASSWORD + "\n")
    (tmp_path / "token").write_text(TOKEN + "\n")
    login = f'token_file = "{tmp_path}/token"'
    if how == "password":
        login = f'user = "{USER}"\npassword_file = "{tmp_path}/password"'
    broker = Broker(tmp_path / "closed", password=True)
    config = plan(frigate, broker, more=login)
    password = f'user = "{USER}"\npassword_file = "{tmp_path}/password"'
    gateway = start(Plan(more=f"{config.more}\n{password}"))
    try:
        wait_for(lambda: report(gateway)["mqtt_connected"])
        frigate.see("first", clips[0])
        wait_for(lambda: gateway.count("confirmed") == 1)
        # As after a restart of Frigate: sessions are forgotten.
        frigate.session = "second"
        frigate.see("second", clips[1])
        wait_for(lambda: gateway.count("confirmed") == 2)
        log = gateway.log.read_text("utf-8")
        assert PASSWORD not in log
        assert TOKEN not in log
    finally:
        broker.stop()


def test_a_wrong_password_is_told_and_not_hammered(
    start: StartGateway, frigate: Frigate, tmp_path: Path
) -> None:
    frigate.needs_login = True
    (tmp_path / "password").write_text("wrong")
    login = f'user = "{USER}"\npassword_file = "{tmp_path}/password"'
    gateway = start(plan(frigate, more=login))
    wait_for(lambda: "401" in str(report(gateway)["last_error"]))
    assert frigate.asked.count("/api/login") < 10


def test_killed_at_any_moment_every_event_is_taken_exactly_once(
    start: StartGateway, bucket: Bucket, frigate: Frigate, still: Path
) -> None:
    data = still.read_bytes()
    for number in range(20):
        frigate.see(f"n{number}", None, data + b"\0" * number)
    gateway = start(plan(frigate))
    for _ in range(4):
        time.sleep(0.3)
        gateway.kill()
        gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 20, 40)
    assert gateway.count("received") == 20
    assert len({key.split("/")[6] for key in bucket.list_keys()}) == 20
