"""S3 on this machine: moto in a process of its own, the same for whoever is measured."""

import os
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

from bench.gateway import COMMANDS
from bench.processes import find_port, running, wait_until_open

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REGION = "eu-central-1"
BUCKET = "bench-media"
_LOOK_S = 0.1
_STORED_S = 240


@dataclass(frozen=True)
class Storage:
    """A bucket with nothing in it."""

    url: str
    s3: "S3Client"

    def list_keys(self) -> list[str]:
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return [each.get("Key", "") for page in pages for each in page.get("Contents", [])]

    def wait(self, count: int) -> None:
        """Until there are so many objects; raises RuntimeError when they do not come."""
        deadline = time.monotonic() + _STORED_S
        while len(keys := self.list_keys()) < count:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{len(keys)} of {count} objects came")
            time.sleep(_LOOK_S)


def list_environment(endpoint: str, path: Sequence[str] = ()) -> dict[str, str]:
    """What a program gets that is to store at an endpoint, and nowhere else."""
    return {
        "PATH": os.pathsep.join([*path, os.environ["PATH"]]),
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench-secret",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@contextmanager
def running_storage(folder: Path) -> Generator[Storage]:
    port = find_port()
    url = f"http://127.0.0.1:{port}"
    words = [str(COMMANDS / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with running(words, dict(os.environ), folder / "storage.log") as process:
        wait_until_open(port, process)
        # Of boto3's stubs, only those of the project's own services are installed.
        clients: Any = boto3.Session("bench", "bench-secret", region_name=REGION)
        s3: S3Client = clients.client("s3", endpoint_url=url)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield Storage(url, s3)
