"""Requests to the other services through the gate."""

from typing import Any

import pytest

from tests.local.gate.cloud import HERE, ROOT_ARN, Cloud, allow, deny, document, refusal

Item = dict[str, dict[str, str]]


def _item(pk: str) -> Item:
    return {"pk": {"S": pk}, "by_site": {"S": "home"}}


def test_a_table_and_its_index_are_granted_apart(cloud: Cloud) -> None:
    name, arn = cloud.table()
    on_table = cloud.client("dynamodb", cloud.may(allow("dynamodb:Query", arn)))
    on_index = cloud.client("dynamodb", cloud.may(allow("dynamodb:Query", f"{arn}/index/site")))
    by_key: dict[str, Any] = {
        "TableName": name,
        "KeyConditionExpression": "pk = :v",
        "ExpressionAttributeValues": {":v": {"S": "x"}},
    }
    by_site = by_key | {"IndexName": "site", "KeyConditionExpression": "by_site = :v"}
    on_table.query(**by_key)
    assert refusal(on_table.query, **by_site) == "AccessDeniedException"
    on_index.query(**by_site)
    assert refusal(on_index.query, **by_key) == "AccessDeniedException"
    assert refusal(on_index.scan, TableName=name) == "AccessDeniedException"


def test_leading_keys_limit_a_role_to_its_own_items(cloud: Cloud) -> None:
    name, arn = cloud.table()
    own = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": "home#*"}}
    actions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchWriteItem"]
    db = cloud.client("dynamodb", cloud.may(allow(actions, arn, Condition=own)))
    db.put_item(TableName=name, Item=_item("home#1"))
    assert refusal(db.put_item, TableName=name, Item=_item("barn#1")) == "AccessDeniedException"
    query: dict[str, Any] = {
        "TableName": name,
        "KeyConditionExpression": "#p = :v",
        "ExpressionAttributeNames": {"#p": "pk"},
    }
    db.query(**query, ExpressionAttributeValues={":v": {"S": "home#1"}})
    other = {":v": {"S": "barn#1"}}
    denied = refusal(db.query, **query, ExpressionAttributeValues=other)
    assert denied == "AccessDeniedException"
    mixed = {name: [{"PutRequest": {"Item": _item(pk)}} for pk in ("home#2", "barn#2")]}
    assert refusal(db.batch_write_item, RequestItems=mixed) == "AccessDeniedException"


def test_a_transaction_needs_what_each_of_its_parts_needs(cloud: Cloud) -> None:
    name, arn = cloud.table()
    db = cloud.client("dynamodb", cloud.may(allow("dynamodb:PutItem", arn)))
    put = {"Put": {"TableName": name, "Item": _item("a")}}
    delete = {"Delete": {"TableName": name, "Key": {"pk": {"S": "b"}}}}
    db.transact_write_items(TransactItems=[put])
    denied = refusal(db.transact_write_items, TransactItems=[put, delete])
    assert denied == "AccessDeniedException"


def test_a_batch_of_several_tables_needs_each(cloud: Cloud) -> None:
    (first, arn), (second, _) = cloud.table(), cloud.table()
    db = cloud.client("dynamodb", cloud.may(allow("dynamodb:BatchGetItem", arn)))
    keys = {"Keys": [{"pk": {"S": "x"}}]}
    db.batch_get_item(RequestItems={first: keys})
    denied = refusal(db.batch_get_item, RequestItems={first: keys, second: keys})
    assert denied == "AccessDeniedException"


def test_queues_are_granted_one_by_one(cloud: Cloud) -> None:
    (url, arn), (other, _) = cloud.queue(), cloud.queue()
    sqs = cloud.client("sqs", cloud.may(allow(["sqs:SendMessage", "sqs:DeleteMessage"], arn)))
    sqs.send_message(QueueUrl=url, MessageBody="x")
    batch = [{"Id": "1", "MessageBody": "y"}]
    sqs.send_message_batch(QueueUrl=url, Entries=batch)
    assert refusal(sqs.send_message, QueueUrl=other, MessageBody="x") == "AccessDenied"
    assert refusal(sqs.send_message_batch, QueueUrl=other, Entries=batch) == "AccessDenied"
    assert refusal(sqs.receive_message, QueueUrl=url) == "AccessDenied"


