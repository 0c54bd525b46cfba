"""Invitation sheets: drawn, read back from a cheap print, and codes that nobody but the paper has."""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from bot.channels.contract import File
from bot.channels.memory import Memory
from bot.outbox.delivery import Delivery
from models import invitation_codes, key_values
from models.invitation_codes import Invitation
from models.messages import OutboxMessage
from reports.invitation_sheet import draw
from reports.invitation_slips import InvitationSheet, Slip, pages
from services import invitation_sheets
from services.capability import Capability, Quota
from services.invitations import bot_name_key
from tests.commune import Stand

LINK = "https://t.me/{bot}?start={code}"
CODES = ["K7QM-4TXP", "ABCD-3456", "HKLM-4455", "MMMM-9999", "XYXY-7777"]


def slip(code: str, unit: str = "Thôn Bản Còn") -> Slip:
    return Slip(
        unit=unit,
        person="Ông Sơn, trưởng thôn",
        code=code,
        link=f"https://t.me/thidua_khanhkhe_bot?start={code}",
        beside_code=["Dùng Telegram:", "quét hình này,", "bấm Bắt đầu."],
        above_code="Dùng Zalo: mở «Thi đua Khánh Khê», gõ mã:",
        steps=["1. Mở Telegram hoặc Zalo như trên.", "2. Bấm hoặc gõ Đồng ý.", "3. Cần giúp: chị Hoa, 0205 000 123."],
    )


