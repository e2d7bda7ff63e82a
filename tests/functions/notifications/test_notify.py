"""From a clip that arrived to what people get: real messages, a real push service, real keys."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from contract import names
from functions.notifications import handler, people
from tests.functions.cloud import Cloud, Context, batch
from tests.functions.notifications.account import SENDER, WEB_URL, Value
from tests.functions.notifications.browser import Browser
from tests.functions.notifications.conftest import Functions
from tests.functions.notifications.push_service import PushService

CLIP_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSW"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    running = PushService(tmp_path_factory.mktemp("push"))
    yield running
    running.close()


class Notify:
    """The function, fed from its queue as Lambda feeds it."""

    def __init__(self, functions: Functions, service: PushService) -> None:
        self._functions = functions
        self.account = functions.account
        self.service = service

    def arrive(self, number: int = 0, *, seconds: float = 0, **changes: str) -> list[str]:
        """A clip of home's porch, recorded so long after now; the ids that stay in the queue."""
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        clip = {
            "clip_id": f"{CLIP_ID[:-2]}{number:02d}",
            "site": "home",
            "camera": "porch",
            "kind": "clip",
            "recorded_at": at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z",
            **changes,
        }
        return self.take(json.dumps(clip))

    def take(self, *bodies: str) -> list[str]:
        answer = handler.notify(batch(*bodies), Context())
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    def deliver(self) -> list[str]:
        """Send everything that was queued; the messages that stay."""
        bodies = self.account.queued()
        stays = self.take(*bodies) if bodies else []
        return [bodies[int(number)] for number in stays]

    def subscribe(self, person: str, path: str = "/send/1") -> Browser:
        browser = Browser(f"{self.service.origin}{path}")
        status, _ = self._functions.call(
            "PUT", "/v1/me/push-subscriptions", browser.subscription(), person=person
        )
        assert status == 200
        return browser

    def browsers(self, person: str) -> int:
        _, body = self._functions.call("GET", "/v1/me/push-subscriptions", person=person)
        return len(body["items"])

    def choose(self, person: str, channel: str = "push", **row: Value) -> None:
        key = names.format_person_key(person)
        self.account.write(key, key, channel=channel, **row)

    def admit(self, person: str, **row: Value) -> None:
        self.account.write(
            names.format_site_key("home"),
            names.format_member_order(person),
            **{"role": "viewer", "email": f"{person}@example.org"} | row,
        )


