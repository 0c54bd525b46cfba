"""Every sentence stands word for word in a golden conversation or, where none comes to it, in tests/sentences.txt.

So no sentence is changed or added without somebody reading it again: `pytest --update` rewrites the file for review.
What is put into a sentence stands there as ⟦name⟧.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from services import wording
from tests.test_conversations import FOLDER

UNSAID = Path(__file__).parent / "sentences.txt"
_BETWEEN = re.compile(r"⟦[^⟧]*⟧|[0-9]+|\n")
_LETTER = re.compile(r"[^\W\d_]")


def _samples(name: str, kind: str) -> tuple[Any, ...]:
    """What a parameter is filled with, by its annotation; of a choice every side."""
    word = f"⟦{name}⟧"
    by_kind: Mapping[str, tuple[Any, ...]] = {
        "str": (word,),
        "int": (7,),
        "int | None": (None, 7),
        "bool": (False, True),
        "datetime": (datetime(2026, 11, 20, 9, 12, tzinfo=UTC),),
        "date": (date(2026, 11, 20),),
        "str | None": (None, word),
        "Sequence[str]": ((), (word, word)),
    }
    return by_kind[kind]


def _forms(sentence: Callable[..., object]) -> Iterator[str]:
    """A sentence with everything that may be put into it, each different form once."""
    parameters = inspect.signature(sentence).parameters.values()
    filled = product(*(_samples(one.name, str(one.annotation)) for one in parameters))
    for values in filled:
        named = dict(zip((one.name for one in parameters), values, strict=True))
        yield str(sentence(**named))


def _sentences() -> Iterator[tuple[str, str]]:
    for name, value in sorted(vars(wording).items()):
        if isinstance(value, str) and not name.startswith("_"):
            yield name, value
        elif inspect.isfunction(value):
            yield from ((name, text) for text in dict.fromkeys(_forms(value)))


def _is_said(text: str, conversations: str) -> bool:
    """Whether all the words of a sentence, between what is put into it, stand in some conversation."""
    pieces = [piece.strip() for piece in _BETWEEN.split(text)]
    return all(piece in conversations for piece in pieces if _LETTER.search(piece))


def test_every_sentence_was_read(request: pytest.FixtureRequest) -> None:
    """Changed or new ones that no conversation says are written into the file, to be read aloud."""
    conversations = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.txt")))
    unsaid = [f"{name}: {text!r}" for name, text in _sentences() if not _is_said(text, conversations)]
    if request.config.getoption("--update"):
        UNSAID.write_text("\n".join(unsaid) + "\n", encoding="utf-8")
    assert unsaid == UNSAID.read_text(encoding="utf-8").splitlines()


def test_a_changed_sentence_is_not_said() -> None:
    """One word other than in any conversation is enough."""
    conversations = "< Cảm ơn ông. Sáng thứ Tư xã nhắn. Cần gì gõ GIÚP."
    assert _is_said("Cảm ơn ⟦title⟧. ⟦then⟧ Cần gì gõ GIÚP.", conversations)
    assert not _is_said("Cảm ơn ⟦title⟧. ⟦then⟧ Cần gì xin gõ GIÚP.", conversations)


def test_no_sentence_hides_another() -> None:
    """All modules of `wording` are seen as one: a name stands in one of them alone."""
    by_name: dict[str, list[str]] = {}
    for path in sorted(Path(str(wording.__file__)).parent.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                by_name.setdefault(node.name, []).append(path.stem)
    assert {} == {name: modules for name, modules in by_name.items() if len(modules) > 1}
