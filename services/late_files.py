"""What of a file's stored description is looked up when it leaves: codes that are nowhere kept, and people's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from services import check_papers, honour_papers, invitation_sheets, table_templates

_FILLED: Mapping[str, Callable[[Session, dict[str, Any]], dict[str, Any]]] = {
    invitation_sheets.KIND: invitation_sheets.with_codes,
    table_templates.PEOPLE_TEMPLATE: table_templates.with_people,
    honour_papers.KIND: honour_papers.with_names,
    honour_papers.BOOK: honour_papers.with_awards,
    check_papers.LOG: check_papers.with_people,
    table_templates.FAULTY_ROWS: table_templates.with_faulty_rows,
}


def is_late(what: Mapping[str, Any]) -> bool:
    """Whether a description lacks what only the moment of sending may know."""
    return what.get("kind") in _FILLED


def filled(session: Session, what: dict[str, Any]) -> dict[str, Any]:
    """The whole description, in a session of the commune whose file it is."""
    return _FILLED[what["kind"]](session, what)
