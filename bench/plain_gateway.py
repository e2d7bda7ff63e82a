"""What a script does that follows vsftpd's log: a thread for each upload, ffmpeg, one put.

`python bench/plain_gateway.py LOG ROOT BUCKET`. This is the usual gateway of FTP cameras, with
nothing in its way: one S3 client for all threads, no limit on how many work at once, no second try,
no journal, no look into the file, no thumbnail.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

POLL_S = 0.25
DONE = "OK UPLOAD"
SOUND = ("-b:a", "112k", "-ac", "2")


def follow(log: Path) -> Generator[str]:
    """The log's lines as they are written, for ever."""
    while not log.is_file():
        time.sleep(POLL_S)
    with log.open(encoding="utf-8") as lines:
        rest = ""
        while True:
            rest += lines.readline()
            if rest.endswith("\n"):
                yield rest
                rest = ""
            else:
                time.sleep(POLL_S)


def deliver(s3: "S3Client", bucket: str, file: Path) -> None:
    """Copy the video into an MP4 with AAC, put it, and delete both files."""
    made = file.with_suffix(".mp4")
    words = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", str(file)]
    words += ["-vcodec", "copy", "-acodec", "aac", *SOUND, str(made)]
    subprocess.run(words, check=True)
    camera, now = file.parent.name, time.time()
    day, hour = time.strftime("%Y-%m-%d", time.localtime(now)), time.localtime(now).tm_hour
    with made.open("rb") as content:
        s3.put_object(
            Bucket=bucket,
            Key=f"patrolcams/{camera}/{day}/Hour-{hour}/record/{made.name}",
            Body=content,
            ContentType="video/mp4",
            Metadata={"camera": camera, "camera_timestamp": str(int(now * 1000))},
        )
    file.unlink()
    made.unlink()


def main(log: str, root: str, bucket: str) -> None:
    # Of boto3's stubs, only those of the project's own services are installed.
    clients: Any = boto3
    s3: S3Client = clients.client("s3")
    for line in follow(Path(log)):
        if DONE in line:
            # vsftpd's: when [pid 3] [user] OK UPLOAD: Client "address", "/path", 1 bytes, speed
            path = line.split(",")[1].strip().strip('"')
            file = Path(root) / path.lstrip("/")
            threading.Thread(target=deliver, args=(s3, bucket, file)).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
