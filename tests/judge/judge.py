"""Judges a transcript of Bot API calls by aiogram's models; run by .venv-judge, which has nothing of this program.

Standard input is a line of JSON a call: {"method", "params", "files", "answer"}. Each request must be a method that the
library knows, with parameters that it knows and takes; each answer, updates among them, what it says that the method
returns. What is wrong is printed, one line each; the last line counts what was judged, by method.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from aiogram import methods, types
from pydantic import BaseModel, TypeAdapter, ValidationError

# Telegram's names are case-insensitive.
METHODS = {
    kind.__api_method__.lower(): kind
    for kind in vars(methods).values()
    if isinstance(kind, type) and issubclass(kind, methods.TelegramMethod) and kind is not methods.TelegramMethod
}
_WORDS = ("text", "caption", "data")  # never JSON, whatever they look like


def judge(call: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one call."""
    kind = METHODS.get(call["method"].lower())
    if kind is None:
        yield "no such method"
        return
    params = {name: _decoded(name, value) for name, value in call["params"].items()}
    params |= {name: types.BufferedInputFile(b"x", name) for name in call["files"]}
    yield from (f"unknown parameter {name}" for name in params if name not in kind.model_fields)
    try:
        yield from unknown(kind.model_validate(params), "request")
    except ValidationError as error:
        yield f"request: {_first(error)}"
    try:
        result = TypeAdapter(kind.__returning__).validate_python(call["answer"])
    except ValidationError as error:
        yield f"answer: {_first(error)}"
    else:
        yield from unknown(result, "answer")


def _decoded(name: str, value: Any) -> Any:
    is_json = isinstance(value, str) and value[:1] in ("{", "[") and name not in _WORDS
    return json.loads(value) if is_json else value


def _first(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def unknown(value: Any, path: str) -> Iterator[str]:
    """Fields that the library's models do not have, at whatever depth: it keeps them without a word."""
    if isinstance(value, BaseModel):
        yield from (f"{path}: unknown field {name}" for name in value.model_extra or ())
        for name in value.model_fields_set & set(type(value).model_fields):
            yield from unknown(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for entry in value:
            yield from unknown(entry, path)


def main() -> int:
    counts: Counter[str] = Counter()
    faults = 0
    for line in sys.stdin:
        call = json.loads(line)
        counts[call["method"].lower()] += 1
        for fault in judge(call):
            faults += 1
            print(f"{call['method']}: {fault}")
    print(json.dumps({"judged": counts, "faults": faults}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
