"""Session policies, permissions boundaries, users and groups, and policies that are not understood,
through the gate."""

import json

from tests.local.gate.cloud import Cloud, allow, deny, document, refusal


def test_a_session_policy_narrows_a_session(cloud: Cloud) -> None:
    role = cloud.role(allow("s3:*", "*"))
    bucket = cloud.bucket()
    only_put = document(allow(["s3:PutObject", "sqs:*"], "*"))
    s3 = cloud.client("s3", cloud.session(role, Policy=only_put))
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    assert refusal(s3.get_object, Bucket=bucket, Key="k") == "AccessDenied"
    wide = cloud.client("s3", cloud.session(role))
    wide.get_object(Bucket=bucket, Key="k")
    sqs = cloud.client("sqs", cloud.session(role, Policy=only_put))
    assert refusal(sqs.list_queues) == "AccessDenied"


def test_a_session_policy_narrows_what_a_bucket_grants_to_the_role_but_not_to_the_session(
    cloud: Cloud,
) -> None:
    role, bucket = cloud.role(), cloud.bucket()
    session = role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/tuesday"
    nothing = document(allow("sqs:ListQueues", "*"))
    s3 = cloud.client("s3", cloud.session(role, Policy=nothing))
    for principal, granted in ((role, False), (session, True)):
        rules = document(
            allow("s3:ListBucket", f"arn:aws:s3:::{bucket}", Principal={"AWS": principal})
        )
        cloud.client("s3").put_bucket_policy(Bucket=bucket, Policy=rules)
        if granted:
            assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
        else:
            assert refusal(s3.list_objects_v2, Bucket=bucket) == "AccessDenied"


def test_a_boundary_limits_a_role(cloud: Cloud) -> None:
    boundary = cloud.managed_policy(allow("s3:PutObject", "*"))
    role, bucket = cloud.role(allow("s3:*", "*"), boundary=boundary), cloud.bucket()
    s3 = cloud.client("s3", cloud.session(role))
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    assert refusal(s3.get_object, Bucket=bucket, Key="k") == "AccessDenied"


def test_attached_policies_count_and_can_be_taken_away(cloud: Cloud) -> None:
    role, policy = cloud.role(), cloud.managed_policy(allow("sqs:ListQueues", "*"))
    sqs = cloud.client("sqs", cloud.session(role))
    at = {"RoleName": role.rpartition("/")[2], "PolicyArn": policy}
    cloud.client("iam").attach_role_policy(**at)
    sqs.list_queues()
    cloud.client("iam").detach_role_policy(**at)
    assert refusal(sqs.list_queues) == "AccessDenied"


def test_users_have_their_own_policies_and_those_of_their_groups(cloud: Cloud) -> None:
    iam = cloud.client("iam")
    arn, keys = cloud.user(allow("sqs:ListQueues", "*"))
    cloud.client("sqs", keys).list_queues()
    s3 = cloud.client("s3", keys)
    assert refusal(s3.list_buckets) == "AccessDenied"
    iam.create_group(GroupName="viewers")
    iam.put_group_policy(
        GroupName="viewers",
        PolicyName="own",
        PolicyDocument=document(
            allow("s3:ListAllMyBuckets", "*"),
            deny("sqs:*", "*", Condition={"StringEquals": {"aws:username": "${aws:username}"}}),
        ),
    )
    iam.add_user_to_group(GroupName="viewers", UserName=arn.rpartition("/")[2])
    s3.list_buckets()
    assert refusal(cloud.client("sqs", keys).list_queues) == "AccessDenied"


def test_tags_of_a_role_are_principal_tags(cloud: Cloud) -> None:
    own = allow("s3:ListBucket", "arn:aws:s3:::${aws:PrincipalTag/bucket}")
    role, bucket = cloud.role(own), cloud.bucket()
    s3 = cloud.client("s3", cloud.session(role))
    assert refusal(s3.list_objects_v2, Bucket=bucket) == "AccessDenied"
    tags = [{"Key": "bucket", "Value": bucket}]
    cloud.client("iam").tag_role(RoleName=role.rpartition("/")[2], Tags=tags)
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_a_role_with_a_policy_that_is_not_understood_may_do_nothing(cloud: Cloud) -> None:
    role = cloud.role(
        allow("s3:*", "*"),
        deny("s3:*", "*", Condition={"IpAddress": {"aws:SourceIp": "everywhere"}}),
    )
    denied = cloud.client("s3", cloud.session(role)).list_buckets
    assert refusal(denied) == "AccessDenied"
    boundary = cloud.managed_policy(allow("s3:*", "*"))
    bounded = cloud.session(cloud.role(allow("s3:*", "*"), boundary=boundary))
    cloud.client("s3", bounded).list_buckets()
    cloud.client("iam").delete_policy(PolicyArn=boundary)
    assert refusal(cloud.client("s3", bounded).list_buckets) == "AccessDenied"


def test_a_refusal_is_a_sentence_as_aws_writes_it(cloud: Cloud) -> None:
    sqs = cloud.client("sqs", cloud.may(allow("s3:*", "*")))
    try:
        sqs.list_queues()
    except sqs.exceptions.ClientError as error:
        text = json.dumps(error.response)
    else:
        raise AssertionError("it was let through")
    assert "is not authorized to perform: sqs:ListQueues on resource: *" in text
    assert "because no identity-based policy allows the sqs:ListQueues action" in text
