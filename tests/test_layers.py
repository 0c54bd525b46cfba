"""The house holds together only while imports run one way."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("campaign", "models", "reports", "services", "handlers", "scheduler", "bot")
OURS = {*LAYERS, "simulator", "migrations", "tests", "bench"}

# A library, and the only files that may import it.
ALONE = {
    "telegram": {
        "bot/channels/telegram/channel.py",
        "bot/channels/telegram/request.py",
        "bot/channels/telegram/updates.py",
    },
    "apscheduler": {"scheduler/runner.py"},
    "pydantic_settings": {"bot/settings.py"},
    "holidays": {"bot/public_holidays.py"},
    "simulator": {"bot/cli/main.py"},
}


def _files(package: str) -> Iterator[Path]:
    yield from (ROOT / package).rglob("*.py")


def _imports(path: Path) -> set[str]:
    """The top packages a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_lies_below(layer: str) -> None:
    """campaign <- models <- reports <- handlers <- scheduler <- bot, and never back."""
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    wrong = {str(path.relative_to(ROOT)): _imports(path) & above for path in _files(layer)}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_rules_of_the_campaign_need_nothing_but_the_standard_library() -> None:
    """Another program can take `campaign` as it is."""
    wrong = {
        str(path.relative_to(ROOT)): _imports(path) - set(sys.stdlib_module_names) - {"campaign"}
        for path in _files("campaign")
    }
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_simulated_world_knows_nothing_of_us() -> None:
    """A look-alike that shared code with the bot would share its mistakes."""
    wrong = {str(path.relative_to(ROOT)): _imports(path) & (OURS - {"simulator"}) for path in _files("simulator")}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("library", sorted(ALONE))
def test_a_library_is_imported_in_its_one_place(library: str) -> None:
    """What is outside the house is touched in one place, so that it can be changed in one place."""
    users = {str(path.relative_to(ROOT)) for layer in LAYERS for path in _files(layer) if library in _imports(path)}
    assert users <= ALONE[library]
    assert users, f"nobody imports {library} any more: take it off the list"


def test_the_environment_is_read_in_one_place() -> None:
    """Settings come from bot/settings.py alone."""
    wrong = [
        str(path.relative_to(ROOT))
        for layer in LAYERS
        for path in _files(layer)
        if "os.environ" in path.read_text(encoding="utf-8") or "getenv" in path.read_text(encoding="utf-8")
    ]
    assert wrong == []
