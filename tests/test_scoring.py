"""Points by the commune's own scheme: what its rules give, what is withheld, who forgets what, and what files hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.outbox import drawing
from campaign.catalogue import Campaign
from models import figures, people, scoring, units
from services import score_papers
from services import scoring as scores
from services.scoring import Rule
from tests.audit_acts.contest import SCHEME, object_to_score
from tests.commune import Stand, deployment

D = Decimal
RULES = SCHEME.replace(
    "Phong trào;40", "Hộ nghèo;10;XH3;2026\nGieo trồng;10;KT1a theo tỷ lệ;2026\nNhà văn hóa;10;XH5;2026\nPhong trào;10"
)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path)
    yield made
    made.close()


def _campaign() -> Campaign:
    return deployment().campaign.as_written


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("XH1", (Rule.REACHED, "XH1")),
        ("Số liệu kt1a: theo tỷ lệ", (Rule.SHARE, "KT1a")),
        ("Giao ước", (Rule.PLEDGE, "")),
        ("dung han", (Rule.ON_TIME, "")),
        ("Hội đồng chấm", (Rule.HAND, "")),
        ("XH99", None),
        ("", None),
        ("XH1 nhân đôi", None),
    ],
)
def test_a_rule_is_one_that_there_is(written: str, rule: tuple[Rule, str] | None) -> None:
    assert rule == scores.rule_of(_campaign(), written)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "A;40;hội đồng;2026;\nB;60;hội đồng;2026;\nTổng cộng;90;;;",
            "ghi tổng 90 điểm, các tiêu chí của thôn cộng lại 100",
        ),
        ("A;0;hội đồng;2026;\nB;100;hội đồng;2026;\nTổng cộng;100;;;", "là 0; phải lớn hơn 0"),
        ("A;100;hội đồng;2026;\nTốt;120;;2026;xếp loại\nTổng cộng;100;;;", "«Tốt» từ 120 điểm, quá mức cao nhất 100"),
        ("A;100;hội đồng;1999;\nTổng cộng;100;;;", "năm 1999 ngoài phong trào 2026-2030"),
        ("A;100;hội đồng;2026;\nB;20;hội đồng;2026;thưởng\nTốt;120;;2026;xếp loại\nTổng cộng;100;;;", ""),
    ],
)
def test_a_scheme_that_nobody_can_be_scored_by_is_refused(stand: Stand, lines: str, said: str) -> None:
    """With what is wrong; nothing is offered to be applied."""
    stand.join("hoa")
    stand.give("hoa", f"Tiêu chí;Điểm tối đa;Cách tính;Năm;Loại\n{lines}\n".encode())
    answer = stand.heard("hoa")[-1]
    assert said in answer.text
    assert bool(said) != any(label == "Áp dụng" for label, _ in answer.choices)


def test_each_rule_gives_its_points(stand: Stand) -> None:
    """From the sample's figures: 98,2 % above 98 %, 40,5 of 45 ha; no report was due; people's stays open."""
    stand.join("son", "hoa")
    stand.give("hoa", RULES.encode())
    stand.tap("hoa", "Áp dụng")
    with stand.context() as context:
        scheme = scoring.scheme_of(context.session, context.commune.id, 2026)
        assert scheme is not None
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None
        lines = dict(scores.lines_of_all(context, scheme))[unit]
        given = {one.criterion.text: one.points for one in lines}
        assert {"Bảo hiểm y tế": D(40), "Đúng hạn": None, "Gieo trồng": D(9), "Phong trào": None} == {
            name: given[name] for name in ("Bảo hiểm y tế", "Đúng hạn", "Gieo trồng", "Phong trào")
        }
        assert D(0) == given["Nhà văn hóa"]  # «chưa đạt»
        people_in_need = next(one for one in lines if one.criterion.measure == "XH3")
        few = next(
            one
            for _, others in scores.lines_of_all(context, scheme)
            for one in others
            if one.criterion.measure == "XH3" and one.is_small
        )
        assert "12 hộ" in people_in_need.told
        assert few.told != few.source
        assert "không nêu" in few.told


def test_a_doubtful_figure_withholds_its_points(stand: Stand) -> None:
    """Withheld, not zero."""
    stand.join("son", "hoa")
    stand.give("hoa", SCHEME.encode())
    stand.tap("hoa", "Áp dụng")
    with stand.context() as context:
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None
        for row in context.session.query(figures.Figure).filter_by(measure="XH1", subject_id=unit.id):
            row.mark = "lệch"
        context.session.flush()
        scheme = scoring.scheme_of(context.session, context.commune.id, 2026)
        assert scheme is not None
        first = dict(scores.lines_of_all(context, scheme))[unit][0]
        assert first.points is None
        assert first.is_withheld
        assert "đang đối chiếu" in first.source


def test_an_objection_is_one_and_goes_with_its_time(stand: Stand) -> None:
    """A second is told of the first; RÚT TÊN takes away who wrote it, the purge the row."""
    object_to_score(stand)
    stand.say("son", "BẢNG ĐIỂM và một tuần nữa")
    assert "đã gửi một ý kiến" in stand.heard("son")[-1].text
    stand.say("son", "DỮ LIỆU CỦA TÔI")
    assert "Ý kiến về bảng điểm: 1." in stand.heard("son")[-1].text
    stand.say("son", "RÚT TÊN")
    stand.tap("son", "Rút tên tôi")
    with stand.context() as context:
        (row,) = scoring.rows_of(context.session, context.commune.id, 2026)
        assert ("dòng 2 thiếu một tuần", None) == (row.objection, row.objected_by)
        assert not people.units_of(
            context.session.query(people.Person).filter_by(address="chị Hoa").one(), ["reporter"]
        )
        assert 0 == scoring.purge(context.session, context.commune.id, context.now - timedelta(days=400))
        assert 1 == scoring.purge(context.session, context.commune.id, context.now + timedelta(seconds=1))


def test_the_council_gets_empty_columns_and_no_law_of_ours(stand: Stand) -> None:
    """Votes are for people to write; what nobody has confirmed stands as a place to be confirmed, listed on page 1."""
    object_to_score(stand)
    with stand.context() as context:
        scheme = scoring.scheme_of(context.session, context.commune.id, 2026)
        assert scheme is not None
        made = {kind: drawing.render(score_papers.describe(context, scheme, kind)) for kind in score_papers.FILES}
    assert all(made[kind].startswith(b"PK") for kind in made)
    paper = docx.Document(BytesIO(made[score_papers.PAPER]))
    box, _, table = paper.tables[:3]
    assert "4) tỷ lệ phiếu để đề nghị khen" in box.cell(0, 0).text
    assert "[Chờ xã xác nhận: số thành viên hội đồng]" in "".join(one.text for one in paper.paragraphs)
    assert {""} == {cell.text for row in table.rows[1:] for cell in row.cells[5:]}
    assert any("dòng 2 thiếu một tuần" in cell.text for row in table.rows for cell in row.cells)
