"""The web app's files in their bucket, and the file that tells it which cloud it belongs to."""

from collections.abc import Mapping
from pathlib import Path

import pulumi
from pulumi_aws import s3

from infra.bucket import PrivateBucket

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
# The build puts a hash of the content into the names below assets/ and nowhere else.
_HASHED = "assets/"
_FOREVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"


class WebApp(pulumi.ComponentResource):
    """Every file of a build as an object, and config.json."""

    def __init__(
        self,
        name: str,
        *,
        bucket: PrivateBucket,
        build: Path | None,
        config: Mapping[str, pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Without a build there is config.json alone.

        Raises ValueError for a file whose type is not known.
        """
        super().__init__("vedette:edge:WebApp", name, None, opts)
        child = pulumi.ResourceOptions(parent=self, depends_on=[bucket.versions])
        for key, path in sorted(_files(build).items()):
            s3.BucketObjectv2(
                f"{name}/{key}",
                bucket=bucket.bucket.id,
                key=key,
                source=pulumi.FileAsset(str(path)),
                content_type=_content_type(path),
                cache_control=_FOREVER if key.startswith(_HASHED) else _ASK_FIRST,
                opts=child,
            )
        s3.BucketObjectv2(
            f"{name}/config.json",
            bucket=bucket.bucket.id,
            key="config.json",
            content=pulumi.Output.json_dumps(dict(config)),
            content_type=_TYPES[".json"],
            cache_control=_ASK_FIRST,
            opts=child,
        )
        self.register_outputs({})


def _files(build: Path | None) -> dict[str, Path]:
    if build is None:
        return {}
    found = {path.relative_to(build).as_posix(): path for path in build.rglob("*")}
    # A config.json of a build belongs to development.
    return {key: path for key, path in found.items() if path.is_file() and key != "config.json"}


def _content_type(path: Path) -> str:
    try:
        return _TYPES[path.suffix.lower()]
    except KeyError:
        raise ValueError(f"{path.name}: no content type is known for {path.suffix!r}") from None
