"""What the program counts, for whoever draws curves: turns, messages, webhook requests, and what waits in the tables.

Labels are words of the program's own; no chat, person or text is ever among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

_FAST = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
_SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)  # seconds

# What is looked up at each visit: a gauge's name and its values by label (a single one under "").
Gauges = Callable[[], Mapping[str, Mapping[str, float]]]

# Each gauge with its explanation and the label of its values, "" for none.
GAUGES: Mapping[str, tuple[str, str]] = {
    "thidua_inbox_waiting": ("Updates stored and still to be answered", "channel"),
    "thidua_inbox_oldest_seconds": ("Age of the oldest update that is still to be answered", "channel"),
    "thidua_outbox_waiting": ("Messages still to be sent", "channel"),
    "thidua_outbox_oldest_seconds": ("Age of the oldest message that is still to be sent", "channel"),
    "thidua_job_late_seconds": ("For how long a job has been due without having begun", "job"),
    "thidua_quota_left": ("Messages that a platform still takes this month", "channel"),
    "thidua_channel_silent_seconds": ("Since when a platform has not answered", "channel"),
    "thidua_ticker_silent_seconds": ("Since when the jobs were not looked at", ""),
    "thidua_backup_age_seconds": ("Age of the last good backup", ""),
}


class Metrics:
    """One program's counters, in a registry of their own."""

    def __init__(self, gauges: Gauges) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter("thidua_turns", "Turns of conversation", ["kind", "outcome"], registry=self._registry)
        self._turn_seconds = Histogram(
            "thidua_turn_seconds",
            "From the beginning of a turn, or of those answered with it, to its commit",
            buckets=_FAST,
            registry=self._registry,
        )
        self._slow_turns = Counter(
            "thidua_slow_turns", "Turns of more than a second", ["kind"], registry=self._registry
        )
        self._sends = Counter("thidua_messages", "Messages out", ["channel", "outcome"], registry=self._registry)
        self._send_seconds = Histogram(
            "thidua_send_seconds", "One call to the platform", ["channel"], buckets=_FAST, registry=self._registry
        )
        self._delivery_seconds = Histogram(
            "thidua_delivery_seconds",
            "From a message's commit to the platform's acceptance",
            ["channel"],
            buckets=_SLOW,
            registry=self._registry,
        )
        self._requests = Counter(
            "thidua_webhook_requests", "Requests at a webhook", ["channel", "answer"], registry=self._registry
        )
        self._registry.register(_Looked(gauges))

    def turn(self, kind: str, outcome: str, seconds: float) -> None:
        self._turns.labels(kind, outcome).inc()
        self._turn_seconds.observe(seconds)

    def slow_turn(self, kind: str) -> None:
        self._slow_turns.labels(kind).inc()

    def message(self, channel: str, outcome: str, seconds: float, waited: float | None) -> None:
        """`seconds` took the call; `waited` since it was said, for one that arrived."""
        self._sends.labels(channel, outcome).inc()
        self._send_seconds.labels(channel).observe(seconds)
        if waited is not None:
            self._delivery_seconds.labels(channel).observe(max(waited, 0.0))

    def request(self, channel: str, answer: str) -> None:
        self._requests.labels(channel, answer).inc()

    def page(self) -> bytes:
        """In Prometheus' text format; reads the database, so call it in a thread."""
        return generate_latest(self._registry)


class _Looked(Collector):
    """Gauges whose values are looked up when somebody asks."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return [_family(name, {}) for name in GAUGES]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, values in self._gauges().items():
            yield _family(name, values)


def _family(name: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    text, label = GAUGES[name]
    family = GaugeMetricFamily(name, text, labels=[label] if label else [])
    for key, value in values.items():
        family.add_metric([key] if label else [], value)
    return family
