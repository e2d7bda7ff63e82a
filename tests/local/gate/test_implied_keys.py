"""Encrypted buckets, tables and queues ask for their key in the caller's name."""

import pytest

from tests.local.gate.cloud import REGION, Cloud, Statement, allow, refusal


def _via(service: str, action: str, key: str, **equal: str) -> Statement:
    named = {"kms:ViaService": f"{service}.{REGION}.amazonaws.com", **equal}
    return allow(action, key, Condition={"StringEquals": named})


def test_an_upload_to_an_encrypted_bucket_needs_a_data_key(cloud: Cloud) -> None:
    key = cloud.key()
    name = cloud.bucket(key)
    put = allow("s3:PutObject", f"arn:aws:s3:::{name}/*")
    without = cloud.client("s3", cloud.may(put))
    assert refusal(without.put_object, Bucket=name, Key="k", Body=b"") == "AccessDenied"
    # With a bucket key the encryption context is the bucket's.
    context = {"kms:EncryptionContext:aws:s3:arn": f"arn:aws:s3:::{name}"}
    granted = cloud.may(put, _via("s3", "kms:GenerateDataKey", key, **context))
    cloud.client("s3", granted).put_object(Bucket=name, Key="k", Body=b"x")
    elsewhere = cloud.may(put, _via("dynamodb", "kms:GenerateDataKey", key))
    client = cloud.client("s3", elsewhere)
    assert refusal(client.put_object, Bucket=name, Key="k", Body=b"") == "AccessDenied"


def test_the_key_named_by_an_upload_counts_instead_of_the_buckets(cloud: Cloud) -> None:
    key, other = cloud.key(), cloud.key()
    name = cloud.bucket(key)
    statements = allow("s3:PutObject", "*"), _via("s3", "kms:GenerateDataKey", key)
    s3 = cloud.client("s3", cloud.may(*statements))
    at = {"Bucket": name, "Key": "k", "Body": b"x"}
    s3.put_object(**at)
    named = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": other}
    assert refusal(s3.put_object, **at, **named) == "AccessDenied"


def test_reading_an_encrypted_object_needs_its_key_but_its_head_does_not(cloud: Cloud) -> None:
    key = cloud.key()
    name = cloud.bucket(key)
    cloud.client("s3").put_object(Bucket=name, Key="k", Body=b"x")
    get = allow("s3:GetObject", f"arn:aws:s3:::{name}/*")
    without = cloud.client("s3", cloud.may(get))
    assert refusal(without.get_object, Bucket=name, Key="k") == "AccessDenied"
    assert without.head_object(Bucket=name, Key="k")["ContentLength"] == 1
    checked = refusal(without.head_object, Bucket=name, Key="k", ChecksumMode="ENABLED")
    assert checked == "403"
    granted = cloud.client("s3", cloud.may(get, _via("s3", "kms:Decrypt", key)))
    assert granted.get_object(Bucket=name, Key="k")["Body"].read() == b"x"


def test_a_multipart_upload_needs_to_decrypt_as_well(cloud: Cloud) -> None:
    key = cloud.key()
    name = cloud.bucket(key)
    put, generate = allow("s3:PutObject", "*"), _via("s3", "kms:GenerateDataKey", key)
    s3 = cloud.client("s3", cloud.may(put, generate))
    at = {"Bucket": name, "Key": "k"}
    upload = s3.create_multipart_upload(**at)["UploadId"]
    part = {**at, "UploadId": upload, "PartNumber": 1, "Body": b"x"}
    assert refusal(s3.upload_part, **part) == "AccessDenied"
    both = cloud.client("s3", cloud.may(put, generate, _via("s3", "kms:Decrypt", key)))
    both.upload_part(**part)


def test_an_encrypted_table_needs_its_key(cloud: Cloud) -> None:
    key = cloud.key()
    name, arn = cloud.table(key)
    get = allow(["dynamodb:GetItem", "dynamodb:BatchGetItem"], arn)
    asked = {"TableName": name, "Key": {"pk": {"S": "x"}}}
    without = cloud.client("dynamodb", cloud.may(get))
    assert refusal(without.get_item, **asked) == "AccessDeniedException"
    batch = {name: {"Keys": [{"pk": {"S": "x"}}]}}
    assert refusal(without.batch_get_item, RequestItems=batch) == "AccessDeniedException"
    context = {"kms:EncryptionContext:aws:dynamodb:tableName": name}
    granted = cloud.may(get, _via("dynamodb", "kms:Decrypt", key, **context))
    cloud.client("dynamodb", granted).get_item(**asked)


@pytest.mark.parametrize("managed", [True, False])
def test_an_encrypted_queue_needs_its_key_unless_aws_manages_it(
    cloud: Cloud, managed: bool
) -> None:
    key = "alias/aws/sqs" if managed else cloud.key()
    url, arn = cloud.queue(KmsMasterKeyId=key)
    send = allow(["sqs:SendMessage", "sqs:ReceiveMessage"], arn)
    without = cloud.client("sqs", cloud.may(send))
    if managed:
        without.send_message(QueueUrl=url, MessageBody="x")
        return
    assert refusal(without.send_message, QueueUrl=url, MessageBody="x") == "AccessDenied"
    assert refusal(without.receive_message, QueueUrl=url) == "AccessDenied"
    decrypt = _via("sqs", "kms:Decrypt", key)
    reader = cloud.client("sqs", cloud.may(send, decrypt))
    reader.receive_message(QueueUrl=url)
    assert refusal(reader.send_message, QueueUrl=url, MessageBody="x") == "AccessDenied"
    writer = cloud.may(send, decrypt, _via("sqs", "kms:GenerateDataKey", key))
    cloud.client("sqs", writer).send_message(QueueUrl=url, MessageBody="x")
