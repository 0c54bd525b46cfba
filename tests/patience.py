"""How long to wait on a machine that may be busy: promises of time are kept in seconds of a machine that is not."""

from __future__ import annotations

import time
from collections.abc import Callable

LAST_RESORT = 300.0  # seconds for what comes for certain, unless it is broken
_SAMPLE = 0.2  # seconds of processor time


def slowness(sample: float = _SAMPLE) -> float:
    """How many seconds pass while one second is computed: 1 on a machine that has nothing else to do."""
    began, spent = time.monotonic(), time.thread_time()
    while time.thread_time() - spent < sample:
        pass
    return max(1.0, (time.monotonic() - began) / sample)


def comes_true(is_so: Callable[[], bool], seconds: float, pause: float = 0.005) -> bool:
    """Whether it is so within these seconds, or as many more as a busy machine has taken away."""
    began = time.monotonic()
    while not is_so():
        passed = time.monotonic() - began
        if passed >= seconds and passed >= seconds * 2 * (slowness() - 0.5):
            return is_so()
        time.sleep(pause)
    return True
