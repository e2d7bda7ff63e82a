"""The endpoint: who is let in, how it serves, how it ends."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from local.account import Credentials
from tests.local.laptop import LaptopCloud, declare_function


def test_a_key_that_is_not_known_is_refused(laptop: LaptopCloud) -> None:
    stranger = laptop.account.client("s3", Credentials.random())
    with pytest.raises(ClientError, match="InvalidAccessKeyId"):
        stranger.list_buckets()


def test_the_right_key_id_with_a_wrong_secret_is_refused(laptop: LaptopCloud) -> None:
    forged = Credentials(laptop.account.root.access_key_id, "wrong")
    with pytest.raises(ClientError, match="Signature"):
        laptop.account.client("sqs", forged).list_queues()


@pytest.mark.parametrize("path", ["/moto-api/data.json", "/moto-api/reset", "/latest/meta-data/"])
def test_the_pages_that_steer_moto_are_closed(laptop: LaptopCloud, path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(laptop.account.endpoint_url).netloc)
    connection.request("POST", path)
    assert connection.getresponse().status == 403
    connection.close()


def test_a_connection_serves_more_than_one_request(laptop: LaptopCloud) -> None:
    connection = http.client.HTTPConnection(urlsplit(laptop.account.endpoint_url).netloc)
    connection.connect()
    port = connection.sock.getsockname()[1]
    for _ in range(3):
        connection.request("PUT", "/bucket/key", body=b"x" * 100_000)
        connection.getresponse().read()
        assert connection.sock.getsockname()[1] == port
    connection.close()


def test_metadata_keeps_its_underscores(laptop: LaptopCloud) -> None:
    s3 = laptop.account.client("s3")
    s3.create_bucket(
        Bucket="media", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    s3.put_object(Bucket="media", Key="k", Body=b"1", Metadata={"recorded_at": "then"})
    assert s3.head_object(Bucket="media", Key="k")["Metadata"] == {"recorded_at": "then"}


def test_a_failure_inside_is_answered_and_told(
    laptop: LaptopCloud, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_function: str, _event: object) -> tuple[None, None]:
        raise ValueError("inside")

    declare_and_realise(laptop)
    laptop.endpoint.invoke = fail
    with pytest.raises(ClientError, match="500"):
        laptop.account.client("lambda").invoke(FunctionName="answer", Payload="{}")
    assert "ValueError: inside" in caplog.text


def declare_and_realise(laptop: LaptopCloud) -> None:
    folder = laptop.code("def handle(event, context): return None")

    def program() -> None:
        declare_function(folder)

    laptop.realise(program)


def test_changes_at_the_same_time_are_all_kept(laptop: LaptopCloud) -> None:
    table = laptop.account.client("dynamodb")
    table.create_table(
        TableName="rows",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def add(number: int) -> None:
        table.update_item(
            TableName="rows",
            Key={"pk": {"S": "x"}},
            UpdateExpression="SET #name = :one ADD sum_of_all :one",
            ExpressionAttributeNames={"#name": f"n{number}"},
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(80)))
    item = table.get_item(TableName="rows", Key={"pk": {"S": "x"}})["Item"]
    assert item["sum_of_all"] == {"N": "80"}
    assert len(item) == 82


def test_closing_ends_the_threads_even_in_a_long_poll(laptop: LaptopCloud) -> None:
    sqs = laptop.account.client("sqs")
    url = sqs.create_queue(QueueName="work")["QueueUrl"]

    def poll() -> BaseException | None:
        try:
            sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        except (ConnectionError, BotoCoreError) as error:
            return error
        return None

    pool = ThreadPoolExecutor(1)
    asked = pool.submit(poll)
    deadline = time.monotonic() + 5
    while "aws-request" not in {thread.name for thread in threading.enumerate()}:
        assert time.monotonic() < deadline
    began = time.monotonic()
    laptop.endpoint.close()
    # Answered with nothing or cut off, but not after its twenty seconds.
    asked.result(timeout=3)
    pool.shutdown()
    assert time.monotonic() - began < 3
    serving = [thread for thread in threading.enumerate() if thread.name.startswith("aws")]
    assert serving == []
