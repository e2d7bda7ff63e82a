"""What a person may ask of a spool: by a running gateway, or in place of one."""

import time
from collections.abc import Callable, Iterable
from typing import cast

from vedette_gateway.clips.cloud_check import CloudCheck
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.reconcile import Reconciliation
from vedette_gateway.errors import Rejected
from vedette_gateway.ways.carrier import Carrier

_ASKED_MAX = 10_000
# Who asks waits no longer than two minutes for the answer, and one page may take one.
_LISTING_S = 45.0


class Operations:
    """Each takes and gives JSON values. Raises Rejected for a request that cannot be meant."""

    def __init__(
        self,
        ledger: Ledger,
        carrier: Carrier,
        reconciliation: Reconciliation,
        cloud_check: CloudCheck,
    ) -> None:
        self._ledger = ledger
        self._carrier = carrier
        self._reconciliation = reconciliation
        self._cloud_check = cloud_check

    def table(self) -> dict[str, Callable[[dict[str, object]], dict[str, object]]]:
        """By the names under which the status port offers them."""
        return {"reconcile": self.reconcile, "retry": self.retry, "send-again": self.send_again}

    def reconcile(self, request: dict[str, object]) -> dict[str, object]:
        del request
        report = self._reconciliation.compare().report()
        deadline = time.monotonic() + _LISTING_S
        cloud = self._cloud_check.compare(lambda _pause_s: time.monotonic() > deadline)
        report["bucket"] = cloud.report()
        return report

    def retry(self, request: dict[str, object]) -> dict[str, object]:
        """Files that were set aside: `receipts`, or all without it."""
        if "receipts" in request:
            asked = _read_ids(request["receipts"])
        else:
            asked = [receipt.id for receipt in self._ledger.list_set_aside(_ASKED_MAX)]
        return _sort(asked, self._carrier.retry)

    def send_again(self, request: dict[str, object]) -> dict[str, object]:
        """Confirmed clips that the cloud does not have: `clips`, as far as files were kept."""
        clips = _read_ids(request.get("clips"))
        return _sort(clips, lambda clip: self._carrier.send_again(self._ledger.find_clip(clip)))


def _sort(asked: Iterable[str], act: Callable[[str], bool]) -> dict[str, object]:
    done: list[str] = []
    refused: list[str] = []
    for each in asked:
        (done if act(each) else refused).append(each)
    return {"done": done, "refused": refused}


def _read_ids(value: object) -> list[str]:
    if not isinstance(value, list) or len(cast(list[object], value)) > _ASKED_MAX:
        raise Rejected("request", f"a list of at most {_ASKED_MAX} ids is needed")
    return [str(each) for each in cast(list[object], value)]
