"""The real gateway as a child process, with no more rights than an installer gives it."""

import json
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vedette_gateway.passwords import hash_password

from contract import names
from local.account import Account, Credentials
from local.children import Child, start_child
from local.data import DataDirectory, write_secret
from local.hosts import Hosts, Ports
from local.ready import FtpAccount

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

SITE = "home"
CAMERAS_MIN = 3
_NAMES = ("porch", "garden", "garage", "drive", "hall", "attic", "shed", "gate", "pool", "barn")
_COMMAND = str(Path(sys.executable).with_name("vedette-gateway"))


@dataclass(frozen=True)
class Camera:
    """One account of the gateway's FTP server."""

    name: str
    password: str

    @property
    def account(self) -> FtpAccount:
        camera_id = names.format_camera_id(SITE, self.name)
        return FtpAccount(id=camera_id, user=self.name, password=self.password)


def choose_cameras(count: int) -> list[Camera]:
    """Accounts with new passwords; three at least, so that programs can upload."""
    wanted = max(count, CAMERAS_MIN)
    more = [f"camera-{number}" for number in range(len(_NAMES) + 1, wanted + 1)]
    return [Camera(name, secrets.token_urlsafe(12)) for name in [*_NAMES, *more][:wanted]]


def start_gateway(
    data: DataDirectory,
    *,
    account: Account,
    ports: Ports,
    hosts: Hosts,
    bucket: str,
    role_arns: dict[str, str],
    cameras: list[Camera],
) -> Child:
    """`role_arns` are the gateways' roles by site."""
    installer = _make_installer(account.client("iam"), list(role_arns.values()))
    profile = data.gateway / "aws-config"
    profile.write_text(
        f"[profile gateway]\nrole_arn = {role_arns[SITE]}\nsource_profile = installer\n"
        f"region = {account.region}\n",
        "utf-8",
    )
    secret = data.gateway / "aws-credentials"
    write_secret(
        secret,
        f"[installer]\naws_access_key_id = {installer.access_key_id}\n"
        f"aws_secret_access_key = {installer.secret_access_key}\n",
    )
    config = data.gateway / "gateway.toml"
    write_secret(config, _settings(bucket, account.region, ports, cameras))
    return start_child(
        "gateway",
        [_COMMAND, "run", "--config", str(config)],
        environment={
            "HOME": str(data.gateway),
            "AWS_CONFIG_FILE": str(profile),
            "AWS_SHARED_CREDENTIALS_FILE": str(secret),
            "AWS_ENDPOINT_URL": hosts.aws,
            "AWS_EC2_METADATA_DISABLED": "true",
        },
        log=data.logs / "gateway.log",
    )


def _make_installer(iam: "IAMClient", role_arns: list[str]) -> Credentials:
    """Who sets gateways up: a user that may do nothing but assume their roles."""
    name = f"installer-{secrets.token_hex(4)}"
    iam.create_user(UserName=name)
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": role_arns}
    iam.put_user_policy(
        UserName=name,
        PolicyName="gateways",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return Credentials(key["AccessKeyId"], key["SecretAccessKey"])


def _settings(bucket: str, region: str, ports: Ports, cameras: list[Camera]) -> str:
    lines = [
        f'site = "{SITE}"',
        'log = "text"',
        "[cloud]",
        f'bucket = "{bucket}"',
        f'region = "{region}"',
        'profile = "gateway"',
        "[upload]",
        # The least S3 allows, so that a short clip shows how a long one goes.
        f"multipart_bytes = {5 * 2**20}",
        f"part_bytes = {5 * 2**20}",
        "[spool]",
        'directory = "spool"',
        # A laptop's disk may be fuller than a gateway's should be.
        "min_free_bytes = 100_000_000",
        "[ftp]",
        'host = "127.0.0.1"',
        f"port = {ports.ftp}",
        f"passive_ports = [{ports.passive[0]}, {ports.passive[-1]}]",
        "[status]",
        f"port = {ports.gateway}",
        "[media]",
        "workers = 1",
    ]
    for camera in cameras:
        lines += [
            "[[cameras]]",
            f'name = "{camera.name}"',
            f'user = "{camera.name}"',
            f'password_hash = "{hash_password(camera.password)}"',
        ]
    return "\n".join(lines) + "\n"
