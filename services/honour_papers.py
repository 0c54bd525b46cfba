"""The papers of a proposal as they are described in the outbox: names of people come in when the file leaves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from models import honours
from models.honours import HOUSEHOLD, UNIT, Award, Nominee, Proposal
from services import award_records, date_words, honour_candidates, legal, wording
from services.context import Context

KIND, BOOK = "honours", "award-book"
LIST, REPORTS, MINUTES, SUBMISSION, DECISION = "list", "reports", "minutes", "submission", "decision"
LABELS: Mapping[str, str] = MappingProxyType(
    {
        LIST: wording.HONOUR_LIST,
        REPORTS: wording.HONOUR_REPORTS,
        MINUTES: wording.HONOUR_MINUTES,
        SUBMISSION: wording.HONOUR_SUBMISSION,
        DECISION: wording.HONOUR_DECISION,
    }
)
_FILES = {
    **{LIST: "danh-sach", REPORTS: "bao-cao-thanh-tich", MINUTES: "bien-ban"},
    **{SUBMISSION: "to-trinh", DECISION: "quyet-dinh"},
}


def called(one: Nominee | Award) -> str:
    """«thôn Bản Còn», «ông Nông Văn An, Bản Còn, trực tiếp», «hộ bà Lan, Bản Còn»."""
    if one.kind == UNIT:
        return one.unit.full_name
    if one.kind == HOUSEHOLD:
        return wording.nominee_household(one.name, one.unit.short_name)
    return wording.nominee_person(one.name, one.unit.short_name, wording.AWARD_PARTS.get(one.part, ""))


def _on_paper(one: Nominee | Award) -> str:
    """«Thôn Bản Còn», «Nông Văn An, thôn Bản Còn», «Hộ bà Lan, thôn Bản Còn»."""
    unit = one.unit.full_name
    if one.kind == UNIT:
        return unit[:1].upper() + unit[1:]
    named = wording.nominee_household(one.name, unit) if one.kind == HOUSEHOLD else f"{one.name}, {unit}"
    return named[:1].upper() + named[1:]


def describe(context: Context, proposal: Proposal, paper: str, of: str) -> dict[str, Any]:
    """What is stored: figures and reasons of units; of people and households the ids of their rows alone."""
    awards = honours.book(context.session, context.commune.id)
    return {
        "kind": KIND,
        "paper": paper,
        "name": f"{_FILES[paper]}-khen-{proposal.year}-du-thao.docx",
        "commune": context.commune.name,
        "year": proposal.year,
        "of": of,
        "made_on": context.today.isoformat(),
        "signer": context.campaign.leader_title,
        "legal": legal.for_papers(context),
        "form": _form(context),
        "nominees": [_nominee(context, awards, one, proposal) for one in proposal.standing],
    }


def _form(context: Context) -> str:
    """What is confirmed as the form of an honour, without its source: it stands in every row."""
    found = legal.confirmed(context).get(legal.Key.FORM)
    return found.value if found is not None else ""


def _nominee(context: Context, awards: Any, one: Nominee, proposal: Proposal) -> dict[str, Any]:
    is_unit = one.kind == UNIT
    return {
        "id": one.id,
        "kind": one.kind,
        "part": one.part,
        "unit": one.unit.short_name,
        "size": [one.unit.households, one.unit.people] if is_unit else [None, None],
        "figures": one.figures,
        "on_time": honour_candidates.on_time(context, one.unit, proposal.year) if is_unit else "",
        "before": award_records.before(context, awards, one, proposal),
    }


def with_names(session: Session, what: dict[str, Any]) -> dict[str, Any]:
    """The whole description; who was erased since is not in it."""
    found = []
    for one in what["nominees"]:
        row = session.get(Nominee, one["id"])
        if row is not None:
            said = {"name": _on_paper(row), "part_said": wording.AWARD_PARTS_ON_PAPER.get(row.part, "")}
            found.append({**one, **said, "rule": row.rule, "reason": row.reason, "why": row.why})
    return {**what, "nominees": found}


def describe_book(context: Context) -> dict[str, Any]:
    """What is stored of the book's workbook: whose it is."""
    return {
        "kind": BOOK,
        "name": f"so-khen-thuong-{context.today.isoformat()}.xlsx",
        "commune": context.commune.name,
        "commune_id": context.commune.id,
    }


def with_awards(session: Session, what: dict[str, Any]) -> dict[str, Any]:
    """The lines of the book, the first one first."""
    awards = reversed(honours.book(session, what["commune_id"]))
    return {**what, "awards": [_award(one) for one in awards]}


def _award(one: Award) -> dict[str, Any]:
    return {
        "number": one.number,
        "decision": one.decision,
        "decided_on": date_words.plain_date(one.decided_on),
        "name": _on_paper(one),
        "kind": wording.AWARD_KINDS[one.kind],
        "part": wording.AWARD_PARTS.get(one.part, ""),
        "is_direct": one.part == honours.DIRECT_WORKER,
        "form": one.form,
        "deed": one.deed,
        "year": one.year,
        "handed": date_words.plain_date(one.handed_on) if one.handed_on else "",
        "revoked": f"{date_words.plain_date(one.revoked_on)}: {one.revoked_why}" if one.revoked_on else "",
    }
