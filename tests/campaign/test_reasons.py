"""All that is read about a faulty campaign file is Vietnamese: every reason, and every place where one is given."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.communes import places, reading
from campaign import definition
from campaign.definition import faults, load, measure_reasons, reasons

# Words that an English sentence can hardly do without, and that no Vietnamese one has.
_ENGLISH = re.compile(
    r"\b(must|be|is|are|was|the|an|of|and|or|not|no|with|without|missing|cannot|has|have|there|this|that|it|in|at|unknown"
    r"|expected|invalid|file|error|found|line|key|value)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\[[^]]*\]|\{[^}]*\}|[a-z]+_[a-z_]+|\bof\b")  # as the file has it
_SAMPLES: dict[object, object] = {
    str: "X1",
    int: 3,
    object: "X1",
    str | None: None,
    Iterable[str]: ("X1", "X2"),
    Sequence[str]: ("X1", "X2"),
    OSError: OSError(2, "No such file or directory"),
}
_ALL = (reasons, measure_reasons)
_FUNCTIONS = [made for one in _ALL for _, made in inspect.getmembers(one, inspect.isfunction)]
_CONSTANTS = [said for one in _ALL for name, said in vars(one).items() if name.isupper() and isinstance(said, str)]
_MODULES = [*Path(definition.__file__).parent.glob("*.py"), Path(reading.__file__), Path(places.__file__)]


def english(said: str) -> list[str]:
    return _ENGLISH.findall(_QUOTED.sub("", said))


def told(reason: Callable[..., str]) -> str:
    kinds = typing.get_type_hints(reason)
    del kinds["return"]
    return reason(**{name: _SAMPLES[kind] for name, kind in kinds.items()})


def test_every_reason_is_vietnamese() -> None:
    """With what the file says in it, quoted; none holds a word of an English sentence."""
    listed = {*_CONSTANTS, *reasons.NOT_KEYS.values(), *reasons._OF_SYSTEM.values(), *reasons._OF_TOML.values()}
    said = [*listed, *map(told, _FUNCTIONS)]
    assert 90 < len(said)
    assert [] == [one for one in said if english(one)]


def literals(tree: ast.Module) -> Iterator[str]:
    """The strings of a module but for docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize(
    "path", [one for one in _MODULES if not one.stem.endswith("reasons")], ids=lambda path: path.stem
)
def test_a_reason_is_given_nowhere_else(path: Path) -> None:
    """No module that finds faults holds a sentence of its own: only keys and the one list of reasons."""
    sentences = [one for one in literals(ast.parse(path.read_text(encoding="utf-8"))) if re.search(r"\w \w+ \w", one)]
    assert [] == [one for one in sentences if english(one)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a = ",
            "a = 1 2",
            "a b = 1",
            "= 1",
            "[a",
            "[a]\n[a]",
            "a = 1\na = 2",
            'a = "x',
            'a = "\\q"',
            "a = 2026-13-01",
        ),
        *("a = [1", "a = {b = 1", "a = x", "a.b = 1\n[a]\n[a.b]", "[[a]]\n[a]", "a = '''x", 'a = "\x01"', "\x01"),
    ],
)
def test_what_is_no_toml_is_told_in_vietnamese(text: str, tmp_path: Path) -> None:
    """Whatever the parser of this Python says of it, and whatever it will say."""
    path = tmp_path / "campaign.toml"
    path.write_text(text, encoding="utf-8")
    (fault,) = load.check(path)
    assert ([], True) == (english(fault.reason), fault.line >= 1)
    assert re.fullmatch(r"dòng \d+: TOML: sai cách viết TOML: .+", str(fault))


def test_a_fault_of_no_line_names_its_place_alone() -> None:
    """An override stands on no line of the file: «dòng 0» would be looked for."""
    assert "calendar.post: còn thiếu" == str(faults.Fault(0, "calendar.post", reasons.MISSING))
