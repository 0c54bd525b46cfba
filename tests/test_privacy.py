"""Names of third persons are nowhere in the database; the figure is read all the same, and it is said once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers import privacy
from models.database import Base
from models.figures import Figure, Revision
from models.messages import InboxMessage
from services import wording
from services.inbound import Kind
from tests.commune import Stand

SAID = wording.names_are_not_kept()


def stored(stand: Stand) -> str:
    """Everything the database holds, as one text."""
    return "\n".join(_cells(stand))


def _cells(stand: Stand) -> Iterator[str]:
    with stand.store.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                yield " ".join(map(str, row))


def inbox_text(stand: Stand) -> str | None:
    """The newest message as it is kept."""
    with stand.store.deployment_wide("a test looks at what is kept") as session:
        return session.query(InboxMessage).order_by(InboxMessage.id.desc()).limit(1).one().text


def given(stand: Stand, measure: str = "XH1") -> tuple[str, str]:
    """This week's figure, and the words it was given in."""
    with stand.store.deployment_wide("a test looks at what is kept") as session:
        figure = session.query(Figure).filter(Figure.measure == measure, Figure.period_id.is_not(None)).one()
        revision = session.query(Revision).filter_by(figure_id=figure.id).order_by(Revision.id.desc()).limit(1).one()
        return str(figure.value), revision.words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cháu Nông Thị Bình chưa có thẻ, còn 8 người", "[tên] chưa có thẻ, còn 8 người"),
        ("anh Tư báo 8 người", "[tên] báo 8 người"),
        ("chau nong thi binh bao con 8 nguoi", "[tên] bao con 8 nguoi"),
    ],
)
def test_the_figure_beside_a_name_is_read_and_the_name_is_nowhere(asked: Stand, typed: str, kept: str) -> None:
    """Inbox, words of the figure and every other table have «[tên]»; it is said once, before the echo."""
    asked.say("son", typed)
    replies = [row.text for row in asked.heard("son")]
    assert 1 == len(replies)
    assert replies[0].startswith(f"{SAID}\n8 người chưa có thẻ BHYT")
    assert kept == inbox_text(asked)
    assert ("8", kept) == given(asked)
    assert not [name for name in ("Thị Bình", "thi binh", "Tư báo") if name in stored(asked)]
    asked.say("son", "7 sào")
    assert SAID not in asked.heard("son")[-1].text


@pytest.mark.parametrize("typed", ["1 hộ bà Lý Thị Mai thoát nghèo", "ho ba ly thi mai thoat ngheo"])
def test_a_household_s_name_is_not_kept_where_nothing_was_asked(asked: Stand, typed: str) -> None:
    """Nor what waits in a dialogue, nor what is said back in a question."""
    asked.say("son", "8")
    asked.say("son", "0")
    asked.say("son", typed)
    assert SAID == asked.heard("son")[-1].text.split("\n")[0]
    assert "[tên] tho" in str(inbox_text(asked))
    assert not [name for name in ("Lý Thị", "ly thi") if name in stored(asked)]


def test_it_is_said_again_with_the_next_message_that_has_a_name(asked: Stand) -> None:
    """Once a message, not once for ever."""
    for typed in ("bà Lý Thị Mai mới có thẻ, còn 8", "ông Nông Văn Bình báo 7 sào"):
        asked.say("son", typed)
        assert 1 == asked.heard("son")[-1].text.count(SAID)


def test_an_edited_message_and_a_caption_keep_no_name(asked: Stand) -> None:
    """The same on every way in."""
    asked.send("son", Kind.TEXT, text="8", message_id="57")
    asked.send("son", Kind.EDIT, text="bà Lý Thị Mai, còn 7 người", message_id="57")
    assert ("7", "[tên], còn 7 người") == given(asked)
    asked.send("son", Kind.PHOTO, data="file-1", text="ông Nông Văn Bình báo 7 sào")
    assert SAID in asked.heard("son")[-1].text
    assert not [name for name in ("Lý Thị Mai", "Nông Văn Bình") if name in stored(asked)]


def test_people_and_places_of_the_commune_are_no_such_names(asked: Stand) -> None:
    """The sender, others of the table, whoever is invited, the villages."""
    asked.code("tho")
    for typed in ("ông Sơn báo 8 người", "chị Hoa ơi còn 8 người", "ông Thọ nhắc, còn 8 người", "anh Bản Còn báo 8"):
        asked.say("son", typed)
        assert SAID not in asked.heard("son")[-1].text
        assert typed == inbox_text(asked)


def test_a_list_of_names_is_refused_as_before(asked: Stand) -> None:
    """Nothing of it is kept, not even its other words."""
    asked.say("son", "Hộ nghèo gồm Lý Thị Mai, Nông Văn Bình")
    assert wording.names_refused("ông") == asked.heard("son")[-1].text
    assert inbox_text(asked) is None
    assert "Lý Thị Mai" not in stored(asked)


