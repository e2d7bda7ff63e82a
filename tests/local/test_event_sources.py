"""Queues that feed functions: batches, partial failures, redrive, and whose rights count."""

import json
import time
from collections.abc import Callable

import pulumi
import pulumi_aws as aws
import pytest

from local.declared import Declarations
from local.event_sources import EventSources, WrongMapping, mappings_of
from local.foreign import Foreign, Plain
from tests.local.laptop import LaptopCloud, declare_function

REMEMBER = """
import json, pathlib
def handle(event, context):
    bodies = [json.loads(record["body"]) for record in event["Records"]]
    seen = pathlib.Path(__file__).with_name("seen.jsonl")
    with seen.open("a") as lines:
        lines.write(json.dumps(bodies) + "\\n")
    if any(body.get("crash") for body in bodies):
        raise RuntimeError("crash")
    return {"batchItemFailures": [
        {"itemIdentifier": record["messageId"]}
        for record, body in zip(event["Records"], bodies) if body.get("fail")
    ]}
"""


def fed(
    laptop: LaptopCloud,
    *,
    actions: tuple[str, ...] = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
    visibility_s: int = 2,
    **mapping: Plain,
) -> Declarations:
    folder = laptop.code(REMEMBER)

    def program() -> None:
        dead = aws.sqs.Queue("dead", name="dead")
        redrive = {"deadLetterTargetArn": dead.arn, "maxReceiveCount": 2}
        queue = aws.sqs.Queue(
            "work",
            name="work",
            visibility_timeout_seconds=visibility_s,
            redrive_policy=pulumi.Output.json_dumps(redrive),
        )
        grant = {
            "Effect": "Allow",
            "Action": [f"sqs:{action}" for action in actions],
            "Resource": queue.arn,
        }
        policy = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [grant]})
        function = declare_function(folder, policy=policy, timeout=2)
        aws.lambda_.EventSourceMapping(
            "work-feeds",
            event_source_arn=queue.arn,
            function_name=function.arn,
            function_response_types=["ReportBatchItemFailures"],
            **mapping,
        )

    return laptop.realise(program)


def start(laptop: LaptopCloud, declarations: Declarations) -> EventSources:
    sources = EventSources(
        mappings_of(declarations),
        account=laptop.account,
        services=laptop.endpoint.services,
        invoke=laptop.run(declarations).invoke,
    )
    laptop.closing.insert(0, sources.close)
    sources.start()
    return sources


def queue_url(declarations: Declarations, name: str) -> str:
    return declarations.one("aws:sqs/queue:Queue", name).outputs["url"]


def seen(laptop: LaptopCloud) -> list[list[dict[str, Plain]]]:
    file = laptop.folder / "code" / "seen.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "in vain"
        time.sleep(0.05)


def in_queue(sqs: Foreign, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def test_good_messages_leave_the_queue_and_a_failed_one_ends_in_the_dead_letters(
    laptop: LaptopCloud,
) -> None:
    declarations = fed(laptop)
    sqs = laptop.account.client("sqs")
    work, dead = queue_url(declarations, "work"), queue_url(declarations, "dead")
    for number in range(5):
        body = json.dumps({"n": number, "fail": number == 3})
        sqs.send_message(QueueUrl=work, MessageBody=body)
    start(laptop, declarations)
    wait_for(lambda: in_queue(sqs, work) == 0 and in_queue(sqs, dead) == 1)
    tries = [body["n"] for batch in seen(laptop) for body in batch]
    assert sorted(tries) == [0, 1, 2, 3, 3, 4]
    (message,) = sqs.receive_message(QueueUrl=dead)["Messages"]
    assert json.loads(message["Body"])["n"] == 3


def test_a_crash_keeps_the_whole_batch(laptop: LaptopCloud) -> None:
    declarations = fed(laptop)
    sqs = laptop.account.client("sqs")
    work, dead = queue_url(declarations, "work"), queue_url(declarations, "dead")
    entries = [
        {"Id": str(n), "MessageBody": json.dumps({"n": n, "crash": n == 0})} for n in range(3)
    ]
    sqs.send_message_batch(QueueUrl=work, Entries=entries)
    start(laptop, declarations)
    wait_for(lambda: in_queue(sqs, dead) == 3)


def test_a_message_arrives_at_once(laptop: LaptopCloud) -> None:
    declarations = fed(laptop)
    start(laptop, declarations)
    sqs, work = laptop.account.client("sqs"), queue_url(declarations, "work")
    sqs.send_message(QueueUrl=work, MessageBody=json.dumps({"n": 0}))
    wait_for(lambda: len(seen(laptop)) == 1)
    began = time.monotonic()
    sqs.send_message(QueueUrl=work, MessageBody=json.dumps({"n": 1}))
    wait_for(lambda: len(seen(laptop)) == 2)
    assert time.monotonic() - began < 0.9


def test_a_window_gathers_a_batch(laptop: LaptopCloud) -> None:
    declarations = fed(laptop, visibility_s=30, batch_size=4, maximum_batching_window_in_seconds=10)
    start(laptop, declarations)
    sqs, work = laptop.account.client("sqs"), queue_url(declarations, "work")
    for number in range(4):
        sqs.send_message(QueueUrl=work, MessageBody=json.dumps({"n": number}))
    wait_for(lambda: bool(seen(laptop)))
    assert [[body["n"] for body in batch] for batch in seen(laptop)] == [[0, 1, 2, 3]]


def test_a_role_that_may_not_read_the_queue_is_refused_at_the_start(laptop: LaptopCloud) -> None:
    declarations = fed(laptop, actions=("DeleteMessage",))
    with pytest.raises(WrongMapping, match=r"sqs:GetQueueAttributes|AccessDenied"):
        start(laptop, declarations)


def test_a_visibility_timeout_under_the_function_timeout_is_refused(laptop: LaptopCloud) -> None:
    declarations = fed(laptop, visibility_s=1)
    with pytest.raises(WrongMapping, match="visibility timeout of 1 s"):
        mappings_of(declarations)


def test_closing_takes_little_time(laptop: LaptopCloud) -> None:
    declarations = fed(laptop)
    sources = start(laptop, declarations)
    began = time.monotonic()
    sources.close()
    assert time.monotonic() - began < 2
