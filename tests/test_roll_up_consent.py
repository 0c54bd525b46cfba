"""Roll-ups: whose group it is told to, what a commune agrees to, and what is kept of who agreed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from models import roll_ups
from models.database import Store
from models.outbox_states import Purpose
from models.summaries import PostedSummary
from services.inbound import Kind
from tests import commune, rolled_up
from tests.commune import Stand
from tests.rolled_up import NEIGHBOURS, Above


def test_a_commune_agrees_to_what_it_was_shown_and_to_no_more(above: Above) -> None:
    """The file asks for another measure: it is added for nobody until they agree."""
    rolled_up.post_all(above)
    above.serve(replace(above.roll_up, measures=("XH3", "XH2")))
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "- Hộ nghèo: 633 hộ" in post.text
    assert "\n\nChưa đủ 3 xã để cộng: Lao động qua đào tạo." in post.text


def test_a_group_is_bound_by_one_code_and_once(above: Above) -> None:
    """A wrong code does nothing, a used one neither; another group takes the place of the first."""
    code = above.code()

    def speak(where: str, words: str) -> None:
        above.stand.send(where, Kind.TEXT, text=words, sender_id="x", is_group=True)

    speak("elsewhere", "/manhom AAAA-BBBB")
    assert [] == above.stand.heard("elsewhere")
    speak("elsewhere", f"/manhom {code}")
    assert ["tổng hợp liên xã" in row.text for row in above.stand.heard("elsewhere")] == [True]
    speak("third", f"/manhom {code}")
    assert [] == above.stand.heard("third")
    rolled_up.post_all(above)
    above.stand.at("2026-11-20T15:00")
    above.stand.tick()
    assert {"elsewhere"} == {row.chat_id for row in above.stand.heard() if row.purpose is Purpose.ROLL_UP}


def test_the_unit_above_s_group_is_no_commune_s(above: Above) -> None:
    """An officer who has put the bot there cannot make it the leadership group, and no command is obeyed in it."""
    stand = above.stand
    stand.join("hoa")
    stand.send("mixed", Kind.ADDED, sender_id="hoa", is_group=True, title="Thi đua tỉnh")
    stand.send("mixed", Kind.TEXT, text=f"/manhom {above.code()}", sender_id="hoa", is_group=True)
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert "không làm nhóm lãnh đạo xã được" in stand.heard("hoa")[-1].text
    for words in ("/tonghop", "/chitieu KT1a", "/help", "/manhom"):
        stand.send("mixed", Kind.TEXT, text=words, sender_id="hoa", is_group=True)
    assert [] == stand.heard("mixed")


def test_a_changed_file_shows_the_preview_anew(above: Above) -> None:
    """What stands above the button is what is agreed to."""
    stand = above.stand
    stand.join("hoa")
    stand.say("hoa", "góp số")
    above.serve(replace(above.roll_up, measures=("XH3", "XH2")))
    stand.tap("hoa", "Đồng ý góp số")
    assert "- Lao động qua đào tạo" in stand.heard("hoa")[-1].text
    stand.tap("hoa", "Đồng ý góp số")
    with stand.context() as context:
        consent = roll_ups.consent(context.session, rolled_up.CODE)
        assert consent is not None
        assert ["XH3", "XH2"] == consent.measures


def test_who_agreed_reads_of_it_and_is_named_nowhere_once_withdrawn(above: Above) -> None:
    """DỮ LIỆU CỦA TÔI counts it; after RÚT TÊN the consent holds, for it is the commune's, and no name is beside it."""
    stand = above.stand
    stand.join("hoa", "thu")
    stand.say("hoa", "góp số")
    stand.tap("hoa", "Đồng ý góp số")
    stand.say("hoa", "DỮ LIỆU CỦA TÔI")
    assert "Lần thay mặt xã đồng ý góp số liên xã: 1." in stand.heard("hoa")[-1].text
    stand.say("hoa", "RÚT TÊN")
    stand.tap("hoa", "Rút tên tôi")
    stand.heard()
    stand.say("thu", "góp số")
    (shown,) = stand.heard("thu")
    assert shown.text.startswith("Xã đang góp số vào tổng hợp liên xã của tỉnh Lạng Sơn từ 20/11/2026: Bảo hiểm y tế")
    stand.tap("thu", "Thôi góp số")
    assert stand.heard("thu")[-1].text.startswith("Xã thôi góp số")