def test_a_number_of_a_person_in_groups_is_refused_too(asked: Stand) -> None:
    """As telephones and identity cards are read aloud; what figures look like stays one."""
    for typed in ("còn 8, sđt 0912 345 678", "8 người, cccd 020 085 001 234", "8 (+84 912.345.678)"):
        asked.say("son", typed)
        assert wording.names_refused("ông") == asked.heard("son")[-1].text
        assert inbox_text(asked) is None
    for figures in ("5 12 300 400 7", "05 12 03 14", "1.234.567.890 đồng", "500 000 000", "18 11 2026", "0,125 0 300"):
        assert not privacy.is_personal(figures)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/start S4EM-TY5N", "/start S4EM-TY5N"),
        ("/start h9be d53k", "/start h9be d53k"),
        ("Mã của tôi là S4EM-TY5N", "Mã của tôi là S4EM-TY5N"),
        ("ông Bảo gửi mã K5EM-X59D nhé", "[tên] gửi mã K5EM-X59D nhé"),
    ],
)
def test_a_code_that_looks_like_a_title_and_a_name_is_none(typed: str, kept: str) -> None:
    """Of 4,000 codes one looks so: nobody could have come in by it."""
    assert kept == privacy.without_any_names(typed)


def test_the_officer_names_a_place_and_answers_for_it(asked: Stand) -> None:
    """GHI HỘ and the place asked for are no names; one beside the figure is masked in the officer's words too."""
    asked.say("hoa", "GHI HỘ")
    asked.say("hoa", "Bản Còn")
    assert SAID not in "".join(row.text for row in asked.heard("hoa"))
    asked.say("hoa", "anh Tư báo 8 người")
    assert SAID in asked.heard("hoa")[-1].text
    assert ("8", "[tên] báo 8 người") == given(asked)


def test_a_stranger_learns_nothing(stand: Stand) -> None:
    """Their words are masked too, and they hear what every stranger hears."""
    stand.say("x", "tôi là anh Nông Văn Bình")
    assert wording.stranger("xã Khánh Khê") == stand.heard("x")[-1].text
    assert "Nông Văn Bình" not in stored(stand)


def test_after_a_withdrawal_the_name_is_nowhere(stand: Stand) -> None:
    """Not in what others have written or were told, in whatever letters, nor on any page of the database's file."""
    stand.ask("son", "tu", "hoa")
    stand.say("son", "ông Sơn báo 8 người")
    stand.say("tu", "Ông Sơn nhắn: còn 7 người")
    stand.say("tu", "HOANG VAN SON gửi 7 sào, hoàng văn sơn nhờ")
    stand.say("hoa", "chào anh Hoàng Văn Sơn")
    for chat in ("son", "tu", "hoa"):
        stand.arrive(chat, "1")
    stand.say("son", "RÚT TÊN")
    stand.tap("son", "Rút tên tôi")
    assert "7 người chưa có thẻ" in stored(stand)  # said to the deputy, who stays
    left = stored(stand)
    if stand.store.is_sqlite:
        stand.store.engine.dispose()  # the last connection carries over what stands in the log beside the file
        left += Path(str(stand.store.engine.url.database)).read_bytes().decode("utf-8", "replace")
    assert not [name for name in ("Văn Sơn", "văn sơn", "VAN SON", "ông Sơn", "Ông Sơn") if name in left]


def test_withdrawal_asks_first(stand: Stand) -> None:
    """«Không rút» leaves everything as it was; so does anything else that is typed."""
    stand.join("son", "hoa")
    stand.say("son", "RÚT TÊN")
    assert ["Rút tên tôi", "Không rút"] == [label for label, _ in stand.heard("son")[-1].choices]
    stand.tap("son", "Không rút")
    assert stand.heard("son")[-1].text.startswith("Cảm ơn ông.")
    assert [] == stand.heard("hoa")
    stand.say("son", "dữ liệu của tôi")
    assert "Hoàng Văn Sơn" in stand.heard("son")[-1].text


@pytest.mark.parametrize(
    ("others", "end"),
    [
        ((), " Nay chưa có ai báo cáo cho thôn Bản Còn: xin cấp mã mời người khác, trong lúc chờ thì GHI HỘ."),
        (("tu",), ""),
    ],
)
def test_the_officer_hears_of_a_withdrawal(stand: Stand, others: tuple[str, ...], end: str) -> None:
    """What place is empty, not whose name went; with a deputy it is not empty."""
    stand.join("son", "hoa", *others)
    stand.say("son", "rút tên")
    stand.say("son", "rút tên tôi")
    texts = {row.chat_id: row.text for row in stand.heard()}
    assert wording.withdrawn() == texts["son"]
    assert f"Trưởng thôn Bản Còn vừa rút tên; tên và tài khoản nhắn tin đã xóa.{end}" == texts["hoa"]
