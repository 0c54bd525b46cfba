"""Nobody makes the program stand still: every pattern it has takes time that grows with the text, not faster."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

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
IN_CI = 5
STEPS = [IN_CI, pytest.param(1, marks=pytest.mark.long)]


def _ways(pattern: re.Pattern[str]) -> Iterator[Act]:
    """Matching and searching are the first steps of finding all, and replacing is its last."""
    yield pattern.fullmatch
    yield lambda text: pattern.sub("", text)


def _complaints(pattern: re.Pattern[str], step: int) -> list[str]:
    """Why a pattern is too slow, at the first text that shows it for each way of using it.

    Of the texts that are the same for all patterns each `step`-th is read.
    """
    shapes = [*list(effort.shapes())[::step], *effort.shapes_for(pattern)]
    return [
        reason
        for act in _ways(pattern)
        if (reason := next(filter(None, (effort.judge(act, shape) for shape in shapes)), ""))
    ]


@pytest.mark.parametrize("step", STEPS)
def test_no_pattern_takes_long_on_any_text(step: int) -> None:
    """At most 20 ms for 4,096 characters, and six times what 1,024 take, whichever way it is used."""
    assert len(PATTERNS) > 50
    suspected = [where for where, pattern in PATTERNS.items() if _complaints(pattern, step)]
    # Slow once may have been the machine; a slow pattern is slow again.
    slow = {where: reasons for where in suspected if (reasons := _complaints(PATTERNS[where], step))}
    assert {} == slow


# Patterns that this program once had, or might have: each is slow in a way of its own.
SLOW = [
    r"\s+x",
    r"(?:^|\n)\s*(?:cau)?\s*(\d+)",
    r"\d+,\d+",
    r"(?:a+)+b",
    r"nham\s*,?\s*(?:chu\s+)?x",
    r"<a[^>]*\s+[^>]*>",
]


@pytest.mark.parametrize("pattern", SLOW)
def test_a_slow_pattern_is_told(pattern: str) -> None:
    """Quadratic, cubic and exponential ones are all caught, or the test above would prove nothing."""
    compiled = re.compile(pattern)
    shapes = [*list(effort.shapes())[::IN_CI], *effort.shapes_for(compiled)]
    assert any(effort.judge(compiled.search, shape) for shape in shapes)


def test_patterns_are_looked_for_everywhere() -> None:
    """In a module, in a tuple of pairs, in a class and in an object of one of the product's classes."""
    plain, paired, kept = re.compile("a"), re.compile("b"), re.compile("c")
    assert [plain] == list(_within(plain, set()))
    assert [paired] == list(_within((("kind", [paired]),), set()))
    assert [kept] == list(_within({"x": {kept}}, set()))
    shown = "\n".join(PATTERNS)
    for name in (
        "campaign.spans._SAID",
        "simulator.markup._FOUND",
        "handlers.privacy._NAMES",
        "bot.setting_types._UNGUESSABLE",
    ):
        assert name in shown


def _compiled_in_functions(tree: ast.Module) -> Iterator[int]:
    """The lines on which a function writes a pattern of its own, where no test can find it."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "re":  # type: ignore[attr-defined]
                yield node.lineno  # type: ignore[attr-defined]  # a call has a line


def test_every_pattern_stands_in_a_module() -> None:
    """`re.sub("…")` within a function would escape the test of time: a pattern is compiled where it can be found."""
    assert [2] == list(_compiled_in_functions(ast.parse("def f(x):\n    return re.sub('a+', '', x)\n")))
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for line in _compiled_in_functions(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert [] == found
    imported = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "from re import" in path.read_text(encoding="utf-8")
    ]
    assert [] == imported
