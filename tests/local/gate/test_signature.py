"""Signatures: what is not signed, or not any more, does not pass."""

import json
from datetime import timedelta

import pytest

from tests.local.gate.cloud import Cloud, Keys, allow, refusal
from tests.local.gate.wire import Wire, sign


@pytest.fixture(scope="module")
def bucket(running: Cloud) -> str:
    name = running.bucket()
    running.client("s3").put_object(Bucket=name, Key="k", Body=b"data")
    return name


@pytest.fixture(scope="module")
def keys(running: Cloud) -> Keys:
    return running.may(allow(["s3:*", "dynamodb:ListTables"], "*"))


def _get(cloud: Cloud, bucket: str, keys: Keys) -> Wire:
    return sign(keys, "GET", f"{cloud.url}/{bucket}/k")


def _put(cloud: Cloud, bucket: str, keys: Keys) -> Wire:
    headers = {"x-amz-meta-site": "home"}
    return sign(keys, "PUT", f"{cloud.url}/{bucket}/new", headers=headers, body=b"body")


def test_a_signed_request_passes_and_an_unsigned_one_does_not(
    cloud: Cloud, bucket: str, keys: Keys
) -> None:
    signed = _get(cloud, bucket, keys)
    assert signed.send() == (200, "data")
    assert _put(cloud, bucket, keys).send()[0] == 200
    status, body = Wire("GET", signed.url).send()
    assert status == 403
    assert "<Code>AccessDenied</Code>" in body


def test_a_changed_body_path_query_method_or_header_is_refused(
    cloud: Cloud, bucket: str, keys: Keys
) -> None:
    body = _put(cloud, bucket, keys)
    body.body = b"BODY"
    assert "XAmzContentSHA256Mismatch" in body.send()[1]
    header = _put(cloud, bucket, keys)
    header.headers["x-amz-meta-site"] = "barn"
    path = _get(cloud, bucket, keys)
    path.url += "2"
    query = _get(cloud, bucket, keys)
    query.url += "?versionId=null"
    method = _get(cloud, bucket, keys)
    method.method = "DELETE"
    for changed in (header, path, query, method):
        status, text = changed.send()
        assert (status, "SignatureDoesNotMatch" in text) == (403, True)


def test_an_amazon_header_that_is_not_signed_is_refused(
    cloud: Cloud, bucket: str, keys: Keys
) -> None:
    added = _put(cloud, bucket, keys)
    added.headers["x-amz-acl"] = "public-read"
    status, text = added.send()
    assert status == 403
    assert "headers present in the request which were not signed: x-amz-acl" in text


def test_a_payload_hash_cannot_be_left_out_of_the_signature(
    cloud: Cloud, bucket: str, keys: Keys
) -> None:
    swapped = _put(cloud, bucket, keys)
    swapped.headers["X-Amz-Content-SHA256"] = "UNSIGNED-PAYLOAD"
    swapped.body = b"other"
    assert "SignatureDoesNotMatch" in swapped.send()[1]


def test_unknown_keys_wrong_secrets_and_missing_tokens_are_refused(
    cloud: Cloud, bucket: str, keys: Keys
) -> None:
    unknown = Keys("AKIA" + "7" * 16, keys.secret_access_key)
    wrong = Keys(keys.access_key_id, "0" * 40, keys.token)
    no_token = Keys(keys.access_key_id, keys.secret_access_key)
    other_token = Keys(keys.access_key_id, keys.secret_access_key, "other")
    bad_root = Keys(cloud.root.access_key_id, "0" * 40)
    for given, code in (
        (unknown, "InvalidAccessKeyId"),
        (wrong, "SignatureDoesNotMatch"),
        (no_token, "InvalidToken"),
        (other_token, "InvalidToken"),
        (bad_root, "SignatureDoesNotMatch"),
    ):
        client = cloud.client("s3", given)
        assert refusal(client.get_object, Bucket=bucket, Key="k") == code


def test_each_protocol_has_its_own_words_for_a_refusal(cloud: Cloud) -> None:
    unknown = Keys("AKIA" + "7" * 16, "0" * 40)
    for service, call, code in (
        ("dynamodb", "list_tables", "UnrecognizedClientException"),
        ("lambda", "list_functions", "UnrecognizedClientException"),
        ("iam", "list_users", "InvalidClientTokenId"),
        ("cloudfront", "list_distributions", "InvalidClientTokenId"),
        ("s3", "list_buckets", "InvalidAccessKeyId"),
    ):
        assert refusal(getattr(cloud.client(service, unknown), call)) == code
    nobody = cloud.may()
    for service, call, code in (
        ("dynamodb", "list_tables", "AccessDeniedException"),
        ("lambda", "list_functions", "AccessDeniedException"),
        ("iam", "list_users", "AccessDenied"),
        ("sqs", "list_queues", "AccessDenied"),
        ("sns", "list_topics", "AuthorizationError"),
        ("cloudfront", "list_distributions", "AccessDenied"),
        ("s3", "list_buckets", "AccessDenied"),
    ):
        assert refusal(getattr(cloud.client(service, nobody), call)) == code


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_more_than_five_minutes_off_is_refused(
    cloud: Cloud, bucket: str, keys: Keys, minutes: int
) -> None:
    cloud.clock.ahead = timedelta(minutes=minutes)
    assert "RequestTimeTooSkewed" in _get(cloud, bucket, keys).send()[1]
    cloud.clock.ahead = timedelta(minutes=minutes * 0.7)
    assert _get(cloud, bucket, keys).send()[0] == 200


