"""Rules with a schedule reach their queues, when it is time and as their policies let them."""

import queue

import pulumi_aws as aws
import pytest

from local.declared import Declarations
from local.rates import read_rate_s
from local.realise import Unrealisable
from local.schedules import Schedules, schedules_of
from tests.local.laptop import LaptopCloud
from tests.local.test_deliveries import allow, arrived, put


def scheduled(laptop: LaptopCloud, *, told: str | None, is_let_in: bool = True) -> Declarations:
    def program() -> None:
        aws.s3.BucketNotification(
            "media-events", bucket=aws.s3.Bucket("media", bucket="media").bucket, eventbridge=True
        )
        rule = aws.cloudwatch.EventRule("often", schedule_expression="rate(15 minutes)")
        events = aws.sqs.Queue("events", name="events")
        if is_let_in:
            allow("events", events, rule.arn)
        aws.cloudwatch.EventTarget("to-queue", rule=rule.name, arn=events.arn, input=told)

    return laptop.realise(program)


def rule_of(declarations: Declarations) -> str:
    (arn,) = schedules_of(declarations)
    return arn


def test_a_rule_sends_what_its_target_is_told(laptop: LaptopCloud) -> None:
    declarations = scheduled(laptop, told='{"chore": "sweep"}')
    assert list(schedules_of(declarations).values()) == [900]
    laptop.endpoint.deliveries.tick(rule_of(declarations))
    assert arrived(laptop, declarations, "events") == [{"chore": "sweep"}]


def test_a_target_that_is_told_nothing_gets_an_event(laptop: LaptopCloud) -> None:
    declarations = scheduled(laptop, told=None)
    laptop.endpoint.deliveries.tick(rule_of(declarations))
    (event,) = arrived(laptop, declarations, "events")
    assert event["detail-type"] == "Scheduled Event"
    assert event["resources"] == [rule_of(declarations)]


def test_a_queue_that_does_not_let_it_in_gets_nothing(laptop: LaptopCloud) -> None:
    declarations = scheduled(laptop, told=None, is_let_in=False)
    laptop.endpoint.deliveries.tick(rule_of(declarations))
    assert arrived(laptop, declarations, "events") == []


def test_a_rule_with_a_schedule_only_hears_of_no_event(laptop: LaptopCloud) -> None:
    declarations = scheduled(laptop, told=None)
    put(laptop, "clips/x")
    assert arrived(laptop, declarations, "events") == []


def test_every_rule_has_its_own_time_again_and_again() -> None:
    ticks: queue.Queue[str] = queue.Queue()
    schedules = Schedules({"often": 0, "seldom": 3600}, ticks.put)
    schedules.start()
    assert [ticks.get(timeout=10) for _ in range(3)] == ["often"] * 3
    schedules.close()


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [("rate(1 minute)", 60), ("rate(2 hours)", 7200), ("rate(7 days)", 604_800)],
)
def test_rates_are_read(expression: str, seconds: int) -> None:
    assert read_rate_s(expression) == seconds


@pytest.mark.parametrize("expression", ["rate(1 minutes)", "rate(2 minute)", "cron(0 10 * * ? *)"])
def test_what_is_not_kept_here_is_refused(laptop: LaptopCloud, expression: str) -> None:
    def program() -> None:
        aws.cloudwatch.EventRule("often", schedule_expression=expression)

    with pytest.raises(Unrealisable):
        laptop.realise(program)
