"""Whatever is typed: no fault reaches a person, and no figure is stored that was not said back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.normalisation import normalise
from models.figures import Figure, Revision
from models.messages import InboxMessage
from tests.commune import Stand

# Pieces of what people type, put together at random: more of them reach the figures than random letters do.
PIECES = [
    "1", "12", "9", "503", "1.234", "0,5", "12,5", "-3", "1O", "15/6", "0912345678", "8h30", "½", "٣", "1e5",
    "không", "khong", "có", "vẫn thế", "như cũ", "?", "đúng rồi", "nhầm,", "chứ không phải", "khoảng", "hơn", "đến",
    "bhyt", "hộ nghèo", "gieo", "rừng", "đường", "còn", "thêm", "giảm", "tổng", "thôn 3", "tuần trước",
    "1:", "2)", "3.",
    "người", "hộ", "ha", "sào", "mẫu", "tạ", "rưỡi", "mười hai", "hai ba", "ạ", "SỬA", "ĐỂ SAU", "thôn tôi", "giúp",
    "\n", ";", ",", "=cmd()", "<b>&", "\u200b", "\ufeff", "👍", "x" * 300,
]  # fmt: skip
MESSAGES = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6)


@given(MESSAGES)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_nothing_typed_breaks_the_bot_or_is_stored_in_silence(texts: list[str]) -> None:
    """Up to six messages in an open week."""
    with TemporaryDirectory() as folder:
        stand, _ = Stand.after(Path(folder), "son asked", _asked)
        for place, text in enumerate(texts):
            is_empty_again = not normalise(text) and any(not normalise(before) for before in texts[:place])
            _check(stand, text, may_be_silent=is_empty_again)  # several stickers are answered once a minute
        stand.close()


def _asked(stand: Stand) -> None:
    """A head has come in, and the week's questions are out."""
    stand.ask("son")
    stand.heard()


def _check(stand: Stand, text: str, *, may_be_silent: bool) -> None:
    """One message: an answer came, no fault was noted, and every new figure stands in the answer."""
    before = _revisions(stand)
    stand.say("son", text)
    said = "\n".join(row.text for row in stand.heard("son"))
    assert said or may_be_silent, text
    with stand.store.transaction() as session:
        assert [] == [fault for (fault,) in session.query(InboxMessage.fault) if fault], text
        new = session.query(Revision, Figure).join(Figure, Figure.id == Revision.figure_id).filter(Revision.id > before)
        for revision, figure in new:
            if revision.state == "reported" and revision.value is not None and revision.choice is None:
                whole = str(revision.value).split(".")[0]
                assert any(mark in said.replace(".", "") for mark in (whole, str(revision.value).replace(".", ","))), (
                    text,
                    figure.measure,
                    said,
                )


def _revisions(stand: Stand) -> int:
    with stand.store.transaction() as session:
        newest = session.query(Revision.id).order_by(Revision.id.desc()).first()
        return newest[0] if newest else 0