def test_a_presigned_url_works_until_it_expires(cloud: Cloud, bucket: str, keys: Keys) -> None:
    presigned = sign(keys, "GET", f"{cloud.url}/{bucket}/k", expires_s=600)
    assert Wire("GET", presigned.url).send() == (200, "data")
    cloud.clock.ahead = timedelta(seconds=590)
    assert Wire("GET", presigned.url).send()[0] == 200
    cloud.clock.ahead = timedelta(seconds=610)
    status, text = Wire("GET", presigned.url).send()
    assert (status, "Request has expired" in text) == (403, True)


def test_a_presigned_url_opens_what_it_was_signed_for_only(
    cloud: Cloud, bucket: str, keys: Keys
) -> None:
    presigned = sign(keys, "GET", f"{cloud.url}/{bucket}/k", expires_s=600).url
    for changed in (
        presigned.replace("/k?", "/other?"),
        presigned.replace("X-Amz-Expires=600", "X-Amz-Expires=6000"),
        presigned + "&versionId=null",
        presigned.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
    ):
        assert Wire("GET", changed).send()[0] == 403
    assert Wire("DELETE", presigned).send()[0] == 403


def test_a_presigned_url_gives_no_more_than_its_signer_may(cloud: Cloud, bucket: str) -> None:
    nobody = cloud.may()
    presigned = sign(nobody, "GET", f"{cloud.url}/{bucket}/k", expires_s=600)
    status, text = Wire("GET", presigned.url).send()
    assert (status, "is not authorized to perform: s3:GetObject" in text) == (403, True)


def test_boto3_presigned_uploads_and_downloads_work(cloud: Cloud, bucket: str, keys: Keys) -> None:
    s3 = cloud.client("s3", keys, signature_version="s3v4")
    at = {"Bucket": bucket, "Key": "pre signed/ü"}
    put = s3.generate_presigned_url("put_object", Params=at)
    assert Wire("PUT", put, body=b"x" * 10).send()[0] == 200
    get = s3.generate_presigned_url("get_object", Params=at)
    assert Wire("GET", get).send() == (200, "x" * 10)


def test_a_session_ends(cloud: Cloud, bucket: str) -> None:
    short = cloud.may(allow("s3:*", "*"), DurationSeconds=900)
    assert _get(cloud, bucket, short).send()[0] == 200
    presigned = sign(short, "GET", f"{cloud.url}/{bucket}/k", expires_s=3600)
    cloud.clock.ahead = timedelta(minutes=16)
    status, text = Wire("GET", presigned.url).send()
    assert (status, "<Code>ExpiredToken</Code>" in text) == (400, True)


def test_an_inactive_key_of_a_user_is_refused(cloud: Cloud, bucket: str) -> None:
    arn, keys = cloud.user(allow("s3:*", "*"))
    assert _get(cloud, bucket, keys).send()[0] == 200
    cloud.client("iam").update_access_key(
        UserName=arn.rpartition("/")[2], AccessKeyId=keys.access_key_id, Status="Inactive"
    )
    assert "InvalidAccessKeyId" in _get(cloud, bucket, keys).send()[1]


@pytest.mark.parametrize(
    "header",
    [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=0",
        "AWS AKIA:signature",
        "Bearer x",
    ],
)
def test_an_authorization_that_is_not_sigv4_is_refused(cloud: Cloud, header: str) -> None:
    status, _ = Wire("GET", f"{cloud.url}/b/k", {"Authorization": header}).send()
    assert status in (400, 403)


def test_a_request_is_routed_by_its_signed_service_and_region(
    cloud: Cloud, bucket: str, keys: Keys
) -> None:
    other_account = _get(cloud, bucket, keys)
    other_account.headers["x-moto-account-id"] = "000000000000"
    other_account.headers["User-Agent"] = "x region/us-west-2"
    assert other_account.send() == (200, "data")
    virtual = _get(cloud, bucket, keys)
    virtual.headers["Host"] = f"{bucket}.s3.amazonaws.com"
    assert virtual.send()[0] == 400


@pytest.mark.parametrize(
    "path",
    [
        "/moto-api/",
        "/moto-api/reset",
        "/moto%2Dapi/data.json",
        "/latest/meta-data/",
        "/favicon.ico",
    ],
)
def test_the_pages_of_moto_itself_are_closed_to_everyone(cloud: Cloud, path: str) -> None:
    for method in ("GET", "POST"):
        assert Wire(method, cloud.url + path).send()[0] == 403
        assert sign(cloud.root, method, cloud.url + path).send()[0] == 403


def test_public_operations_of_user_pools_need_no_signature(cloud: Cloud) -> None:
    pool = cloud.client("cognito-idp").create_user_pool(PoolName="people")["UserPool"]["Id"]
    status, text = Wire("GET", f"{cloud.url}/{pool}/.well-known/jwks.json").send()
    assert (status, "keys" in json.loads(text)) == (200, True)
    client = cloud.client("cognito-idp").create_user_pool_client(
        UserPoolId=pool,
        ClientName="web",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    admin = cloud.client("cognito-idp")
    admin.admin_create_user(UserPoolId=pool, Username="anna")
    admin.admin_set_user_password(
        UserPoolId=pool, Username="anna", Password="Right-1-one", Permanent=True
    )
    signed_in = admin.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "anna", "PASSWORD": "Right-1-one"},
    )
    assert signed_in["AuthenticationResult"]["AccessToken"]
    unsigned = {"X-Amz-Target": "AWSCognitoIdentityProviderService.ListUserPools"}
    assert Wire("POST", f"{cloud.url}/", unsigned, b'{"MaxResults":1}').send()[0] == 400
    federated = b"Action=AssumeRoleWithWebIdentity&RoleArn=x&RoleSessionName=xx&WebIdentityToken=y"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert Wire("POST", f"{cloud.url}/", form, federated).send()[0] == 403