def test_help_names_it_only_where_a_unit_above_asks(above: Above) -> None:
    """A commune that is alone in its deployment has nothing to add its figures to."""
    stand = above.stand
    stand.join("hoa")

    def is_named() -> bool:
        stand.say("hoa", "giúp")
        stand.tap("hoa", "Giúp tuần")
        return "GÓP SỐ" in stand.heard("hoa")[-1].text

    assert is_named()
    above.serve()
    assert not is_named()


def test_a_commune_that_takes_no_part_keeps_nothing_for_it(above: Above) -> None:
    """Its summary is as it always was; once it agrees, the next one has what is asked for."""
    stand = above.stand
    stand.at("2026-11-17T15:00")
    stand.join("son", "hoa")
    stand.send("leaders", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    assert [None] == _results(stand.store, stand, "2026-11-18", "2026-11-20")
    stand.say("hoa", "góp số")
    stand.tap("hoa", "Đồng ý góp số")
    assert [None, set(rolled_up.MEASURES)] == _results(stand.store, stand, "2026-11-25", "2026-11-27")


def _results(store: Store, stand: Stand, asked: str, posted: str) -> list[set[str] | None]:
    """What each posted week of the commune has for roll-ups."""
    for instant in (f"{asked}T08:00", f"{posted}T07:30", f"{posted}T09:00"):
        stand.at(instant)
        stand.tick()
    with stand.context() as context:
        rows = context.session.scalars(select(PostedSummary).order_by(PostedSummary.id))
        return [None if row.results is None else set(row.results) for row in rows]


def test_a_commune_s_own_correction_reaches_the_sum_and_nothing_before_it(tmp_path: Path) -> None:
    """From the village to the province: agreed to, posted, corrected by the officer, and only then told. Before
    that, GÓP SỐ shows the other officer figures as they stand, and calls them that.
    """
    stand = Stand(tmp_path, commune.fresh_store(tmp_path))
    stand.join("hoa", "son")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    above = Above(stand, NEIGHBOURS[:2])
    above.agree(*NEIGHBOURS[:2])
    above.bind()
    stand.say("hoa", "góp số")
    stand.tap("hoa", "Đồng ý góp số")
    _pass(stand, "2026-11-18T08:00", "2026-11-20T07:30")
    stand.say("son", "8")
    _pass(stand, "2026-11-20T09:00")
    stand.arrive("group", "41")
    few = {"XH1": rolled_up.frozen(stand, "XH1", value=90, numerator=90, denominator=100)}
    for code in NEIGHBOURS[:2]:
        above.posts(code, few)
    (post,) = rolled_up.at(above, "2026-11-20T15:00")
    assert "3/3 xã đã đăng." in post.text
    stand.at("2026-11-20T15:10")
    stand.say("son", "nhầm, 21")
    _pass(stand, "2026-11-20T15:30")
    assert [] == rolled_up.at(above, "2026-11-23T15:00")  # nobody has published it
    above.serve(above.roll_up, replace(above.roll_up, code="cum", name="cụm 1"))
    stand.heard()
    stand.say("hoa", "góp số")
    assert "Số của xã sẽ được cộng (số đến nay của tuần 47):" in stand.heard("hoa")[-1].text
    stand.tap("hoa", "Đăng đính chính")
    stand.tap("hoa", "Ghi nhầm khi nhập")
    (mended,) = rolled_up.at(above, "2026-11-25T15:00")
    (line,) = [line for line in mended.text.splitlines() if line.startswith("-")]
    assert line.startswith("- Bảo hiểm y tế: ")
    assert mended.text.endswith("Lý do: có xã đính chính. Bài trước giữ nguyên.")
    stand.close()


def _pass(stand: Stand, *instants: str) -> None:
    for instant in instants:
        stand.at(instant)
        stand.tick()
