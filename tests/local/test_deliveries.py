"""Bucket events on their way to a queue: who lets them in, and what they look like."""

import json
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from local.declared import Declarations
from local.foreign import Plain
from local.gate.ledger import Entry
from tests.local.laptop import LaptopCloud

QUEUE_ARN = "arn:aws:sqs:eu-central-1:123456789012:events"


def wired(
    laptop: LaptopCloud, *, source: str | None, prefix: str = "clips/", dead: bool = False
) -> Declarations:
    """A bucket, a rule and a queue; `source` is who the queue's policy lets in, of a kind."""

    def program() -> None:
        bucket = aws.s3.Bucket("media", bucket="media")
        aws.s3.BucketNotification("media-events", bucket=bucket.bucket, eventbridge=True)
        pattern = {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {
                "bucket": {"name": [bucket.bucket]},
                "object": {"key": [{"prefix": prefix}]},
            },
        }
        rule = aws.cloudwatch.EventRule("created", event_pattern=pulumi.Output.json_dumps(pattern))
        queue = aws.sqs.Queue("events", name="events")
        left = aws.sqs.Queue("left", name="left")
        if source is not None:
            allow("events", queue, rule.arn if source == "rule" else source)
        if dead:
            allow("left", left, rule.arn)
        aws.cloudwatch.EventTarget(
            "to-queue",
            rule=rule.name,
            arn=queue.arn,
            dead_letter_config={"arn": left.arn} if dead else None,
        )

    return laptop.realise(program)


def allow(name: str, queue: aws.sqs.Queue, source: pulumi.Input[str]) -> None:
    statement: Mapping[str, Plain] = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue.arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": source}},
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    policy = pulumi.Output.json_dumps(document)
    aws.sqs.QueuePolicy(f"let-in-{name}", queue_url=queue.url, policy=policy)


def put(laptop: LaptopCloud, key: str) -> None:
    laptop.account.client("s3").put_object(Bucket="media", Key=key, Body=b"12345")


def arrived(laptop: LaptopCloud, declarations: Declarations, name: str) -> list[dict[str, Plain]]:
    url = declarations.one("aws:sqs/queue:Queue", name).outputs["url"]
    answer = laptop.account.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_an_object_becomes_an_event_in_the_queue(laptop: LaptopCloud) -> None:
    declarations = wired(laptop, source="rule")
    put(laptop, "clips/home/a b.mp4")
    (event,) = arrived(laptop, declarations, "events")
    assert event["source"] == "aws.s3"
    assert event["detail-type"] == "Object Created"
    assert event["detail"]["bucket"] == {"name": "media"}
    assert event["detail"]["object"]["key"] == "clips/home/a b.mp4"
    assert event["detail"]["object"]["size"] == 5
    assert event["detail"]["reason"] == "PutObject"
    assert Entry("events.amazonaws.com", "sqs:SendMessage", QUEUE_ARN, True) in (
        laptop.ledger.entries()
    )


def test_every_event_has_its_own_id(laptop: LaptopCloud) -> None:
    declarations = wired(laptop, source="rule")
    put(laptop, "clips/one")
    put(laptop, "clips/two")
    ids = {event["id"] for event in arrived(laptop, declarations, "events")}
    assert len(ids) == 2


def test_an_object_beside_the_prefix_makes_no_event(laptop: LaptopCloud) -> None:
    declarations = wired(laptop, source="rule")
    put(laptop, "other/clips/")
    assert arrived(laptop, declarations, "events") == []


def test_a_queue_without_a_policy_gets_nothing(laptop: LaptopCloud) -> None:
    declarations = wired(laptop, source=None)
    put(laptop, "clips/x")
    assert arrived(laptop, declarations, "events") == []
    assert Entry("events.amazonaws.com", "sqs:SendMessage", QUEUE_ARN, False) in (
        laptop.ledger.entries()
    )


def test_a_queue_that_lets_in_another_rule_gets_nothing(laptop: LaptopCloud) -> None:
    other = "arn:aws:events:eu-central-1:123456789012:rule/other"
    declarations = wired(laptop, source=other)
    put(laptop, "clips/x")
    assert arrived(laptop, declarations, "events") == []


def test_what_a_queue_refuses_goes_to_the_dead_letters_of_the_target(laptop: LaptopCloud) -> None:
    declarations = wired(laptop, source=None, dead=True)
    put(laptop, "clips/x")
    (event,) = arrived(laptop, declarations, "left")
    assert event["detail"]["object"]["key"] == "clips/x"
