"""Honours: who the printed rule finds, papers without any law, whose names go when, and what the book keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlalchemy import select

from bot.outbox import drawing
from models import honours, units
from models.audit import Audit
from models.figures import Figure
from models.honours import Award, Nominee, Proposal
from models.messages import OutboxMessage
from models.pledges import AGREED, Pledge, PledgeLine
from reports import to_confirm
from services import honour_candidates, honour_papers, late_files
from services.context import Context
from services.inbound import Kind
from tests.commune import Stand

_SIGNERS = ("NGƯỜI LẬP", "XÁC NHẬN CỦA", "CHỦ TỌA", "TM. HỘI ĐỒNG", "Như Điều 3")
PERSON = "ĐỀ NGHỊ KHEN THÊM ông Hoàng Văn Sơn, Bản Còn, trực tiếp: góp 200 m² đất làm đường"
NAME = "Hoàng Văn Sơn"


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path)
    made.join("son", "hoa")
    made.say("hoa", "ĐỀ NGHỊ KHEN 2026")
    made.say("hoa", PERSON.replace("ông ", ""))
    made.say("hoa", "ĐỀ NGHỊ KHEN THÊM hộ bà Lan, Nà Pò: cho mượn đất")
    yield made
    made.close()


def proposal(context: Context) -> Proposal:
    found = honours.in_hand(context.session, context.commune.id)
    assert found is not None
    return found


def paper(stand: Stand, kind: str) -> tuple[dict[str, object], docx.document.Document]:
    """What waits in the outbox, and the file that leaves."""
    with stand.context() as context:
        what = honour_papers.describe(context, proposal(context), kind, "năm 2026")
        made = drawing.render(late_files.filled(context.session, what))
    return what, docx.Document(BytesIO(made))


def text_of(document: docx.document.Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\u200b", "")


@pytest.mark.parametrize("kind", honour_papers.LABELS)
def test_every_paper_is_made_without_any_law(stand: Stand, kind: str) -> None:
    """With an empty legal table: no article of ours, every open place is yellow and stands in the box on page 1."""
    what, document = paper(stand, kind)
    assert {} == what["legal"]
    assert NAME not in json.dumps(what, ensure_ascii=False)  # nothing that waits names anybody
    text = text_of(document)
    assert NAME in text
    opened = to_confirm.open_places([text])
    assert opened
    box = document.tables[0].cell(0, 0).text
    assert [] == [one for one in opened if one not in box]
    assert not any(word in text for word in ("Nghị định", "Luật Thi đua", "Thông tư"))


def test_a_decision_is_laid_out_to_be_signed(stand: Stand) -> None:
    """The signature stays with its articles: the list begins behind it. A form in each row, its source said once."""
    stand.say("hoa", "CĂN CỨ 7: Giấy khen, theo Điều 3 Quyết định 40/QĐ-UBND")
    document = paper(stand, "decision")[1]
    parts = ["".join(one.itertext()) for one in document.element.body]
    signed = next(at for at, said in enumerate(parts) if "Nơi nhận:" in said)
    (broken,) = [at for at, one in enumerate(document.element.body) if 'w:type="page"' in one.xml]
    assert "Điều 3." in parts[signed - 1]
    assert broken == signed + 1
    assert ["Điều 1. ", "Điều 2. ", "Điều 3. "] == [
        run.text for one in document.paragraphs for run in one.runs if run.bold and run.text.startswith("Điều")
    ]
    assert {"Hình thức khen thưởng", "Giấy khen"} == {row.cells[2].text for row in document.tables[-1].rows}
    assert "Hoàng Văn Sơn, thôn Bản Còn" in text_of(document)
    assert "người trực tiếp lao động" in text_of(paper(stand, "list")[1])


@pytest.mark.parametrize("kind", honour_papers.LABELS)
def test_no_signature_stands_alone_on_a_page(stand: Stand, kind: str) -> None:
    """What is said before it is held on one page with it."""
    body = list(paper(stand, kind)[1].element.body)
    signed = [
        at
        for at, one in enumerate(body)
        if any(word in "".join(one.itertext()) for word in _SIGNERS) and one.tag.endswith("}tbl")
    ]
    assert signed
    assert [] == [at for at in signed if "<w:keepNext/>" not in body[at - 1].xml]


def test_what_is_confirmed_stands_in_the_papers_until_it_ends(stand: Stand) -> None:
    """With its source; the day after its last one the place is open again."""
    stand.say("hoa", "CĂN CỨ 7: Giấy khen, theo Điều 3 Quyết định 40/QĐ-UBND, đến 18/11/2026")
    assert "Giấy khen (Điều 3 Quyết định 40/QĐ-UBND)" in text_of(paper(stand, "decision")[1])
    stand.at("2026-11-19T09:00")
    assert "[Chờ xã xác nhận: hình thức khen thưởng]" in text_of(paper(stand, "decision")[1])


def test_a_village_that_kept_every_line_is_found_and_doubt_keeps_it_off(stand: Stand) -> None:
    """By its pledge, not by the rest of its measures; with the ids of the figures that it rests on."""
    with stand.context() as context:
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None
        assert unit not in [one.unit for one in honour_candidates.by_rule(context, 2026, None)]
        line = PledgeLine(position=1, measure="KT1a", text="", value=Decimal(40))
        made = Pledge(unit_id=unit.id, year=2026, state=AGREED, opened_at=context.now, lines=[line])
        context.session.add(made)
        context.session.flush()
        (found,) = [one for one in honour_candidates.by_rule(context, 2026, None) if one.unit == unit]
        assert "đạt 1/1 dòng giao ước" == found.rule
        assert found.figures[0]["now"] == "40,5 ha"
        assert found.figures[0]["source"].startswith("số liệu mã ")
        line.value = Decimal(41)
        context.session.flush()
        assert unit not in [one.unit for one in honour_candidates.by_rule(context, 2026, None)]
        line.value = Decimal(40)
        for figure in context.session.scalars(select(Figure).where(Figure.subject_id == unit.id)):
            figure.mark = "lệch"
        context.session.flush()
        assert unit not in [one.unit for one in honour_candidates.by_rule(context, 2026, None)]


def test_the_list_follows_the_figures(stand: Stand) -> None:
    """Who does not fulfil the rule any more is taken off and said so, and comes back; people's additions stay."""

    def marked(mark: str) -> set[int]:
        with stand.context() as context:
            found = proposal(context)
            by_rule = [one.unit_id for one in found.nominees if one.rule and not one.reason]
            for figure in context.session.scalars(select(Figure).where(Figure.subject_id.in_(by_rule))):
                figure.mark = mark
        stand.say("hoa", "ĐỀ NGHỊ KHEN")
        with stand.context() as context:
            return {one.number for one in proposal(context).standing}

    assert ({9, 10}, set(range(1, 11))) == (marked("lệch"), marked(""))
    assert "góp 200 m² đất làm đường" in stand.heard("hoa")[-1].text