def test_a_queue_policy_grants_and_denies(cloud: Cloud) -> None:
    role = cloud.role()
    url, arn = cloud.queue()
    rules = document(
        allow("sqs:SendMessage", arn, Principal={"AWS": role}),
        deny("sqs:PurgeQueue", arn, Principal="*"),
    )
    cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": rules})
    sqs = cloud.client("sqs", cloud.session(role))
    sqs.send_message(QueueUrl=url, MessageBody="x")
    assert refusal(sqs.receive_message, QueueUrl=url) == "AccessDenied"
    strong = cloud.client("sqs", cloud.may(allow("sqs:*", "*")))
    assert refusal(strong.purge_queue, QueueUrl=url) == "AccessDenied"


def test_a_key_opens_only_where_its_policy_trusts_the_account_and_the_role_is_granted(
    cloud: Cloud,
) -> None:
    role = cloud.role(allow("kms:Encrypt", "*"))
    trusting, closed = cloud.key(), cloud.key(allow("kms:*", "*", Principal={"AWS": cloud.role()}))
    naming = cloud.key(allow("kms:Encrypt", "*", Principal={"AWS": role}))
    kms = cloud.client("kms", cloud.session(role))
    kms.encrypt(KeyId=trusting, Plaintext=b"x")
    kms.encrypt(KeyId=naming, Plaintext=b"x")
    assert refusal(kms.encrypt, KeyId=closed, Plaintext=b"x") == "AccessDeniedException"
    stranger = cloud.client("kms", cloud.may())
    for key in (trusting, naming):
        assert refusal(stranger.encrypt, KeyId=key, Plaintext=b"x") == "AccessDeniedException"


def test_an_alias_and_a_ciphertext_lead_to_their_key(cloud: Cloud) -> None:
    key, other = cloud.key(), cloud.key()
    kms = cloud.client("kms")
    kms.create_alias(AliasName="alias/mine", TargetKeyId=key)
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"site": "home"})
    foreign = kms.encrypt(KeyId=other, Plaintext=b"x")["CiphertextBlob"]
    at_home = {"StringEquals": {"kms:EncryptionContext:site": "home"}}
    actions = ["kms:Encrypt", "kms:Decrypt"]
    may = cloud.client("kms", cloud.may(allow(actions, key, Condition=at_home)))
    blob = {"CiphertextBlob": sealed["CiphertextBlob"]}
    may.decrypt(**blob, EncryptionContext={"site": "home"})
    assert refusal(may.decrypt, **blob) == "AccessDeniedException"
    may.encrypt(KeyId="alias/mine", Plaintext=b"x", EncryptionContext={"site": "home"})
    assert refusal(may.decrypt, CiphertextBlob=foreign) == "AccessDeniedException"


@pytest.mark.parametrize("trusted", [True, False])
def test_a_role_is_assumed_by_whom_it_trusts_only(cloud: Cloud, trusted: bool) -> None:
    caller = cloud.role(allow("sts:AssumeRole", "*"))
    principal = caller if trusted else cloud.role()
    target = cloud.role(trust=allow("sts:AssumeRole", Principal={"AWS": principal}))
    sts = cloud.client("sts", cloud.session(caller))
    asked = {"RoleArn": target, "RoleSessionName": "visit"}
    if trusted:
        assert sts.assume_role(**asked)["Credentials"]["AccessKeyId"]
    else:
        assert refusal(sts.assume_role, **asked) == "AccessDenied"


def test_trust_in_the_account_needs_a_grant_and_its_conditions(cloud: Cloud) -> None:
    known = {"StringEquals": {"sts:ExternalId": "right"}}
    principal = {"AWS": ROOT_ARN}
    target = cloud.role(trust=allow("sts:AssumeRole", Principal=principal, Condition=known))
    asked = {"RoleArn": target, "RoleSessionName": "visit"}
    may = cloud.client("sts", cloud.may(allow("sts:AssumeRole", target)))
    may.assume_role(**asked, ExternalId="right")
    assert refusal(may.assume_role, **asked, ExternalId="wrong") == "AccessDenied"
    assert refusal(may.assume_role, **asked) == "AccessDenied"
    ungranted = cloud.client("sts", cloud.may())
    assert refusal(ungranted.assume_role, **asked, ExternalId="right") == "AccessDenied"


