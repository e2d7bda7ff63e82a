"""Requests to S3 through the gate."""

import pytest
from botocore.awsrequest import AWSRequest

from tests.local.gate.cloud import Cloud, Keys, Statement, allow, deny, document, refusal


@pytest.fixture(scope="module")
def bucket(running: Cloud) -> str:
    name = running.bucket()
    for key in ("clips/home/a.mp4", "clips/barn/b.mp4", "secret/c"):
        running.client("s3").put_object(Bucket=name, Key=key, Body=b"data")
    return name


def _role(cloud: Cloud, bucket: str, action: object, *paths: str, **more: object) -> Keys:
    arns = [f"arn:aws:s3:::{bucket}{path}" for path in paths]
    return cloud.may(allow(action, arns, **more))


def test_an_object_can_be_read_under_the_granted_prefix_only(cloud: Cloud, bucket: str) -> None:
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:GetObject", "/clips/home/*"))
    assert s3.get_object(Bucket=bucket, Key="clips/home/a.mp4")["Body"].read() == b"data"
    assert s3.head_object(Bucket=bucket, Key="clips/home/a.mp4")["ContentLength"] == 4
    assert refusal(s3.get_object, Bucket=bucket, Key="clips/barn/b.mp4") == "AccessDenied"
    assert refusal(s3.head_object, Bucket=bucket, Key="clips/barn/b.mp4") == "403"
    denied = refusal(s3.put_object, Bucket=bucket, Key="clips/home/a.mp4", Body=b"")
    assert denied == "AccessDenied"


def test_dots_and_slashes_in_a_key_do_not_leave_the_granted_prefix(
    cloud: Cloud, bucket: str
) -> None:
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:*Object", "/clips/home/*"))
    assert refusal(s3.get_object, Bucket=bucket, Key="clips/homeX/a") == "AccessDenied"
    odd = "clips/home/../../secret/c"
    s3.put_object(Bucket=bucket, Key=odd, Body=b"other")
    cloud.client("s3").delete_object(Bucket=bucket, Key=odd)
    read = cloud.client("s3").get_object(Bucket=bucket, Key="secret/c")
    assert read["Body"].read() == b"data"


def _literal(key: str) -> str:
    return "".join(f"${{{one}}}" if one in "$*?" else one for one in key)


@pytest.mark.parametrize(
    "key", ["odd/a b.mp4", "odd/ü+ß.mp4", "odd/$(touch x);'\"%2F.mp4", "odd//", "odd/*?"]
)  # fmt: skip
def test_odd_keys_are_signed_and_judged_as_they_are(cloud: Cloud, bucket: str, key: str) -> None:
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:*Object", f"/{_literal(key)}"))
    s3.put_object(Bucket=bucket, Key=key, Body=b"x", Metadata={"recorded_at": "then"})
    assert s3.head_object(Bucket=bucket, Key=key)["Metadata"] == {"recorded_at": "then"}
    assert refusal(s3.put_object, Bucket=bucket, Key=f"{key}x", Body=b"") == "AccessDenied"


def test_listing_is_granted_on_the_bucket_and_for_a_prefix(cloud: Cloud, bucket: str) -> None:
    only_home = {"StringLike": {"s3:prefix": "clips/home/*"}}
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:ListBucket", "", Condition=only_home))
    found = s3.list_objects_v2(Bucket=bucket, Prefix="clips/home/")
    assert [one["Key"] for one in found["Contents"]] == ["clips/home/a.mp4"]
    assert refusal(s3.list_objects_v2, Bucket=bucket, Prefix="clips/") == "AccessDenied"
    assert refusal(s3.list_objects_v2, Bucket=bucket) == "AccessDenied"
    assert refusal(s3.list_object_versions, Bucket=bucket) == "AccessDenied"


def test_a_missing_object_is_404_only_for_who_may_list(cloud: Cloud, bucket: str) -> None:
    blind = cloud.client("s3", _role(cloud, bucket, "s3:GetObject", "/*"))
    assert refusal(blind.get_object, Bucket=bucket, Key="nothing") == "AccessDenied"
    assert refusal(blind.head_object, Bucket=bucket, Key="nothing") == "403"
    lister = cloud.client("s3", _role(cloud, bucket, ["s3:GetObject", "s3:ListBucket"], "", "/*"))
    assert refusal(lister.get_object, Bucket=bucket, Key="nothing") == "NoSuchKey"
    assert refusal(lister.head_object, Bucket=bucket, Key="nothing") == "404"


def test_a_copy_needs_the_source_as_well(cloud: Cloud, bucket: str) -> None:
    writer = cloud.client("s3", _role(cloud, bucket, "s3:PutObject", "/copies/*"))
    asked = {"Bucket": bucket, "Key": "copies/c", "CopySource": f"{bucket}/secret/c"}
    assert refusal(writer.copy_object, **asked) == "AccessDenied"
    both = cloud.may(
        allow("s3:PutObject", f"arn:aws:s3:::{bucket}/copies/*"),
        allow("s3:GetObject", f"arn:aws:s3:::{bucket}/secret/*"),
    )
    cloud.client("s3", both).copy_object(**asked)


def test_a_batch_delete_needs_every_key(cloud: Cloud, bucket: str) -> None:
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:DeleteObject", "/bin/*"))
    mixed = {"Objects": [{"Key": "bin/x"}, {"Key": "secret/c"}]}
    assert refusal(s3.delete_objects, Bucket=bucket, Delete=mixed) == "AccessDenied"
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "bin/x"}, {"Key": "bin/y"}]})
    assert cloud.client("s3").head_object(Bucket=bucket, Key="secret/c")


def test_tags_on_an_upload_need_their_own_grant(cloud: Cloud, bucket: str) -> None:
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:PutObject", "/t/*"))
    s3.put_object(Bucket=bucket, Key="t/1", Body=b"")
    tagged = refusal(s3.put_object, Bucket=bucket, Key="t/1", Body=b"", Tagging="a=b")
    assert tagged == "AccessDenied"
    tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
    denied = refusal(s3.put_object_tagging, Bucket=bucket, Key="t/1", Tagging=tags)
    assert denied == "AccessDenied"


def test_a_condition_on_the_tags_of_an_upload_decides(cloud: Cloud, bucket: str) -> None:
    only = {
        "StringEquals": {"s3:RequestObjectTag/retention": "standard"},
        "ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["retention"]},
    }
    arn = f"arn:aws:s3:::{bucket}/g/*"
    may = cloud.may(allow("s3:PutObject", arn), allow("s3:PutObjectTagging", arn, Condition=only))
    s3 = cloud.client("s3", may)
    at = {"Bucket": bucket, "Key": "g/1"}
    s3.put_object(**at, Body=b"", Tagging="retention=standard")
    s3.create_multipart_upload(**at, Tagging="retention=standard")
    for tags in ("retention=held", "other=standard", "retention=standard&other=1"):
        assert refusal(s3.put_object, **at, Body=b"", Tagging=tags) == "AccessDenied", tags
    standard, held = (
        {"TagSet": [{"Key": "retention", "Value": value}]} for value in ("standard", "held")
    )
    s3.put_object_tagging(**at, Tagging=standard)
    assert refusal(s3.put_object_tagging, **at, Tagging=held) == "AccessDenied"


def test_a_legal_hold_needs_its_own_grant_which_may_name_what_it_sets(cloud: Cloud) -> None:
    name = cloud.bucket(lockable=True)
    put = cloud.client("s3").put_object(Bucket=name, Key="k", Body=b"")
    only_on = {"StringEquals": {"s3:object-lock-legal-hold": "ON"}}
    s3 = cloud.client("s3", _role(cloud, name, "s3:PutObjectLegalHold", "/*", Condition=only_on))
    at = {"Bucket": name, "Key": "k", "VersionId": put["VersionId"]}
    s3.put_object_legal_hold(**at, LegalHold={"Status": "ON"})
    assert refusal(s3.put_object_legal_hold, **at, LegalHold={"Status": "OFF"}) == "AccessDenied"
    denied = refusal(cloud.client("s3").delete_object, **at)
    assert denied == "AccessDenied"
    tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
    tagger = cloud.client("s3", _role(cloud, name, "s3:PutObjectTagging", "/*"))
    assert refusal(tagger.put_object_tagging, **at, Tagging=tags) == "AccessDenied"
    versions = cloud.client("s3", _role(cloud, name, "s3:PutObjectVersionTagging", "/*"))
    versions.put_object_tagging(**at, Tagging=tags)


def test_a_multipart_upload_needs_put_object_only(cloud: Cloud, bucket: str) -> None:
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:PutObject", "/m/*"))
    at = {"Bucket": bucket, "Key": "m/1"}
    upload = s3.create_multipart_upload(**at)["UploadId"]
    part = s3.upload_part(**at, UploadId=upload, PartNumber=1, Body=b"x" * 100)
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    assert refusal(s3.abort_multipart_upload, **at, UploadId=upload) == "AccessDenied"
    s3.complete_multipart_upload(**at, UploadId=upload, MultipartUpload=parts)
    other = {"Bucket": bucket, "Key": "other"}
    assert refusal(s3.create_multipart_upload, **other) == "AccessDenied"


def test_buckets_are_listed_by_who_may_do_so_on_everything(cloud: Cloud) -> None:
    may = cloud.may(allow("s3:ListAllMyBuckets", "*"))
    assert "Buckets" in cloud.client("s3", may).list_buckets()
    narrow = cloud.may(allow("s3:ListAllMyBuckets", "arn:aws:s3:::x"))
    assert refusal(cloud.client("s3", narrow).list_buckets) == "AccessDenied"


def _with_policy(cloud: Cloud, *statements: Statement) -> str:
    name = cloud.bucket()
    listed = [
        {**one, "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]}
        for one in statements
    ]
    cloud.client("s3").put_object(Bucket=name, Key="k", Body=b"1")
    cloud.client("s3").put_bucket_policy(Bucket=name, Policy=document(*listed))
    return name


def test_a_bucket_policy_that_names_the_role_is_enough(cloud: Cloud) -> None:
    role = cloud.role()
    keys = cloud.session(role)
    name = _with_policy(cloud, allow("s3:GetObject", Principal={"AWS": role}))
    s3 = cloud.client("s3", keys)
    assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"1"
    assert refusal(s3.put_object, Bucket=name, Key="k", Body=b"") == "AccessDenied"
    stranger = cloud.client("s3", cloud.may())
    assert refusal(stranger.get_object, Bucket=name, Key="k") == "AccessDenied"


def test_a_bucket_policy_denies_what_a_role_is_granted(cloud: Cloud) -> None:
    name = _with_policy(cloud, deny("s3:DeleteObject", Principal="*"))
    s3 = cloud.client("s3", cloud.may(allow("s3:*", "*")))
    s3.put_object(Bucket=name, Key="k", Body=b"2")
    assert refusal(s3.delete_object, Bucket=name, Key="k") == "AccessDenied"


def test_the_usual_tls_only_policy_lets_requests_pass(cloud: Cloud) -> None:
    only_tls = {"Bool": {"aws:SecureTransport": "false"}}
    name = _with_policy(cloud, deny("s3:*", Principal="*", Condition=only_tls))
    s3 = cloud.client("s3", cloud.may(allow("s3:GetObject", "*")))
    assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"1"
    assert cloud.client("s3").get_object(Bucket=name, Key="k")["Body"].read() == b"1"


def test_a_condition_on_a_header_of_the_upload_decides(cloud: Cloud, bucket: str) -> None:
    never_over = {"StringEquals": {"s3:if-none-match": "*"}}
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:PutObject", "/w/*", Condition=never_over))
    s3.put_object(Bucket=bucket, Key="w/1", Body=b"", IfNoneMatch="*")
    assert refusal(s3.put_object, Bucket=bucket, Key="w/2", Body=b"") == "AccessDenied"


def test_a_condition_key_that_the_gate_cannot_fill_grants_nothing(
    cloud: Cloud, bucket: str
) -> None:
    unless = {"StringNotEquals": {"s3:ExistingObjectTag/state": "locked"}}
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:GetObject", "/*", Condition=unless))
    assert refusal(s3.get_object, Bucket=bucket, Key="secret/c") == "AccessDenied"


def test_query_parameters_of_another_operation_are_refused(cloud: Cloud, bucket: str) -> None:
    s3 = cloud.client("s3", _role(cloud, bucket, "s3:PutObjectAcl", "/*"))

    def add_tagging(request: AWSRequest, **_: object) -> None:
        request.url = f"{request.url}&tagging"

    s3.meta.events.register("before-sign.s3.PutObjectAcl", add_tagging)
    denied = refusal(s3.put_object_acl, Bucket=bucket, Key="secret/c", ACL="private")
    assert denied == "InvalidRequest"
