"""The ledger, and what it says about the declared policies."""

from pathlib import Path

from local.gate.ledger import Entry, Ledger
from local.gate.usage import Grant, report
from tests.local.gate.cloud import Cloud, allow, deny, document, refusal

ROLE = "arn:aws:iam::123456789012:role/api"


def test_grants_that_no_allowed_request_used_are_listed() -> None:
    ledger = Ledger()
    ledger.record(ROLE, "s3:GetObject", "arn:aws:s3:::media/clips/home/a", allowed=True)
    ledger.record(ROLE, "s3:PutObject", "arn:aws:s3:::media/clips/home/a", allowed=False)
    ledger.record("arn:aws:iam::123456789012:role/other", "sqs:ListQueues", "*", allowed=True)
    policy = document(
        allow(["s3:Get*", "s3:PutObject"], ["arn:aws:s3:::media/clips/*", "arn:aws:s3:::other/*"]),
        allow("s3:GetObject", "arn:aws:s3:::media/${aws:username}/home/a"),
        allow("sqs:ListQueues", "*"),
        deny("iam:*", "*"),
    )
    found = report({ROLE: [policy]}, ledger)
    assert set(found.unused) == {
        Grant(ROLE, "s3:Get*", "arn:aws:s3:::other/*"),
        Grant(ROLE, "s3:PutObject", "arn:aws:s3:::media/clips/*"),
        Grant(ROLE, "s3:PutObject", "arn:aws:s3:::other/*"),
        Grant(ROLE, "sqs:ListQueues", "*"),
    }
    put = Entry(ROLE, "s3:PutObject", "arn:aws:s3:::media/clips/home/a", False)
    assert found.denied == ((put, 1),)
    assert "unused" in str(found)
    assert "denied" in str(found)


def test_a_ledger_is_saved_and_added_up(tmp_path: Path) -> None:
    ledger = Ledger()
    for _ in range(3):
        ledger.record(ROLE, "s3:GetObject", "arn", allowed=True)
    ledger.record(ROLE, "s3:GetObject", "arn", allowed=False)
    ledger.save(tmp_path / "ledger.json")
    ledger.load(tmp_path / "ledger.json")
    assert ledger.entries() == {
        Entry(ROLE, "s3:GetObject", "arn", False): 2,
        Entry(ROLE, "s3:GetObject", "arn", True): 6,
    }


def test_the_gate_records_the_role_and_not_the_session(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    role = cloud.role(allow("s3:ListBucket", f"arn:aws:s3:::{bucket}"))
    s3 = cloud.client("s3", cloud.session(role))
    s3.list_objects_v2(Bucket=bucket)
    assert refusal(s3.list_buckets) == "AccessDenied"
    own = {one: count for one, count in cloud.ledger.entries().items() if one.role == role}
    assert own == {
        Entry(role, "s3:ListAllMyBuckets", "*", False): 1,
        Entry(role, "s3:ListBucket", f"arn:aws:s3:::{bucket}", True): 1,
    }
