"""`thidua campaign compare`: where the commune's campaign file differs from the shipped one; taking that over."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import bot
from bot import bootstrap
from bot.installation import campaign_files
from bot.operator_error import OperatorError
from bot.settings import Settings
from campaign.definition import load
from campaign.definition.load import CampaignFileError
from models import key_values

_TABLE = re.compile(r"^\[commune\]\n(?:(?!\[).*\n)*", re.MULTILINE)


def compare(settings: Settings, *, take: bool) -> Iterator[str]:
    """In Vietnamese. OperatorError where there is nothing to compare with, or what would be taken cannot be used."""
    own = settings.campaign_file
    shipped = _shipped(own)
    _forget_the_note(settings)
    if shipped.resolve() == own.resolve():
        yield "Xã đang dùng chính tệp đi kèm chương trình: không có gì để so."
        return
    found = campaign_files.differences(bootstrap.load_campaign(settings), load.open_file(shipped))
    if not found:
        yield f"{own}: giống bản đi kèm, trừ phần [commune] là của xã."
        return
    yield f"{own} khác bản đi kèm {len(found)} chỗ:"
    yield from campaign_files.told(found)
    if not take:
        yield "Lấy từng chỗ: thidua campaign set KHÓA GIÁ_TRỊ --from NGÀY --why LÝ_DO"
        yield "Lấy trọn bản đi kèm (giữ phần [commune]): thidua campaign compare --take"
        return
    yield f"Đã lấy bản đi kèm. Tệp cũ còn ở {_take(own, shipped)}. Khởi động lại chương trình để dùng."


def _forget_the_note(settings: Settings) -> None:
    """Whoever has seen the differences is not told of them any more."""
    store = bootstrap.open_store(settings)
    try:
        with store.transaction() as session:
            key_values.put(session, key_values.CAMPAIGN_KEPT, "")
    finally:
        store.close()


def _shipped(own: Path) -> Path:
    """The file of the same place in the version that runs, else the sample, from which a commune's own was copied."""
    root = Path(bot.__file__).resolve().parents[1]
    named = root / "communes" / own.resolve().parent.name / own.name
    found = named if named.exists() else root / campaign_files.SAMPLE
    if not found.exists():
        raise OperatorError("bản chương trình này không có tệp phong trào đi kèm")
    return found


def _take(own: Path, shipped: Path) -> Path:
    """The shipped text with the commune's own table in it, checked before it is used."""
    before, text = own.read_text(encoding="utf-8-sig"), shipped.read_text(encoding="utf-8")
    mine = _TABLE.search(before.replace("\r\n", "\n"))
    if mine is None:
        raise OperatorError(f"không thấy phần [commune] trong {own}: chưa đổi gì")
    draft = own.with_name(f"{own.name}.part")
    draft.write_text(_TABLE.sub(lambda _: mine[0], text, count=1), encoding="utf-8")
    try:
        load.open_file(draft)
    except CampaignFileError as error:
        draft.unlink()
        raise OperatorError(f"chưa đổi gì, vì ghép lại thì có lỗi:\n{error}") from None
    kept = own.with_name(f"{own.name}.{datetime.now(UTC):%Y%m%d-%H%M%S}.cu")
    shutil.copy2(own, kept)  # first: a kill leaves the old file or the new one
    draft.replace(own)
    return kept
