"""Queues, topics, event rules and their targets."""

from collections.abc import Mapping
from typing import Any

from local.rates import read_rate_s
from local.realise.cloud import Cloud, Made, Maker, Wanted

_QUEUE_ATTRIBUTES = {
    "delaySeconds": "DelaySeconds",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}


def _queue(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    attributes = {
        attribute: wanted.take(key)
        for key, attribute in _QUEUE_ATTRIBUTES.items()
        if wanted.inputs.get(key) is not None
    }
    values = {"QueueName": name, "Attributes": attributes, "tags": wanted.tags()}
    url = cloud.call("sqs", "CreateQueue", values)["QueueUrl"]
    return Made(url, {"name": name, "url": url, "arn": cloud.account.arn("sqs", name)})


def _queue_attribute(attribute: str, key: str) -> Maker:
    def make(cloud: Cloud, wanted: Wanted) -> Made:
        url = wanted.take("queueUrl")
        values = {"QueueUrl": url, "Attributes": {attribute: wanted.take(key)}}
        cloud.call("sqs", "SetQueueAttributes", values)
        return Made(url)

    return make


def _topic(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    attributes = {
        attribute: wanted.take(key)
        for key, attribute in (
            ("displayName", "DisplayName"),
            ("kmsMasterKeyId", "KmsMasterKeyId"),
            ("policy", "Policy"),
        )
        if wanted.inputs.get(key) is not None
    }
    pairs = [{"Key": key, "Value": value} for key, value in wanted.tags().items()]
    values = {"Name": name, "Attributes": attributes, "Tags": pairs}
    arn = cloud.call("sns", "CreateTopic", values)["TopicArn"]
    return Made(arn, {"name": name, "arn": arn})


def _topic_policy(cloud: Cloud, wanted: Wanted) -> Made:
    arn = wanted.take("arn")
    values = {
        "TopicArn": arn,
        "AttributeName": "Policy",
        "AttributeValue": wanted.take("policy"),
    }
    cloud.call("sns", "SetTopicAttributes", values)
    return Made(arn)


def _subscription(cloud: Cloud, wanted: Wanted) -> Made:
    topic = wanted.take("topic")
    values = {
        "TopicArn": topic,
        "Protocol": wanted.take("protocol"),
        "Endpoint": wanted.take("endpoint"),
        "ReturnSubscriptionArn": True,
    }
    arn = cloud.call("sns", "Subscribe", values)["SubscriptionArn"]
    return Made(arn, {"arn": arn})


def _rule(cloud: Cloud, wanted: Wanted) -> Made:
    name = wanted.physical_name()
    bus = wanted.take("eventBusName", "default")
    pairs = [{"Key": key, "Value": value} for key, value in wanted.tags().items()]
    values: dict[str, Any] = {
        "Name": name,
        "EventBusName": bus,
        "EventPattern": wanted.take("eventPattern"),
        "ScheduleExpression": _schedule(wanted.take("scheduleExpression")),
        "Description": wanted.take("description"),
        "State": wanted.take("state", "ENABLED"),
        "Tags": pairs or None,
    }
    arn = cloud.call("events", "PutRule", values)["RuleArn"]
    return Made(name, {"name": name, "arn": arn, "eventBusName": bus})


def _schedule(expression: str | None) -> str | None:
    """`local.schedules` keeps it; raises NotImplementedError for what it does not know."""
    if expression is not None:
        read_rate_s(expression)
    return expression


def _target(cloud: Cloud, wanted: Wanted) -> Made:
    rule, arn = wanted.take("rule"), wanted.take("arn")
    if not arn.startswith("arn:aws:sqs:"):
        raise NotImplementedError(f"events go to queues only here, not to {arn}")
    target_id = wanted.take("targetId", wanted.name)
    target = {
        "Id": target_id,
        "Arn": arn,
        "Input": wanted.take("input"),
        "DeadLetterConfig": wanted.take("deadLetterConfig"),
        "RetryPolicy": wanted.take("retryPolicy"),
    }
    names = {
        "Targets.RetryPolicy.maximumEventAgeInSeconds": "MaximumEventAgeInSeconds",
        "Targets.DeadLetterConfig.arn": "Arn",
    }
    bus = wanted.take("eventBusName", "default")
    cloud.call(
        "events", "PutTargets", {"Rule": rule, "EventBusName": bus, "Targets": [target]}, names
    )
    return Made(f"{rule}-{target_id}", {"targetId": target_id})


MAKERS: Mapping[str, Maker] = {
    "aws:sqs/queue:Queue": _queue,
    "aws:sqs/queuePolicy:QueuePolicy": _queue_attribute("Policy", "policy"),
    "aws:sqs/redrivePolicy:RedrivePolicy": _queue_attribute("RedrivePolicy", "redrivePolicy"),
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": _queue_attribute(
        "RedriveAllowPolicy", "redriveAllowPolicy"
    ),
    "aws:sns/topic:Topic": _topic,
    "aws:sns/topicPolicy:TopicPolicy": _topic_policy,
    "aws:sns/topicSubscription:TopicSubscription": _subscription,
    "aws:cloudwatch/eventRule:EventRule": _rule,
    "aws:cloudwatch/eventTarget:EventTarget": _target,
}
