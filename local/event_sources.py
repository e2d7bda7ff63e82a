"""Lambda's event source mappings: queues polled with the function's role, batch by batch."""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.account import Account
from local.event_mappings import Mapped, WrongMapping, mappings_of
from local.foreign import Foreign, Plain
from local.runtime import Invoke
from local.service_principals import LAMBDA, NotTrusted, ServicePrincipals

_log = logging.getLogger(__name__)

_RECEIVE_MAX = 10
"""SQS's limit for one ReceiveMessage."""
_WAIT_SECONDS = 1
"""Short long polls, so that the end is quick."""
_RENEWAL_MARGIN = timedelta(minutes=5)


class EventSources:
    """Polls every mapping in a thread of its own from `start` to `close`."""

    def __init__(
        self,
        mappings: list[Mapped],
        *,
        account: Account,
        services: ServicePrincipals,
        invoke: Invoke,
    ) -> None:
        self._pollers = [_Poller(mapped, account, services, invoke) for mapped in mappings]

    def start(self) -> None:
        """Begin. Raises WrongMapping when a function's role may not read its queue."""
        for poller in self._pollers:
            poller.start()

    def close(self) -> None:
        """No new batch, within about a second; batches under way end with the runtime."""
        for poller in self._pollers:
            poller.stop()
        for poller in self._pollers:
            poller.join()


class _Poller:
    """One mapping: receives whenever a batch could be worked on, deletes what was worked on."""

    def __init__(
        self, mapped: Mapped, account: Account, services: ServicePrincipals, invoke: Invoke
    ) -> None:
        self._mapped = mapped
        self._account = account
        self._services = services
        self._invoke = invoke
        self._stopping = threading.Event()
        self._free = threading.Semaphore(mapped.concurrency)
        self._workers = ThreadPoolExecutor(mapped.concurrency, f"batch-{mapped.name}")
        self._thread = threading.Thread(target=self._run, name=f"poll-{mapped.name}", daemon=True)
        self._renew_at = datetime.min.replace(tzinfo=UTC)
        self._client: Foreign = None

    def start(self) -> None:
        try:
            self._sqs().get_queue_attributes(
                QueueUrl=self._mapped.queue_url, AttributeNames=["QueueArn"]
            )
        except ClientError as error:
            raise WrongMapping(f"{self._mapped.name}: {error}") from None
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._free.release()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        while self._free.acquire() and not self._stopping.is_set():
            try:
                messages = self._gather()
            except (ClientError, BotoCoreError, NotTrusted) as error:
                _log.warning("poll failed", extra={"queue": self._mapped.queue_arn, "why": error})
                messages = []
                self._stopping.wait(_WAIT_SECONDS)
            if messages:
                self._workers.submit(self._work, messages).add_done_callback(_report)
            else:
                self._free.release()

    def _gather(self) -> list[dict[str, Any]]:
        """A batch: what is there now, or what comes within the window."""
        messages = self._receive(self._mapped.batch)
        until = time.monotonic() + self._mapped.window_s
        while messages and time.monotonic() < until and not self._stopping.is_set():
            missing = self._mapped.batch - len(messages)
            if not missing:
                break
            messages += self._receive(missing)
        return messages

    def _receive(self, most: int) -> list[dict[str, Any]]:
        answer = self._sqs().receive_message(
            QueueUrl=self._mapped.queue_url,
            MaxNumberOfMessages=min(most, _RECEIVE_MAX),
            WaitTimeSeconds=_WAIT_SECONDS,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    def _work(self, messages: list[dict[str, Any]]) -> None:
        try:
            records = [self._record(message) for message in messages]
            payload, error = self._invoke(self._mapped.function_arn, {"Records": records})
            if error is None:
                self._delete(messages, self._failed(payload, messages))
        except (ClientError, BotoCoreError) as error:
            _log.warning("delete failed", extra={"queue": self._mapped.queue_arn, "why": error})
        finally:
            self._free.release()

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {
                name: {key[0].lower() + key[1:]: value for key, value in attribute.items()}
                for name, attribute in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._mapped.queue_arn,
            "awsRegion": self._account.region,
        }

    def _failed(self, payload: Plain, messages: list[dict[str, Any]]) -> set[str]:
        """The messages to keep; an answer that is not understood keeps all, as on Lambda."""
        if not self._mapped.partial or not payload:
            return set()
        everything = {message["MessageId"] for message in messages}
        try:
            failures: list[dict[str, str]] = payload.get("batchItemFailures") or []
            failed = {failure["itemIdentifier"] for failure in failures}
        except (AttributeError, KeyError, TypeError):
            return everything
        return failed if failed <= everything else everything

    def _delete(self, messages: list[dict[str, Any]], kept: set[str]) -> None:
        done = [message for message in messages if message["MessageId"] not in kept]
        for start in range(0, len(done), _RECEIVE_MAX):
            entries = [
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]}
                for index, message in enumerate(done[start : start + _RECEIVE_MAX])
            ]
            self._sqs().delete_message_batch(QueueUrl=self._mapped.queue_url, Entries=entries)

    def _sqs(self) -> Foreign:
        """A client with the function role's credentials, made new before they expire."""
        now = datetime.now(UTC)
        if now >= self._renew_at:
            role, function = self._mapped.role_arn, self._mapped.function_arn
            credentials = self._services.assume(LAMBDA, role, "event-source-mapping", function)
            self._client = self._account.client("sqs", credentials)
            self._renew_at = (credentials.expires_at or now) - _RENEWAL_MARGIN
        return self._client


def _report(work: Future[None]) -> None:
    """A bug in this file, or a function that cannot be started: the messages come again."""
    error = None if work.cancelled() else work.exception()
    if error is not None:
        _log.error("batch failed", exc_info=error)


__all__ = ["EventSources", "Mapped", "WrongMapping", "mappings_of"]
