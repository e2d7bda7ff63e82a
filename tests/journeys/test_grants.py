"""Least privilege, seen from outside: one journey is denied nothing and uses what is granted."""

import json
from pathlib import Path
from typing import Any

import boto3

from tests.journeys.conftest import ROOT, Cloud, clip_bytes, clips_of, running_cloud, wait_for
from tests.media import Colour

REASONS = ROOT / "local" / "grants.toml"


def put_as_gateway(cloud: Cloud, key: str) -> None:
    """What a broken gateway would do: an object whose key is outside the contract."""
    profile = cloud.data / "gateway" / "gateway.toml"
    bucket = profile.read_text("utf-8").split('bucket = "')[1].split('"')[0]
    # The stubs leave out the services that are not installed.
    session: Any = boto3.Session(*assume(cloud, "gateway-home"), region_name=cloud.ready["region"])
    client = session.client("s3", endpoint_url=cloud.ready["aws_endpoint"])
    client.put_object(Bucket=bucket, Key=key, Body=b"x")


def assume(cloud: Cloud, role: str) -> tuple[str, str, str]:
    """Credentials of a gateway's role, as an installer's profile gets them."""
    source = (cloud.data / "gateway" / "aws-credentials").read_text("utf-8")
    lines = dict(line.split(" = ") for line in source.splitlines() if " = " in line)
    config = (cloud.data / "gateway" / "aws-config").read_text("utf-8")
    arn = next(line.split(" = ")[1] for line in config.splitlines() if f"role/{role}" in line)
    session: Any = boto3.Session(
        lines["aws_access_key_id"],
        lines["aws_secret_access_key"],
        region_name=cloud.ready["region"],
    )
    sts = session.client("sts", endpoint_url=cloud.ready["aws_endpoint"])
    keys = sts.assume_role(RoleArn=arn, RoleSessionName="journey")["Credentials"]
    return keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]


def dead_letters(cloud: Cloud) -> list[dict[str, Any]]:
    root = json.loads((cloud.data / "root.json").read_text("utf-8"))
    session: Any = boto3.Session(
        root["access_key_id"], root["secret_access_key"], region_name=cloud.ready["region"]
    )
    sqs = session.client("sqs", endpoint_url=cloud.ready["aws_endpoint"])
    (url,) = (url for url in sqs.list_queues()["QueueUrls"] if url.endswith("-dead"))
    answer = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], VisibilityTimeout=0)
    return answer.get("Messages", [])


def test_a_journey_is_denied_nothing_and_leaves_no_grant_unused(tmp_path: Path) -> None:
    with running_cloud(tmp_path) as cloud, cloud.api(cloud.token()) as api:
        cloud.upload(0, "seen.mkv", clip_bytes(tmp_path, Colour.GREEN))
        wait_for("the clip", 30, lambda: [c for c in clips_of(api) if c["playable"]])
        camera = cloud.camera(0)["id"]
        for query in ({"kind": "clip"}, {"camera": camera}, {"camera": camera, "kind": "clip"}):
            (clip,) = clips_of(api, **query)
            media = api.get(f"/v1/clips/{clip['id']}").json()["media"]
            assert api.get(media["thumb"]["url"]).status_code == 200
        assert clips_of(api, kind="still") == []
        assert [each["id"] for each in api.get("/v1/cameras").json()["items"]] == [camera]
        assert [each["id"] for each in api.get("/v1/sites").json()["items"]] == ["home"]

        put_as_gateway(cloud, "clips/home/not-a-clip")
        parked = wait_for("the parked event", 30, lambda: dead_letters(cloud))
        assert parked[0]["MessageAttributes"]["reason"]["StringValue"] == "malformed_key"

        assert cloud.run("grants", "--check", str(REASONS)) == ""
