"""Least privilege, seen from outside: one journey is denied nothing and uses what is granted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import jwt

from contract import names
from tests.device.linux.footage import film_noise
from tests.journeys.aws import (
    dead_letters,
    gateway_of,
    list_keys,
    pass_a_day,
    put,
    root,
)
from tests.journeys.conftest import ROOT, Cloud, clip_bytes, clips_of, running_cloud, wait_for
from tests.media import Colour

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REASONS = ROOT / "local" / "grants.toml"
# A busy computer takes many times as long as an idle one.
WITHIN_S = 120


def is_whole(clip: dict[str, Any]) -> bool:
    """Whether both of what comes first is there: the cloud may hear of the thumbnail later."""
    return clip["playable"] and clip["thumb_url"] is not None


def is_large(clip: dict[str, Any]) -> bool:
    """Whether it is one that goes in parts."""
    return clip["playable"] and clip["bytes"] > 5 * 2**20


def use_notifications(api: httpx.Client) -> None:
    """A browser of the caller comes and goes."""
    key = api.get("/v1/me/push-key").json()["key"]
    # Any point of the curve does for a browser's own key.
    subscription = {
        "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/journey",
        "keys": {"p256dh": key, "auth": "c2l4dGVlbiBsZXR0ZXJzLg"},
    }
    added = api.put("/v1/me/push-subscriptions", json=subscription).json()
    assert api.get("/v1/me/push-subscriptions").json()["items"] == [added]
    assert api.delete(f"/v1/me/push-subscriptions/{added['id']}").status_code == 200


def use_sharing(api: httpx.Client, clip: dict[str, Any]) -> None:
    """A clip is shared, and exported with all of its camera."""
    ends = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    share = api.post(f"/v1/clips/{clip['id']}/shares", json={"expires_at": ends}).json()
    assert api.post("/v1/shared", json={"secret": share["secret"]}).status_code == 200
    assert api.delete(f"/v1/shares/{share['id']}").json()["state"] == "revoked"
    wish = {"cameras": [clip["camera"]], "after": clip["recorded_at"], "before": ends}
    job = api.post("/v1/exports", json=wish).json()

    def look() -> str | None:
        return api.get(f"/v1/exports/{job['id']}").json()["url"]

    assert api.get(wait_for("the export", WITHIN_S, look)).status_code == 200
    assert api.get("/v1/sites/home/access-log").json()["items"]


def ask_for_letters(cloud: Cloud) -> None:
    """The viewer wants to be told by e-mail, as the profile page would write it."""
    claims = jwt.decode(cloud.token(), options={"verify_signature": False})
    key = {"S": names.format_person_key(claims["sub"])}
    tables = cast("DynamoDBClient", root(cloud).client("dynamodb"))
    (table,) = (name for name in tables.list_tables()["TableNames"] if name.endswith("-sites"))
    tables.put_item(TableName=table, Item={"pk": key, "sk": key, "channel": {"S": "email"}})


def use_sites(api: httpx.Client) -> None:
    """An owner names the site, makes a group, invites somebody and thinks better of it."""
    site = api.get("/v1/sites/home").json()
    change = {"name": "Home", "version": site["version"]}
    assert api.patch("/v1/sites/home", json=change).json()["name"] == "Home"
    group = api.post("/v1/sites/home/groups", json={"name": "All", "cameras": ["cam1"]}).json()
    path = f"/v1/sites/home/groups/{group['id']}"
    assert api.delete(path, params={"version": group["version"]}).status_code == 200
    wish = {"email": "journey@example.org", "role": "guest"}
    member = api.post("/v1/sites/home/members", json=wish).json()
    assert member["mailed"] is True
    assert api.delete(f"/v1/sites/home/members/{member['id']}").status_code == 200
    assert api.get("/v1/me").json()["version"] == 0


def keep_and_delete(cloud: Cloud, api: httpx.Client, clip_id: str) -> None:
    """A clip is starred and held; the star is taken off, the clip deleted, and gone a day later."""
    star, keys = f"/v1/clips/{clip_id}/star", f"/{clip_id}/"

    def objects() -> list[str]:
        listed = list_keys(root(cloud), "clips/home/")
        return [key for key in listed if keys in key]

    assert api.put(star, json={"note": "a journey"}).status_code == 200
    wait_for("the hold", WITHIN_S, lambda: api.get(f"/v1/clips/{clip_id}").json()["star"]["held"])
    assert [clip["id"] for clip in clips_of(api, starred="true")] == [clip_id]
    assert api.delete(f"/v1/clips/{clip_id}").status_code == 409
    assert api.delete(star).status_code == 200
    assert api.delete(f"/v1/clips/{clip_id}").status_code == 200
    assert clip_id not in [clip["id"] for clip in clips_of(api)]
    assert objects() != []
    pass_a_day(cloud, clip_id)
    wait_for("the purge", WITHIN_S, lambda: objects() == [])
    marks = list_keys(root(cloud), "deleted/home/")
    assert [mark.rsplit("/", 1)[1] for mark in marks] == [clip_id]
    # The objects go before the row is told.
    gone = "/v1/sites/home/deleted-clips"
    wait_for("the tombstone", WITHIN_S, lambda: api.get(gone).json()["items"] == [])


def test_a_journey_is_denied_nothing_and_leaves_no_grant_unused(tmp_path: Path) -> None:
    with running_cloud(tmp_path) as cloud, cloud.api(cloud.token()) as api:
        ask_for_letters(cloud)
        cloud.upload(0, "seen.mkv", clip_bytes(tmp_path, Colour.GREEN))
        wait_for("the clip", WITHIN_S, lambda: [c for c in clips_of(api) if is_whole(c)])
        letter = wait_for("the letter", WITHIN_S, lambda: cloud.run("mail"))
        assert f"/#/clips/{clips_of(api)[0]['id']}" in letter
        assert "Signature" not in letter
        camera = cloud.camera(0)["id"]
        for query in ({"kind": "clip"}, {"camera": camera}, {"camera": camera, "kind": "clip"}):
            (clip,) = clips_of(api, **query)
            media = api.get(f"/v1/clips/{clip['id']}").json()["media"]
            assert api.get(media["thumb"]["url"]).status_code == 200
            marks = {"ids": [clip["id"]], "seen": True}
            assert api.put("/v1/seen", json=marks).json() == {"ids": [clip["id"]]}
        assert [clip["seen"] for clip in clips_of(api)] == [True]
        assert clips_of(api, kind="still") == []
        assert [each["id"] for each in api.get("/v1/cameras").json()["items"]] == [camera]
        assert [each["id"] for each in api.get("/v1/sites").json()["items"]] == ["home"]

        cloud.upload(0, "large.mkv", film_noise(tmp_path / "large.mkv", frames=16).read_bytes())
        wait_for("the clip in parts", WITHIN_S, lambda: [c for c in clips_of(api) if is_large(c)])

        use_sharing(api, clips_of(api)[0])
        use_notifications(api)
        use_sites(api)
        keep_and_delete(cloud, api, clip["id"])

        put(gateway_of(cloud, "home"), "clips/home/not-a-clip", b"x", {}, "video/mp4")
        parked = wait_for("the parked event", WITHIN_S, lambda: dead_letters(cloud))
        assert parked == ["malformed_key"]

        assert cloud.run("grants", "--check", str(REASONS)) == ""