def test_withdrawing_reaches_all_but_what_was_decided(stand: Stand) -> None:
    """RÚT TÊN: the nomination goes, and a file that was described before names nobody; an issued award stays."""
    stand.say("son", "DỮ LIỆU CỦA TÔI")
    assert "có trong 1 danh sách đề nghị khen" in stand.heard("son")[-1].text
    stand.say("hoa", "ĐỀ NGHỊ KHEN QĐ 12/QĐ-UBND ngày 16/11/2026")
    stand.say("hoa", "ĐỀ NGHỊ KHEN 2026")
    stand.say("hoa", PERSON.replace("ông ", ""))
    with stand.context() as context:
        what = honour_papers.describe(context, proposal(context), "list", "năm 2026")
    stand.say("son", "RÚT TÊN")
    stand.tap("son", "Rút tên tôi")
    with stand.context() as context:
        assert [] == [one for one in context.session.scalars(select(Nominee)) if one.name == NAME]
        assert [NAME] == [one.name for one in context.session.scalars(select(Award)) if one.kind == honours.PERSON]
        assert NAME not in json.dumps(late_files.filled(context.session, what), ensure_ascii=False)
        audited = [(one.old, one.new, one.why) for one in context.session.scalars(select(Audit))]
        assert NAME not in json.dumps(audited, ensure_ascii=False)


def test_each_kind_has_its_day(stand: Stand) -> None:
    """People who were taken off go first, then all nominees; the book stays."""
    stand.say("hoa", "ĐỀ NGHỊ KHEN BỎ 9: đã khen ở tỉnh")
    stand.say("hoa", "ĐỀ NGHỊ KHEN QĐ 12/QĐ-UBND ngày 16/11/2026")
    with stand.context() as context:
        session, commune, never = context.session, context.commune.id, context.now - timedelta(days=400)
        later = context.now + timedelta(seconds=1)
        awards = len(honours.book(session, commune))
        assert 0 == honours.purge(session, commune, never, never)
        assert 1 == honours.purge(session, commune, never, later)
        assert [] == [one for one in session.scalars(select(Nominee)) if one.name == NAME]
        assert honours.purge(session, commune, later, later) > 1
        assert (0, awards) == (len(session.scalars(select(Nominee)).all()), len(honours.book(session, commune)))


def test_no_group_hears_of_nominees_or_points(stand: Stand) -> None:
    """Whoever asks there, with a stroke or without."""
    for text in ("/denghikhen 2026", "/sokhen", "/bangdiem", "/cancu", "đề nghị khen", "bảng điểm"):
        stand.send("group", Kind.TEXT, sender_id="hoa", is_group=True, text=text)
    with stand.context() as context:
        said = context.session.scalars(select(OutboxMessage.text).where(OutboxMessage.chat_id == "group")).all()
    assert [] == [one for one in said if "khen" in one.casefold() or "điểm" in one.casefold()]
