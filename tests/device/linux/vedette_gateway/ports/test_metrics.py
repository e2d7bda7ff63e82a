"""Metrics of a running gateway, read by the rules of Prometheus' text format; and no secrets."""

import re
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vedette_gateway.ports.metrics import format_metrics

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.front import let_through
from tests.device.linux.running import PASSWORD, PASSWORD_HASH, Plan, RunningGateway, wait_for
from tests.device.linux.trouble import deny_lists

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
_SAMPLE = re.compile(
    rf"({_NAME})(?:\{{({_LABEL}(?:,{_LABEL})*)\}})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
)
_HEAD = re.compile(rf"# (HELP|TYPE) ({_NAME}) (.+)")


@dataclass(frozen=True)
class Metrics:
    """Samples by name and labels as they are written, and the types by name."""

    samples: Mapping[tuple[str, str], float]
    types: Mapping[str, str]

    def read(self, name: str, labels: str = "") -> float:
        return self.samples[f"vedette_gateway_{name}", labels]


def parse(text: str) -> Metrics:
    """Strict: every family has its help and type once, before its samples, which are in a row."""
    samples: dict[tuple[str, str], float] = {}
    types: dict[str, str] = {}
    helped: list[str] = []
    assert text.endswith("\n")
    for line in text[:-1].split("\n"):
        head = _HEAD.fullmatch(line)
        if head is not None:
            kind, name, words = head.groups()
            if kind == "HELP":
                assert name not in helped
                helped.append(name)
            else:
                assert words in ("gauge", "counter")
                assert helped[-1] == name
                types[name] = words
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample is not None, line
        name, labels, value = sample.groups()
        assert helped[-1] == name
        assert types[name] == ("counter" if name.endswith("_total") else "gauge")
        assert (name, labels or "") not in samples
        samples[name, labels or ""] = float(value)
    assert list(types) == helped
    return Metrics(samples, types)


def scrape(gateway: RunningGateway) -> Metrics:
    with urllib.request.urlopen(f"http://127.0.0.1:{gateway.status_port}/metrics") as answer:
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        return parse(answer.read().decode())


def await_comparison(gateway: RunningGateway, failed: int) -> Metrics:
    """The first metrics that say of the last comparison whether it failed, as given."""
    sample = "vedette_gateway_cloud_comparison_failed", ""

    def find() -> Metrics | None:
        metrics = scrape(gateway)
        return metrics if metrics.samples.get(sample) == failed else None

    found = wait_for(find)
    assert found is not None
    return found


def test_a_running_gateway_is_measured(
    gateway: RunningGateway, bucket: Bucket, clip: Path, still: Path
) -> None:
    started = time.time()
    gateway.upload(clip, "a.mkv")
    gateway.upload(b"", "empty.mkv", "yard")
    wait_for(lambda: gateway.count("confirmed") == 1 and gateway.count("set_aside") == 1)
    bucket.answer_with = 503
    gateway.upload(still, "b.jpg")
    wait_for(lambda: gateway.status()["upload"]["last_error"])
    assert run_command(gateway.config, "reconcile").status == 0
    wait_for(lambda: gateway.status()["upload"]["traffic"])
    metrics = scrape(gateway)
    assert metrics.read("clips_received_total") == 3
    assert metrics.read("clips", 'state="confirmed"') == 1
    assert metrics.read("clips", 'state="set_aside"') == 1
    assert (
        sum(count for (name, _), count in metrics.samples.items() if name.endswith("_clips")) == 3
    )
    assert metrics.read("camera_received_total", 'camera="porch"') == 2
    assert metrics.read("camera_waiting", 'camera="porch"') == 1
    assert metrics.read("camera_set_aside", 'camera="yard"') == 1
    last = metrics.read("camera_last_received_timestamp_seconds", 'camera="yard"')
    assert started - 1 <= last <= time.time()
    assert 0 <= metrics.read("oldest_waiting_seconds") < 60
    assert metrics.read("sent_bytes", 'purpose="thumb"') > 100
    assert ("vedette_gateway_sent_bytes", 'purpose="total"') not in metrics.samples
    assert metrics.read("disk_free_bytes") > 10**6
    assert metrics.read("accepts_uploads") == 1
    assert metrics.read("reconciled_timestamp_seconds") >= started - 1
    assert started - 60 < metrics.read("start_time_seconds") < time.time()
    assert metrics.read("last_error_timestamp_seconds") >= started - 1
    assert metrics.read("info", 'site="home",version="0.1.0"') == 1


def test_a_gateway_that_has_nothing_yet_is_measured_too(gateway: RunningGateway) -> None:
    metrics = scrape(gateway)
    assert metrics.read("clips_received_total") == metrics.read("oldest_waiting_seconds") == 0
    names = {name for name, _ in metrics.samples}
    assert "vedette_gateway_last_confirmed_timestamp_seconds" not in names
    assert "vedette_gateway_camera_last_received_timestamp_seconds" not in names
    assert "vedette_gateway_cloud_compared_timestamp_seconds" not in names
    assert "vedette_gateway_cloud_comparison_failed" not in names


def test_whether_the_cloud_could_be_compared_is_measured(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    started = time.time()
    bucket.trouble = deny_lists
    gateway = start(Plan(cloud="compare_every_s = 1"))
    gateway.upload(clip, "a.mkv")
    denied = await_comparison(gateway, failed=1)
    denied_at = denied.read("cloud_compared_timestamp_seconds")
    assert started - 1 <= denied_at <= time.time()
    bucket.trouble = let_through
    compared = await_comparison(gateway, failed=0)
    assert denied_at < compared.read("cloud_compared_timestamp_seconds") <= time.time()
    assert ("vedette_gateway_reconcile_findings", 'kind="vanished"') not in compared.samples


def test_odd_values_stay_in_their_labels() -> None:
    metrics = parse(format_metrics({"site": 'a"b\\c\nd', "version": "1"}))
    assert metrics.read("info", 'site="a\\"b\\\\c\\nd",version="1"') == 1


def test_no_secret_is_in_logs_status_or_metrics(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    gateway.upload(clip, "a.mkv")
    bucket.answer_with = 403
    gateway.upload(clip, "b.mkv", "yard")
    wait_for(lambda: gateway.status()["upload"]["last_error"])
    config = gateway.config.read_text()
    gateway.config.write_text(config.replace(PASSWORD_HASH, "scrypt$broken-hash", 1))
    gateway.reload()
    gateway.config.write_text(config)
    words = ["cameras", "test-upload", "porch", "--within", "1"]
    tried = run_command(gateway.config, *words, said=f"{PASSWORD} wrong\n")
    assert tried.status == 1
    url = f"http://127.0.0.1:{gateway.status_port}/metrics"
    with urllib.request.urlopen(url) as answer:
        shown = answer.read().decode()
    shown += str(gateway.status()) + gateway.log.read_text() + tried.out + tried.err
    assert "settings refused" in shown
    assert "login failed" in shown
    secrets = [PASSWORD, "test-secret", "Signature", "AWS4-HMAC", "X-Amz-", "scrypt$"]
    secrets += [PASSWORD_HASH.rsplit("$", 1)[1], "broken-hash", "Bearer"]
    assert [secret for secret in secrets if secret.lower() in shown.lower()] == []