def printed(pdf: bytes, page: int) -> Image.Image:
    """A page as a worn office printer makes it, and a scanner sees it: grey, 150 dots an inch, blurred, with noise."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[page].render(scale=150 / 72, grayscale=True).to_pil()
    document.close()
    return _worn(image.rotate(1.2, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8)), random.Random(page))


def _worn(image: Image.Image, dots: random.Random) -> Image.Image:
    """Toner that does not cover, paper that is not white, and dust on every fiftieth dot."""
    pale = image.point(lambda value: 60 + value * 0.65)
    grain = [round(min(255, max(0, dots.gauss(128, 12)))) for _ in range(_TILE * _TILE)]
    rough = ImageChops.add(pale, _tiled(image.size, bytes(grain)), offset=-128)
    dust = _tiled(image.size, dots.randbytes(_TILE * _TILE))
    rough.paste(dust, mask=_tiled(image.size, bytes(255 * (dots.random() < 0.02) for _ in grain)))
    return rough


_TILE = 211  # dots: no multiple of a module of a code, so that the grain repeats nowhere alike


def _tiled(size: tuple[int, int], content: bytes) -> Image.Image:
    tile, whole = Image.frombytes("L", (_TILE, _TILE), content), Image.new("L", size)
    for left in range(0, size[0], _TILE):
        for top in range(0, size[1], _TILE):
            whole.paste(tile, (left, top))
    return whole


def test_a_cheap_print_is_read() -> None:
    """Another library finds every link on every page."""
    pdf = draw(InvitationSheet("UBND xã Khánh Khê", "Mã dùng một lần.", [slip(code) for code in CODES]))
    assert 2 == pages(len(CODES))
    found = [result.text for page in range(2) for result in zxingcpp.read_barcodes(printed(pdf, page))]
    assert sorted(slip(code).link for code in CODES) == sorted(found)


def test_the_text_is_text() -> None:
    """Vietnamese comes out of the PDF as it went in, so that it can be searched; a long name stands in two lines."""
    school = "Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Khánh Khê"
    pdf = draw(InvitationSheet("UBND xã Khánh Khê", "Mã dùng một lần, hết hạn 12/12/2026.", [slip(CODES[0], school)]))
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_range()
    document.close()
    for words in (
        "UBND xã Khánh Khê",
        "Trường Phổ thông dân tộc bán",
        "cơ sở Khánh Khê",
        "K7QM-4TXP",
        "gõ mã:",
        "hết hạn",
    ):
        assert words in text


# From the chat to the paper


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path, channels={"memory": Capability(start_link=LINK)})
    with made.everything() as session:
        key_values.put(session, bot_name_key("memory"), "thidua_bot")
    yield made
    made.close()


def deliver(stand: Stand) -> list[File]:
    """Send what waits, and return the files that went out."""
    printer = Memory(can=Capability(start_link=LINK))

    async def run() -> None:
        with ThreadPoolExecutor(1) as executor:
            sending = asyncio.create_task(Delivery(stand.store, {"memory": printer}, executor).run())
            for _ in range(3000):
                await asyncio.sleep(0.02)
                if _is_empty(stand):
                    break
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    asyncio.run(run())
    return [message.document for message in printer.sent if message.document is not None]


def _is_empty(stand: Stand) -> bool:
    with stand.everything() as session:
        return session.query(OutboxMessage).filter(OutboxMessage.state.in_(["pending", "sending"])).count() == 0


def codes_on(file: File) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(file.content))
    images = [page.render(scale=2, grayscale=True).to_pil() for page in document]
    document.close()
    return [found.text.split("start=")[1] for image in images for found in zxingcpp.read_barcodes(image)]


def test_from_the_list_to_a_head_who_has_joined(linked: Stand) -> None:
    """One tap makes the paper; the code on it opens, once; and no row of the database has it."""
    linked.join("hoa")
    linked.say("hoa", "MỜI")
    linked.tap("hoa", "Tờ mời in cho cả 47")
    files = deliver(linked)
    codes = codes_on(files[0])
    assert 47 == len(set(codes))
    with linked.everything() as session:
        rows: list[Any] = [*session.query(OutboxMessage), *session.query(Invitation)]
        stored = " ".join(f"{vars(row)}" for row in rows)
    assert [] == [code for code in codes if code in stored or code.replace("-", "") in stored]
    linked.say("x", codes[0])
    assert "Chào ông/bà" in linked.heard("x")[-1].text


def test_printing_again_voids_what_was_not_used(linked: Stand) -> None:
    """The first paper is waste, and the officer was told so; who had a name keeps it on the second."""
    linked.join("hoa")
    linked.say("hoa", "MỜI BẢN CÒN")
    linked.say("hoa", "bà Lan 0912345678")
    linked.tap("hoa", "Mời")
    for _ in range(2):
        linked.say("hoa", "MỜI")
        linked.tap("hoa", "Tờ mời in cho cả 47")
        told = linked.heard("hoa")[-1].text
        files = deliver(linked)
    assert "47 mã đưa trước đây mà chưa dùng nay hết dùng." in told
    document = pypdfium2.PdfDocument(io.BytesIO(files[0].content))
    assert "Bà Lan, trưởng thôn" in document[0].get_textpage().get_text_range()
    document.close()
    with linked.context() as context:
        without = [one.id for one in invitation_sheets.without_people(context)]
        assert 47 == invitation_codes.count_unused(context.session, without, context.now)


def test_who_came_in_meanwhile_has_no_slip(linked: Stand) -> None:
    """Between the tap and the drawing ông Sơn has joined: his unit needs no paper."""
    linked.join("hoa")
    linked.say("hoa", "MỜI")
    linked.tap("hoa", "Tờ mời in cho cả 47")
    linked.join("son")
    assert 46 == len(set(codes_on(deliver(linked)[0])))


def test_only_officers_print(linked: Stand) -> None:
    """A head who sends the button's data gets no paper."""
    linked.join("son", "hoa")
    linked.say("son", "MỜI")
    assert "dành cho cán bộ tổng hợp" in linked.heard("son")[-1].text


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Stand]:
    channels = {
        "memory": Capability(start_link=LINK),
        "zalo": Capability(has_buttons=False, has_files=False, quota=Quota("1", 3000, 3)),
    }
    made = Stand(tmp_path, channels=channels)
    with made.everything() as session:
        key_values.put(session, bot_name_key("memory"), "thidua_bot")
        key_values.put(session, bot_name_key("zalo"), "Thi đua Khánh Khê")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("choice", "slips"), [("Số còn lại vào bằng memory", 47), ("Số còn lại báo qua điện thoại", 3)]
)
def test_zalo_is_counted_before_anything_is_printed(crowded: Stand, choice: str, slips: int) -> None:
    """Three more people have room there: for the others the officer chooses."""
    crowded.join("hoa")
    crowded.say("hoa", "MỜI")
    assert "Zalo còn chỗ cho 3 người" in crowded.heard("hoa")[-1].text
    crowded.tap("hoa", "Tờ mời in cho cả 47")
    assert "Zalo còn chỗ cho 3 người, 44 nơi còn lại" in crowded.heard("hoa")[-1].text
    crowded.tap("hoa", choice)
    row = crowded.heard("hoa")[-1]
    assert row.picture is not None
    described = row.picture["slips"]
    assert slips == len(described)
    assert 3 == len([one for one in described if "Zalo" in one["above_code"]])
