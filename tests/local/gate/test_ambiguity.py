"""A request cannot be made to mean one thing to the gate and another to moto."""

import pytest

from tests.local.gate.cloud import Cloud, Keys, allow
from tests.local.gate.wire import Wire, sign

FORM = "application/x-www-form-urlencoded"


JSON = "application/x-amz-json-1.1"


@pytest.fixture(scope="module")
def keys(running: Cloud) -> Keys:
    return running.may(allow(["kms:ListKeys", "s3:ListBucket"], "*"))


def _list_keys(
    cloud: Cloud, keys: Keys, body: str, query: str = "", content_type: str = JSON
) -> Wire:
    headers = {"X-Amz-Target": "TrentService.ListKeys", "Content-Type": content_type}
    url = f"{cloud.url}/{query}"
    return sign(keys, "POST", url, service="kms", headers=headers, body=body.encode())


def _is_enabled(cloud: Cloud, key: str) -> bool:
    return cloud.client("kms").describe_key(KeyId=key)["KeyMetadata"]["Enabled"]


@pytest.mark.parametrize(
    ("body", "query", "content_type"),
    [
        ('{"KeyId": "KEY"}', "?Action=DisableKey", JSON),
        ("Action=DisableKey&KeyId=KEY", "", FORM),
        ("Action=DisableKey&KeyId=KEY", "", JSON),
        ('{"x": "&Action=DisableKey&", "KeyId": "KEY"}', "", JSON),
        ('{"x": "&Action=DisableKey&", "KeyId": "KEY"}', "", "multipart/form-data; boundary=x"),
        ("Action=DisableKey&KeyId=KEY", "?Action=ListKeys", FORM),
        ("{}", "?KeyId=KEY&Action=DisableKey", JSON),
    ],
)
def test_no_other_action_can_be_hidden_in_query_or_body(
    cloud: Cloud, keys: Keys, body: str, query: str, content_type: str
) -> None:
    key = cloud.key().rpartition("/")[2]
    body, query = body.replace("KEY", key), query.replace("KEY", key)
    _list_keys(cloud, keys, body, query, content_type).send()
    assert _is_enabled(cloud, key)


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


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"Action=ListUserPools&MaxResults=9", FORM),
        (b'{"x": "&Action=ListUserPools&", "MaxResults": 9}', JSON),
        (b'{"x": "&Action=ListUserPools&", "MaxResults": 9}', "multipart/form-data; boundary=x"),
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
