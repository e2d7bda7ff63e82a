"""A request cannot be made to mean one thing to the gate and another to moto."""

import json

import pytest

from tests.local.gate.cloud import Cloud, Keys, allow
from tests.local.gate.wire import Wire, sign

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def keys(running: Cloud) -> Keys:
    may = allow(["dynamodb:ListTables", "dynamodb:DescribeTable", "s3:ListBucket"], "*")
    return running.may(may)


def _table_call(cloud: Cloud, keys: Keys, body: str, query: str = "", **headers: str) -> Wire:
    given = {
        "X-Amz-Target": "DynamoDB_20120810.ListTables",
        "Content-Type": headers.get("content_type", "application/x-amz-json-1.0"),
    }
    url = f"{cloud.url}/{query}"
    return sign(keys, "POST", url, service="dynamodb", headers=given, body=body.encode())


@pytest.mark.parametrize(
    ("body", "query", "content_type"),
    [
        ('{"TableName": "NAME"}', "?Action=DeleteTable", "application/x-amz-json-1.0"),
        ('{"Limit": 1}', "?TableName=NAME", "application/x-amz-json-1.0"),
        ("Action=DeleteTable&TableName=NAME", "", FORM),
        ("Action=DeleteTable&TableName=NAME", "", "application/x-amz-json-1.0"),
        ('{"x": "&Action=DeleteTable&TableName=NAME&"}', "", "application/x-amz-json-1.0"),
        ('{"x": "&Action=DeleteTable&"}', "", "multipart/form-data; boundary=x"),
        ("Action=DeleteTable", "?Action=ListTables&TableName=NAME", FORM),
    ],
)
def test_no_other_action_can_be_hidden_in_query_or_body(
    cloud: Cloud, keys: Keys, body: str, query: str, content_type: str
) -> None:
    name, _ = cloud.table()
    body, query = body.replace("NAME", name), query.replace("NAME", name)
    _table_call(cloud, keys, body, query, content_type=content_type).send()
    assert name in cloud.client("dynamodb").list_tables()["TableNames"]


def test_no_other_action_can_be_hidden_in_headers(cloud: Cloud, keys: Keys) -> None:
    name, _ = cloud.table()
    call = _table_call(cloud, keys, json.dumps({"TableName": name}))
    call.headers |= {"Action": "DeleteTable", "TableName": name}
    assert call.send()[0] == 200
    assert name in cloud.client("dynamodb").list_tables()["TableNames"]


def test_an_action_in_the_query_and_another_in_the_form_are_refused(
    cloud: Cloud, keys: Keys
) -> None:
    body = b"Action=CreateUser&UserName=mallory&Version=2010-05-08"
    url = f"{cloud.url}/?Action=GetUser&Version=2010-05-08"
    headers = {"Content-Type": FORM}
    assert sign(keys, "POST", url, service="iam", headers=headers, body=body).send()[0] == 403
    asked = b"Action=AssumeRole&RoleArn=x&RoleSessionName=xx&Version=2011-06-15"
    url = f"{cloud.url}/?Action=GetCallerIdentity&Version=2011-06-15"
    assert sign(keys, "POST", url, service="sts", headers=headers, body=asked).send()[0] == 403


def test_a_list_grant_reads_no_object_behind_an_encoded_slash(cloud: Cloud, keys: Keys) -> None:
    bucket = cloud.bucket()
    cloud.client("s3").put_object(Bucket=bucket, Key="secret", Body=b"secret")
    status, text = sign(keys, "GET", f"{cloud.url}/{bucket}%2Fsecret").send()
    assert (status, "is not valid" in text) == (400, True)


def test_the_version_of_an_object_is_not_taken_from_a_header(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    s3 = cloud.client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    old = s3.put_object(Bucket=bucket, Key="k", Body=b"old")["VersionId"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"new")
    reader = cloud.may(allow("s3:GetObject", "*"))
    call = sign(reader, "GET", f"{cloud.url}/{bucket}/k")
    call.headers["versionId"] = old
    assert call.send() == (200, "new")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"Action=ListUserPools&MaxResults=9", FORM),
        (b'{"x": "&Action=ListUserPools&MaxResults=9&"}', "application/x-amz-json-1.1"),
        (b"&Action=ListUserPools&MaxResults=9&", "application/x-amz-json-1.1"),
    ],
)
def test_a_public_operation_carries_no_other_one(
    cloud: Cloud, body: bytes, content_type: str
) -> None:
    cloud.client("cognito-idp").create_user_pool(PoolName="hidden")
    target = "AWSCognitoIdentityProviderService.InitiateAuth"
    headers = {"X-Amz-Target": target, "Content-Type": content_type, "Action": "ListUserPools"}
    status, text = Wire("POST", f"{cloud.url}/", headers, body).send()
    assert status != 200
    assert "hidden" not in text
