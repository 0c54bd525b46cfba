"""Nobody makes the program stand still: every pattern it has takes time that grows with the text, not faster."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from tests import effort
from tests.effort import Act

ROOT = Path(__file__).resolve().parent.parent
NOT_THE_PRODUCT = {"tests", "bench", "migrations"}
PACKAGES = sorted({path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_THE_PRODUCT)


def _modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of the product, by where it stands."""
    collected: dict[str, re.Pattern[str]] = {}
    seen: set[int] = set()
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _within(value, seen):
                collected.setdefault(f"{module.__name__}.{name} {pattern.pattern}", pattern)
    return collected


def _within(value: object, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, however deep: in collections, and in objects and classes of the product's own."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        if isinstance(value, re.Pattern):
            seen.add(id(value))
            if isinstance(value.pattern, str):
                yield value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, tuple | list | set | frozenset):
            waiting += value
        elif _is_ours(value):
            seen.add(id(value))
            waiting += vars(value).values() if hasattr(value, "__dict__") else []
            names = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
            waiting += [getattr(value, name) for name in names if hasattr(value, name)]


def _is_ours(value: object) -> bool:
    home = value.__module__ if isinstance(value, type) else type(value).__module__
    return isinstance(home, str) and home.split(".")[0] in PACKAGES


PATTERNS = patterns()


def _ways(pattern: re.Pattern[str]) -> Iterator[Act]:
    yield pattern.match
    yield pattern.fullmatch
    yield pattern.search
    yield lambda text: pattern.sub("", text)
    yield lambda text: sum(1 for _ in pattern.finditer(text))


def _complaints(pattern: re.Pattern[str]) -> list[str]:
    """Why a pattern is too slow, at the first text that shows it for each way of using it."""
    shapes = [*effort.shapes(), *effort.shapes_for(pattern)]
    return [
        reason
        for act in _ways(pattern)
        if (reason := next(filter(None, (effort.judge(act, shape) for shape in shapes)), ""))
    ]
