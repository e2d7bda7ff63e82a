"""moto's queues under several hands at once."""

import threading
from collections import Counter

from tests.local.laptop import LaptopCloud

MESSAGES = 150


def test_no_message_is_lost_or_given_twice_while_others_are_deleted(laptop: LaptopCloud) -> None:
    sqs = laptop.account.client("sqs")
    url = sqs.create_queue(QueueName="work")["QueueUrl"]
    found: Counter[str] = Counter()
    lock = threading.Lock()

    def send(first: int) -> None:
        for number in range(first, first + MESSAGES // 3):
            sqs.send_message(QueueUrl=url, MessageBody=str(number))

    def receive() -> None:
        while True:
            answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=5, WaitTimeSeconds=2)
            messages = answer.get("Messages", [])
            if not messages:
                return
            for message in messages:
                with lock:
                    found[message["Body"]] += 1
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    starts = range(0, MESSAGES, MESSAGES // 3)
    threads = [threading.Thread(target=send, args=(first,)) for first in starts]
    threads += [threading.Thread(target=receive) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == Counter(str(number) for number in range(MESSAGES))
