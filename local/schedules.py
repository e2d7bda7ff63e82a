"""EventBridge's clock: rules with a schedule are carried out while the cloud runs."""

import heapq
import threading
import time
from collections.abc import Callable

from local.declared import Declarations
from local.rates import read_rate_s

Tick = Callable[[str], None]


def schedules_of(declarations: Declarations) -> dict[str, int]:
    """Seconds between the times of every rule that has a schedule, by its ARN."""
    rules = declarations.of("aws:cloudwatch/eventRule:EventRule")
    return {
        rule.outputs["arn"]: read_rate_s(rule.inputs["scheduleExpression"])
        for rule in rules
        if rule.inputs.get("scheduleExpression")
    }


class Schedules:
    """One thread from `start` to `close`; as on AWS, a rule's first time is a period later."""

    def __init__(self, periods_s: dict[str, int], tick: Tick) -> None:
        self._periods_s = periods_s
        self._tick = tick
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="schedules")

    def start(self) -> None:
        """Begin to count."""
        self._thread.start()

    def close(self) -> None:
        """No more times; returns when the one under way is done."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        now = time.monotonic()
        times = [(now + period_s, arn) for arn, period_s in self._periods_s.items()]
        heapq.heapify(times)
        while times:
            at, arn = times[0]
            if self._over.wait(max(0.0, at - time.monotonic())):
                return
            self._tick(arn)
            heapq.heapreplace(times, (at + self._periods_s[arn], arn))