@pytest.fixture(scope="module")
def built(composed: Functions, service: PushService) -> Iterator[Notify]:
    """Composed once: it has no memory but of people, which is switched off."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in composed.account.environment().items():
            patch.setenv(name, value)
        patch.setenv("PUSH_SERVICES", service.host)
        patch.setenv("SSL_CERT_FILE", str(service.certificate))
        patch.setattr(people, "REMEMBERED_S", 0)
        handler.build_api.cache_clear()
        handler.build_notify.cache_clear()
        yield Notify(composed, service)
    handler.build_api.cache_clear()
    handler.build_notify.cache_clear()


@pytest.fixture
def notify(built: Notify, cloud: Cloud) -> Notify:
    _ = cloud
    built.account.empty()
    built.service.empty()
    return built


def test_a_clip_is_pushed_to_the_browser_and_only_that_reads_it(notify: Notify) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.account.write("SITE#home", "SITE#home", name="Zu Hause", zone="Europe/Berlin")
    notify.choose(anna, language="de")
    browser = notify.subscribe(anna)
    assert notify.arrive() == []
    assert notify.deliver() == []
    (push,) = notify.service.pushes
    told = json.loads(browser.read(push.body))
    assert told["title"] == "Bewegung: porch"
    assert told["body"].startswith("Zu Hause, ")
    assert told["path"] == f"/#/clips/{CLIP_ID[:-2]}00"
    assert push.headers["urgency"] == "high"
    assert push.headers["topic"] == told["tag"]
    assert b"porch" not in push.body


def test_one_event_is_one_notification_however_often_its_clips_are_announced(
    notify: Notify,
) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna)
    notify.subscribe(anna)
    for number, seconds in ((0, -100), (0, -100), (1, -50), (2, -95), (3, -1), (0, -100)):
        assert notify.arrive(number, seconds=seconds) == []
        assert notify.deliver() == []
    assert [push.headers["topic"][-2:] for push in notify.service.pushes] == ["00"]
    assert notify.arrive(4, seconds=60 + 1) == []
    notify.deliver()
    assert [push.headers["topic"][-2:] for push in notify.service.pushes] == ["00", "04"]


def test_all_browsers_of_a_person_are_told(notify: Notify) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna)
    for path in ("/send/1", "/send/2"):
        notify.subscribe(anna, path)
    notify.arrive()
    notify.deliver()
    assert sorted(push.path for push in notify.service.pushes) == ["/send/1", "/send/2"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(notify: Notify, status: int) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna)
    notify.subscribe(anna)
    notify.service.answers["/send/1"] = status
    notify.arrive()
    assert notify.deliver() == []
    assert notify.browsers(anna) == 0
    assert notify.account.parked() == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_push_service_is_asked_again(notify: Notify, status: int) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna)
    for path in ("/send/1", "/send/2"):
        notify.subscribe(anna, path)
    notify.service.answers["/send/1"] = status
    notify.arrive()
    stays = notify.deliver()
    assert len(stays) == 1, "the other browser was told"
    del notify.service.answers["/send/1"]
    assert notify.take(*stays) == []
    assert sorted(push.path for push in notify.service.pushes) == ["/send/1", "/send/2"]
    assert notify.browsers(anna) == 2


def test_a_redirect_of_a_push_service_is_not_followed(notify: Notify) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna)
    notify.subscribe(anna)
    notify.service.answers["/send/1"] = 307
    notify.arrive()
    assert notify.deliver() == []
    assert notify.account.parked() == ["push_refused"]
    assert notify.service.pushes == []


@pytest.mark.parametrize("status", [400, 403, 413])
def test_what_a_push_service_refuses_waits_for_a_person(
    notify: Notify, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna)
    browser = notify.subscribe(anna, "/send/secret")
    notify.service.answers["/send/secret"] = status
    notify.arrive()
    assert notify.deliver() == []
    assert notify.account.parked() == ["push_refused"]
    said = capsys.readouterr()
    assert browser.endpoint not in said.out + said.err, "an endpoint is a secret"


def test_an_e_mail_leads_to_the_clip_without_opening_it(notify: Notify) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna, "email", language="en")
    notify.arrive()
    notify.deliver()
    ((to, subject, text),) = notify.account.letters()
    assert to == "anna@example.org"
    assert subject.startswith("Motion: porch (home, ")
    assert f"{WEB_URL}/#/clips/{CLIP_ID[:-2]}00" in text
    assert "Signature" not in text
    assert "Policy" not in text


def test_members_are_told_of_what_they_see_until_their_membership_ends(notify: Notify) -> None:
    now_s = int(time.time())
    notify.admit("guest-porch", role="guest", cameras={"porch"}, ends_s=now_s + 3600)
    notify.admit("guest-garden", role="guest", cameras={"garden"})
    notify.admit("ended", ends_s=now_s - 1)
    notify.admit("viewer")
    notify.admit("silent")
    for person in ("guest-porch", "guest-garden", "ended", "viewer", "stranger"):
        notify.choose(person, "email")
    notify.choose("silent", "none")
    notify.arrive()
    notify.deliver()
    told = sorted(to for to, _, _ in notify.account.letters())
    assert told == ["guest-porch@example.org", "viewer@example.org"]


def test_cameras_and_quiet_hours_are_the_persons_own(notify: Notify) -> None:
    now = datetime.now(UTC)
    begin, end = (now + timedelta(hours=hours) for hours in (-1, 1))
    quiet: dict[str, Value] = {
        "quiet_from": begin.strftime("%H:%M"),
        "quiet_to": end.strftime("%H:%M"),
    }
    choices: dict[str, dict[str, Value]] = {
        "porch": {"cameras": {"home_porch"}},
        "garden": {"cameras": {"home_garden"}},
        "asleep": {**quiet, "zone": "UTC"},
        "awake": {**quiet, "zone": "Asia/Tokyo"},
    }
    for person, row in choices.items():
        notify.admit(person)
        notify.choose(person, "email", **row)
    notify.arrive()
    notify.deliver()
    told = sorted(to for to, _, _ in notify.account.letters())
    assert told == ["awake@example.org", "porch@example.org"]


def test_what_is_no_news_any_more_is_not_told(notify: Notify) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna)
    notify.subscribe(anna)
    assert notify.arrive(seconds=-3700) == []
    assert notify.deliver() == []
    notify.arrive(1, seconds=-3599.5)
    (waiting,) = notify.account.queued()
    late = json.dumps({**json.loads(waiting), "until_s": int(time.time()) - 1})
    assert notify.take(late) == []
    assert notify.service.pushes == []


def test_messages_of_nobody_are_parked(notify: Notify) -> None:
    assert notify.take("{}", "nonsense") == []
    assert notify.account.parked() == ["malformed_message"] * 2


def test_mail_that_ses_refuses_waits_for_a_person(notify: Notify) -> None:
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna, "email")
    notify.account.ses.delete_email_identity(EmailIdentity=SENDER)
    notify.arrive()
    assert notify.deliver() == []
    assert notify.account.parked() == ["mail_refused"]
    notify.account.ses.create_email_identity(EmailIdentity=SENDER)


def test_a_stack_without_a_sender_writes_to_nobody(
    notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_SENDER", "none")
    handler.build_notify.cache_clear()
    anna = notify.account.appoint("anna@example.org")
    notify.choose(anna, "email")
    assert notify.arrive() == []
    assert notify.account.queued() == []
    handler.build_notify.cache_clear()
