"""Drafts of the papers of a proposal for honours (.docx), and the book of awards (.xlsx).

Layout of Nghị định 30/2020/NĐ-CP, Phụ lục I. The program writes no law, no reasons and no praise: what is the
commune's or the nominee's to say is a yellow place, and page 1 lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reports import award_book, honour_decision, honour_nominees, honour_reports
from reports.honour_page import Paper, What


def write(what: What) -> bytes:
    """The file behind a whole description (`services.honour_papers`)."""
    if what["kind"] == "award-book":
        return award_book.workbook(what)
    made: Mapping[str, Callable[[Paper], None]] = {
        "list": honour_nominees.write_list,
        "reports": honour_reports.write_reports,
        "minutes": honour_decision.write_minutes,
        "submission": honour_decision.write_submission,
        "decision": honour_decision.write_decision,
    }
    paper = Paper(what)
    made[what["paper"]](paper)
    return paper.packed()
