"""The officers' page in a browser: from the chat's address to an applied table, on a desk and on a telephone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from services import officers_page
from services.imports import formats
from tests.commune import Stand
from tests.imports import shapes
from tests.patience import LAST_RESORT
from tests.simulator.conftest import Serve, serve
from tests.test_web import program

pytestmark = pytest.mark.browser

__all__ = ["serve"]  # the fixture
HEAD = ["Tên thôn", "Số hộ", "Nhân khẩu"]
_ROGUE = "<img src=x onerror=alert(1)>"


@pytest.fixture
async def page(stand: Stand, tmp_path: Path, serve: Serve) -> AsyncIterator[Page]:
    """The page at 1280x800, opened by the address that the chat tells; a fault in its scripts fails the test."""
    stand.join("hoa")
    made = program(stand, tmp_path, clock=stand.clock, public_url=None, telegram_webhook_secret=None,
                   zalo_webhook_secret=None)  # fmt: skip
    faults: list[str] = []
    async with serve(made.web()) as address, async_playwright() as play:
        with stand.context() as context:
            officers_page.is_served(context.session, address + officers_page.PATH)
        stand.say("hoa", "TỆP")
        stand.tap("hoa", "Mở trang")
        browser = await play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        opened = await browser.new_page(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        opened.on("pageerror", lambda fault: faults.append(str(fault)))
        opened.on("dialog", lambda dialog: faults.append(dialog.message))
        opened.set_default_timeout(LAST_RESORT * 1000)
        await opened.goto(stand.heard("hoa")[-1].text.splitlines()[0])
        await opened.get_by_role("heading", name="Đưa bảng vào").wait_for()
        yield opened
        await browser.close()
    made.executor.shutdown()
    assert [] == faults


async def bring(page: Page, name: str, content: bytes) -> None:
    await page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})


async def test_a_table_from_the_file_to_the_database(page: Page, stand: Stand) -> None:
    """Shown by kinds, what names contain is text; the faulty rows come as a file; a word writes the rest."""
    assert officers_page.PATH == await page.evaluate("location.pathname + location.hash")
    await bring(page, f"{_ROGUE}.xlsx", shapes.workbook(HEAD, [_ROGUE, 40, 160], ["Bản Nọi", -3, 90]))
    table = page.locator(".table")
    assert f"T29 {_ROGUE}" == await table.locator(".new li").inner_text()
    async with page.expect_download() as fetched:
        await table.get_by_role("button", name="Xem lỗi").click()
    path = await (await fetched.value).path()
    content = await asyncio.to_thread(path.read_bytes)
    assert "Bản Nọi" == formats.sheets_of(content)[0].lines[1].cells[0].value
    await table.get_by_role("button", name="Áp dụng").click()
    await page.locator("#status.good").get_by_text("Đã ghi danh sách đơn vị: 1 mới.").wait_for()
    assert not await table.get_by_role("button", name="Áp dụng").is_visible()
    await bring(page, "thu.pdf", b"%PDF-1.7")
    await page.locator("#status.bad").get_by_text("Chưa đọc được «thu.pdf».").wait_for()


async def test_on_a_telephone_and_closed(page: Page) -> None:
    """At 390 px nothing is wider than the screen, every key is large enough to press, and the page can be closed."""
    await page.set_viewport_size({"width": 390, "height": 780})
    await bring(page, "ds.csv", "Tên thôn;Số hộ;Nhân khẩu\nBản Mới;40;160\n".encode())
    await page.locator(".table").wait_for()
    assert 390 == await page.evaluate("document.documentElement.scrollWidth")
    heights = [await key.evaluate("key => key.offsetHeight") for key in await page.locator("button:visible").all()]
    assert min(heights) >= 44
    async with page.expect_download() as fetched:
        await page.get_by_role("button", name="Mẫu đơn vị").click()
    assert "mau-don-vi-2026-11-17.xlsx" == (await fetched.value).suggested_filename
    await page.locator("#end").click()
    await page.get_by_role("heading", name="Trang đang đóng").wait_for()
    await page.reload()
    await page.get_by_role("heading", name="Trang đang đóng").wait_for()
