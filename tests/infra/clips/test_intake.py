"""Promises about every queue, and about how recordings enter the catalogue."""

import json

from contract import names
from tests.infra.recording import Program, Resource

QUEUE = "aws:sqs/queue:Queue"
CLIP = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def dead_letter_arns(program: Program) -> set[str]:
    return {
        queue.document("redrivePolicy")["deadLetterTargetArn"]
        for queue in program.of(QUEUE)
        if "redrivePolicy" in queue.inputs
    }


def work_queues(program: Program) -> list[Resource]:
    dead = dead_letter_arns(program)
    return [queue for queue in program.of(QUEUE) if queue.outputs["arn"] not in dead]


def test_every_queue_has_a_dead_letter_queue_that_takes_its_letters(program: Program) -> None:
    arns = {queue.outputs["arn"]: queue for queue in program.of(QUEUE)}
    for queue in work_queues(program):
        redrive = queue.document("redrivePolicy")
        assert redrive["maxReceiveCount"] >= 5, "fewer and a throttled function loses messages"
        dead = arns[redrive["deadLetterTargetArn"]]
        allow = program.one(
            "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", queueUrl=dead.outputs["url"]
        ).document("redriveAllowPolicy")
        assert allow["redrivePermission"] == "byQueue"
        assert queue.outputs["arn"] in allow["sourceQueueArns"]
        kept = dead.inputs["messageRetentionSeconds"]
        assert kept > queue.inputs["messageRetentionSeconds"], "age counts from the first queue"


def test_every_queue_is_encrypted_and_refuses_everybody_without_tls(program: Program) -> None:
    for queue in program.of(QUEUE):
        assert queue.inputs["sqsManagedSseEnabled"] is True
        policy = program.one("aws:sqs/queuePolicy:QueuePolicy", queueUrl=queue.outputs["url"])
        denied = [each for each in policy.statements() if each["Effect"] == "Deny"]
        assert [each["Condition"] for each in denied] == [
            {"Bool": {"aws:SecureTransport": "false"}}
        ]
        assert denied[0]["Resource"] == [queue.outputs["arn"]]


def test_every_topic_is_encrypted_and_refuses_everybody_without_tls(program: Program) -> None:
    for topic in program.of("aws:sns/topic:Topic"):
        assert topic.inputs["kmsMasterKeyId"]
        policy = program.one("aws:sns/topicPolicy:TopicPolicy", arn=topic.outputs["arn"])
        assert any(
            each["Effect"] == "Deny"
            and each["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
            for each in policy.statements()
        )


def test_only_rules_send_to_queues_beside_roles(program: Program) -> None:
    rules = {each.outputs["arn"] for each in program.of("aws:cloudwatch/eventRule:EventRule")}
    seen = 0
    for policy in program.of("aws:sqs/queuePolicy:QueuePolicy"):
        allows = [each for each in policy.statements() if each["Effect"] == "Allow"]
        for allowed in allows:
            seen += 1
            assert allowed["Action"] == "sqs:SendMessage"
            assert allowed["Principal"] == {"Service": "events.amazonaws.com"}
            assert allowed["Condition"]["ArnEquals"]["aws:SourceArn"] in rules
    assert seen >= 2, "the queue of recordings and its dead letters"


def test_a_function_has_time_for_its_batch_before_it_is_seen_again(program: Program) -> None:
    functions = {each.outputs["arn"]: each for each in program.of("aws:lambda/function:Function")}
    queues = {each.outputs["arn"]: each for each in program.of(QUEUE)}
    for mapping in program.of("aws:lambda/eventSourceMapping:EventSourceMapping"):
        function = functions[mapping.inputs["functionName"]]
        queue = queues[mapping.inputs["eventSourceArn"]]
        window = mapping.inputs["maximumBatchingWindowInSeconds"]
        needed = 6 * function.inputs["timeout"] + window
        assert queue.inputs["visibilityTimeoutSeconds"] >= needed
        assert mapping.inputs["functionResponseTypes"] == ["ReportBatchItemFailures"]
        assert window <= 1, "a clip is looked for at once"


def test_every_queue_is_watched(program: Program) -> None:
    watched = {
        (alarm.inputs["dimensions"]["QueueName"], alarm.inputs["metricName"])
        for alarm in program.of("aws:cloudwatch/metricAlarm:MetricAlarm")
        if alarm.inputs["namespace"] == "AWS/SQS"
    }
    dead = dead_letter_arns(program)
    for queue in program.of(QUEUE):
        metric = (
            "ApproximateNumberOfMessagesVisible"
            if queue.outputs["arn"] in dead
            else "ApproximateAgeOfOldestMessage"
        )
        assert (queue.inputs["name"], metric) in watched


def test_the_rule_takes_exactly_the_recordings_of_the_media_bucket(program: Program) -> None:
    (rule,) = (
        each
        for each in program.of("aws:cloudwatch/eventRule:EventRule")
        if each.inputs.get("eventPattern")
    )
    pattern = json.loads(rule.inputs["eventPattern"])
    assert pattern["source"] == ["aws.s3"]
    assert pattern["detail-type"] == ["Object Created"]
    assert pattern["detail"]["bucket"]["name"] == [program.exports["mediaBucket"]]
    key = names.format_object_key("home", "porch", "2026", "11", "21", CLIP, "original", "mp4")
    assert key.startswith(pattern["detail"]["object"]["key"][0]["prefix"])
    notification = program.one(
        "aws:s3/bucketNotification:BucketNotification", bucket=program.exports["mediaBucket"]
    )
    assert notification.inputs["eventbridge"] is True
    target = program.one("aws:cloudwatch/eventTarget:EventTarget", rule=rule.inputs["name"])
    assert target.inputs["arn"] in {queue.outputs["arn"] for queue in work_queues(program)}
    assert target.inputs["deadLetterConfig"]["arn"] in dead_letter_arns(program)
