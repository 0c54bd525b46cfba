"""PHÁT ĐỘNG: nothing goes out without a second person's word to the very text, or the name of who gave it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaign.spans import find
from campaign.text import fold
from models import launches
from models.announcements import Announcement, AnnouncementRecipient
from models.launches import Launch
from reports.period import movement
from services import announcing, campaign_movement, launching
from services.inbound import Kind
from tests.commune import Stand, deployment


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path)
    made.join("son", "hoa", "lam")
    made.at("2027-01-20T09:00")
    made.say("hoa", "PHÁT ĐỘNG")
    made.say("hoa", "Thi đua chào mừng 3/2, cả xã cùng làm đường.")
    made.say("hoa", "Bản Còn")
    yield made
    made.close()


def sent(stand: Stand) -> int:
    with stand.context() as context:
        return context.session.scalar(select(func.count(AnnouncementRecipient.id))) or 0


def test_an_officer_alone_sends_nothing(stand: Stand) -> None:
    """Neither by the buttons of an announcement, nor by agreeing, nor by naming somebody while others are there."""
    with stand.context() as context:
        draft = context.session.scalars(select(Announcement)).one()
        launch = launches.of(context.session, draft.id)
        assert launch is not None
    stand.tap("hoa", "Xin ý kiến rồi gửi")
    agree = next(data for label, data in stand.heard("lam")[-1].choices if label == "Đồng ý phát động")
    for data in (f"announce-send:{draft.id}:receipt:x", f"launch-named:{draft.id}", f"launch-send:{draft.id}:x", agree):
        stand.send("hoa", Kind.CHOICE, data=data)
    assert 0 == sent(stand)
    stand.send("lam", Kind.CHOICE, data=agree)
    assert 1 == sent(stand)
    stand.send("lam", Kind.CHOICE, data=agree)
    assert 1 == sent(stand)
    with stand.context() as context:
        assert context.session.scalars(select(Launch)).one().agreed_by is not None
        assert context.session.scalars(select(Announcement)).one().wants_receipt


def test_its_name_outlives_its_text(stand: Stand) -> None:
    """The first line, or as it was written; the year's report tells it when the text is purged."""
    stand.tap("hoa", "Ghi tên")
    stand.say("hoa", "«Chung sức làm đường»")
    stand.tap("hoa", "Xin ý kiến rồi gửi")
    assert "phát động «Chung sức làm đường»" in stand.heard("lam")[-1].text
    stand.tap("lam", "Đồng ý phát động")
    with stand.context() as context:
        context.session.query(Announcement).one().text = ""
        context.session.flush()
        found = campaign_movement.of_period(context, find("2027", context.calendar), {})
        assert found is not None
        assert movement.launch_lines(found)[0].startswith("- Ngày 20/01/2027: phát động «Chung sức làm đường», ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thi đua năm 2027.\nCả xã cùng làm.", "Thi đua năm 2027"),
        ("Cả xã cùng làm đường.", ""),
        ("Á" * 81 + "\nCả xã", ""),
        ("\n\n  Thi đua  \n\n", ""),
    ],
)
def test_the_first_line_is_the_name(text: str, name: str) -> None:
    assert name == launching.name_of(Announcement(text=text), Launch(name=""))
    assert "Khác" == launching.name_of(Announcement(text=text), Launch(name="Khác"))


def test_an_agreement_is_to_what_was_seen(stand: Stand) -> None:
    """The paper's number was added since: the new text is shown, and that can be agreed to."""
    stand.tap("hoa", "Xin ý kiến rồi gửi")
    stand.tap("hoa", "Ghi số văn bản")
    stand.say("hoa", "số 12/KH-UBND ngày 20/01/2027")
    stand.tap("lam", "Đồng ý phát động")
    assert 0 == sent(stand)
    assert "12/KH-UBND" in stand.heard("lam")[-1].text
    stand.tap("lam", "Đồng ý phát động")
    assert "12/KH-UBND" in stand.heard("son")[-1].text
    assert 1 == sent(stand)


def test_a_draft_that_is_given_up_leaves_nothing(stand: Stand) -> None:
    """[Thôi], and the purge a day later, take the launch along; RÚT TÊN takes the person who agreed."""
    stand.tap("hoa", "Thôi")
    with stand.context() as context:
        assert 0 == context.session.scalar(select(func.count(Launch.announcement_id)))


def test_whoever_agreed_is_forgotten(stand: Stand) -> None:
    """That it was agreed to stays."""
    stand.tap("hoa", "Xin ý kiến rồi gửi")
    stand.tap("lam", "Đồng ý phát động")
    stand.say("lam", "RÚT TÊN")
    stand.tap("lam", "Rút tên tôi")
    with stand.context() as context:
        found = context.session.scalars(select(Launch)).one()
        assert (None, True) == (found.agreed_by, found.agreed_at is not None)


def test_the_document_s_words_are_its_own() -> None:
    """Every field has some, each short enough for one message, and of one paragraph."""
    for group in deployment().campaign.as_written.groups:
        assert group.launch, group.key
        for words in group.launch:
            assert len(words) <= announcing.LONGEST
            assert words[0].isupper()
            assert words.endswith(".")
            assert "\n" not in words
    every = fold(" ".join(words for group in deployment().campaign.as_written.groups for words in group.launch))
    assert "phan dau thu vuot du toan" in every