def test_a_role_that_does_not_exist_is_assumed_by_nobody(cloud: Cloud) -> None:
    sts = cloud.client("sts", cloud.may(allow("sts:*", "*")))
    nobody = f"arn:aws:iam::{HERE.rpartition(':')[2]}:role/nobody"
    denied = refusal(sts.assume_role, RoleArn=nobody, RoleSessionName="visit")
    assert denied == "AccessDenied"


def test_sessions_that_moto_would_not_limit_are_refused(cloud: Cloud) -> None:
    target = cloud.role()
    sts = cloud.client("sts", cloud.may(allow("sts:*", "*")))
    asked: dict[str, Any] = {"RoleArn": target, "RoleSessionName": "visit"}
    managed = [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]
    assert refusal(sts.assume_role, **asked, PolicyArns=managed) == "InvalidAction"
    tags = [{"Key": "a", "Value": "b"}]
    assert refusal(sts.assume_role, **asked, Tags=tags) == "InvalidAction"


def test_everyone_may_ask_who_they_are(cloud: Cloud) -> None:
    found = cloud.client("sts", cloud.may()).get_caller_identity()
    assert "assumed-role" in found["Arn"]


def test_events_logs_metrics_functions_and_topics_are_judged_by_resource(cloud: Cloud) -> None:
    logs, sns = cloud.client("logs"), cloud.client("sns")
    for name in ("/clips/a", "/clips/b"):
        logs.create_log_group(logGroupName=name)
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    may = cloud.may(
        allow("events:PutEvents", f"arn:aws:events:{HERE}:event-bus/default"),
        allow("logs:CreateLogStream", f"arn:aws:logs:{HERE}:log-group:/clips/a:*"),
        allow("sns:Publish", topic),
        allow("lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:one"),
        allow(
            "cloudwatch:PutMetricData",
            "*",
            Condition={"StringEquals": {"cloudwatch:namespace": "clips"}},
        ),
    )
    entry = {"Source": "s", "DetailType": "d", "Detail": "{}"}
    events = cloud.client("events", may)
    events.put_events(Entries=[entry])
    denied = refusal(events.put_events, Entries=[entry, entry | {"EventBusName": "other"}])
    assert denied == "AccessDeniedException"
    own_logs = cloud.client("logs", may)
    own_logs.create_log_stream(logGroupName="/clips/a", logStreamName="x")
    denied = refusal(own_logs.create_log_stream, logGroupName="/clips/b", logStreamName="x")
    assert denied == "AccessDeniedException"
    cloud.client("sns", may).publish(TopicArn=topic, Message="x")
    denied = refusal(cloud.client("sns", may).create_topic, Name="alarms")
    assert denied == "AuthorizationError"
    invoke = cloud.client("lambda", may).invoke
    assert refusal(invoke, FunctionName="one") == "ResourceNotFoundException"
    assert refusal(invoke, FunctionName="two") == "AccessDeniedException"
    put = cloud.client("cloudwatch", may).put_metric_data
    data = [{"MetricName": "m", "Value": 1.0}]
    assert refusal(put, Namespace="other", MetricData=data) == "AccessDeniedException"


def test_the_service_reference_gives_the_resources_of_other_services(cloud: Cloud) -> None:
    arn = f"arn:aws:kinesis:{HERE}:stream/clips-*"
    may = cloud.client("kinesis", cloud.may(allow("kinesis:CreateStream", arn)))
    may.create_stream(StreamName="clips-1", ShardCount=1)
    denied = refusal(may.create_stream, StreamName="live-1", ShardCount=1)
    assert denied == "AccessDeniedException"


def test_a_resource_that_cannot_be_told_needs_a_grant_on_everything(cloud: Cloud) -> None:
    narrow = cloud.may(allow("xray:PutTraceSegments", f"arn:aws:xray:{HERE}:group/x"))
    segments = ['{"trace_id": "1"}']
    put = cloud.client("xray", narrow).put_trace_segments
    assert refusal(put, TraceSegmentDocuments=segments) == "AccessDeniedException"
    wide = cloud.may(allow("xray:PutTraceSegments", "*"))
    cloud.client("xray", wide).put_trace_segments(TraceSegmentDocuments=segments)
