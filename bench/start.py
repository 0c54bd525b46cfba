"""How long the program needs to its first poll, and how much memory it holds when nobody speaks."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.sample import CAMPAIGN, ROOT, TOKEN

_PATIENCE = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def simulator() -> Iterator[httpx.Client]:
    """The simulator as a process of its own; a client of it."""
    port = free_port()
    command = [sys.executable, "-m", "simulator", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            until = time.monotonic() + _PATIENCE
            while not _answers(client):
                if time.monotonic() > until:
                    raise TimeoutError("the simulator did not start")
                time.sleep(0.05)
            yield client
    finally:
        process.terminate()
        process.wait()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/sim/clock").is_success
    except httpx.ConnectError:
        return False


@contextmanager
def bot(folder: Path, client: httpx.Client) -> Iterator[tuple[int, float]]:
    """`thidua run` on the database in `folder`: its process id, and the seconds to its first getUpdates."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    environment |= {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": str(client.base_url).rstrip("/"),
        "DATABASE_URL": f"sqlite:///{folder / 'thidua.db'}",
        "CAMPAIGN_FILE": str(CAMPAIGN),
        "HTTP_PORT": str(free_port()),
        "LOG_LEVEL": "ERROR",
    }
    last = _polls(client, 0)
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment)
    try:
        while _polls(client, last) == last:
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise TimeoutError("the bot did not start")
            time.sleep(0.005)
        yield process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _polls(client: httpx.Client, after: int) -> int:
    """The number of the newest getUpdates call."""
    calls = client.get("/sim/calls", params={"method": "getUpdates", "after": after}).json()["calls"]
    return int(calls[-1]["number"]) if calls else after


def machine() -> str:
    """Processor, cores and system, as the system tells them."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {platform.platform(terse=True)}"


def memory(process: int) -> float:
    """Megabytes of a process that lie in memory (VmRSS)."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(process)
