"""S3 for gateways under test: moto behind a door that can be shut in several ways."""

import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import unquote

import boto3
from vedette_gateway.names import decode_clip

from tests.device.linux.front import Front, Refuse, Request, Reset, Trouble, let_through
from tests.device.linux.moto_process import MotoProcess

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REGION = "eu-central-1"


@dataclass(frozen=True)
class Stored:
    """An object in the bucket, with its metadata as the contract reads it."""

    key: str
    body: bytes
    content_type: str
    fields: dict[str, str | int]

    @property
    def rendition(self) -> str:
        return self.key.rsplit("/", 1)[1]

    @property
    def clip_id(self) -> str:
        return self.key.split("/")[6]


class _Session(Protocol):
    def client(self, service_name: Literal["s3"], *, endpoint_url: str) -> "S3Client": ...


def _open_session() -> _Session:
    return boto3.Session("test", "test", region_name=REGION)


class Bucket:
    """A new bucket of its own on a moto server. `url` is what a gateway talks to.

    `answer_with`: None lets requests through, a number refuses them with that status; `trouble`
    decides for each request. While `hold()` lasts, requests are carried out but their answers wait.
    """

    def __init__(self, moto: MotoProcess) -> None:
        self.name = f"media-{secrets.token_hex(6)}"
        self.answer_with: int | None = None
        self.is_deaf = False
        self.trouble: Callable[[Request], Trouble | None] = let_through
        self.front = Front(moto.address, self.name)
        self.front.trouble = self._choose_trouble
        self.url = f"http://127.0.0.1:{self.front.port}"
        self._s3 = _open_session().client("s3", endpoint_url=moto.url)
        self._s3.create_bucket(
            Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": REGION}
        )

    @property
    def puts(self) -> list[str]:
        """The keys of all requests so far that write, in their order."""
        return [request.key for request in self.front.requests if request.method != "GET"]

    @property
    def listed(self) -> list[str]:
        """The prefixes of which pages were asked for, in their order."""
        asked = [request.query for request in self.front.requests if request.method == "GET"]
        return [query["prefix"][0] for query in asked if query["list-type"] == ["2"]]

    def list_unfinished(self) -> list[str]:
        """The keys of uploads in parts that were begun, and neither finished nor aborted."""
        answer = self._s3.list_multipart_uploads(Bucket=self.name)
        return [str(each.get("Key")) for each in answer.get("Uploads", [])]

    def list_keys(self) -> list[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        return sorted(each.get("Key", "") for page in pages for each in page.get("Contents", []))

    def fetch(self, key: str) -> Stored:
        answer = self._s3.get_object(Bucket=self.name, Key=key)
        body = answer["Body"].read()
        return Stored(key, body, answer["ContentType"], decode_clip(answer["Metadata"]))

    def read_tags(self, key: str) -> dict[str, str]:
        tags = self._s3.get_object_tagging(Bucket=self.name, Key=key)["TagSet"]
        return {each["Key"]: each["Value"] for each in tags}

    def find(self, source_name: str) -> list[Stored]:
        """The objects of the clips of which the camera's file name was this."""
        stored = [self.fetch(key) for key in self.list_keys()]
        return [
            each for each in stored if unquote(str(each.fields.get("source_name"))) == source_name
        ]

    def save(self, key: str, path: Path) -> Path:
        path.write_bytes(self.fetch(key).body)
        return path

    def put(self, key: str, body: bytes) -> None:
        """As another gateway might."""
        self._s3.put_object(Bucket=self.name, Key=key, Body=body)

    def delete(self, keys: list[str]) -> None:
        """As somebody with other rights might."""
        for key in keys:
            self._s3.delete_object(Bucket=self.name, Key=key)

    @contextmanager
    def hold(self) -> Generator[None]:
        self.front.answers.clear()
        try:
            yield
        finally:
            self.front.answers.set()

    def close(self) -> None:
        self.front.close()

    def _choose_trouble(self, request: Request) -> Trouble | None:
        if self.is_deaf:
            return Reset(after=request.bytes)
        if self.answer_with is not None:
            return Refuse(self.answer_with)
        return self.trouble(request)
