"""The error that ends the program with one sentence and exit code 2: something an operator must mend."""

from __future__ import annotations


class OperatorError(Exception):
    """Something an operator must mend before the program can work; the text says what, and holds no secret."""
