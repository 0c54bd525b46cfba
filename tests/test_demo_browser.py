"""A first visitor: from the first question to the posted summary by clicking through the page, within a minute."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Locator, Page, async_playwright

from bot import settings
from models import invitation_codes
from tests import patience
from tests.commune import FOLDER
from tests.patience import LAST_RESORT

pytestmark = pytest.mark.browser
_CODE = re.compile(rf"[{invitation_codes.CODE_LETTERS}]{{4}}-[{invitation_codes.CODE_LETTERS}]{{4}}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """The demo as `make run` starts it, in an empty folder; its address once it asks how to begin."""
    known = {name.upper() for name in settings.Settings.model_fields}
    environment = {key: value for key, value in os.environ.items() if key not in known}
    port = _free_port()
    environment |= {"CAMPAIGN_FILE": str(FOLDER / "campaign.toml"), "HTTP_PORT": str(port), "LOG_LEVEL": "WARNING"}
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(20)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/demo/status", timeout=2).json()["choosing"]:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError("the demo did not become ready")


@pytest.fixture
async def page(empty_page: Page) -> Page:
    """The commune that runs already, once everybody has joined."""
    await empty_page.get_by_role("button", name="Xã mẫu đang chạy").click()
    await empty_page.locator(".phone").nth(4).wait_for()
    await empty_page.get_by_text("1. Bấm «Tới sự kiện kế tiếp»").wait_for()
    return empty_page


@pytest.fixture
async def empty_page(demo: str) -> AsyncIterator[Page]:
    faults: list[str] = []
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        opened = await browser.new_page(viewport={"width": 1440, "height": 900})
        opened.on("pageerror", lambda fault: faults.append(str(fault)))
        opened.set_default_timeout(LAST_RESORT * 1000)
        await opened.goto(demo)
        yield opened
        await browser.close()
    assert [] == faults


def phone(page: Page, name: str) -> Locator:
    return page.get_by_label(f"Điện thoại: {name}", exact=True)


async def advance(page: Page, reached: str) -> None:
    """Press the big button and wait until the clock shows the hour that was announced."""
    await page.get_by_role("button", name="Tới sự kiện kế tiếp").click()
    await page.get_by_text(reached, exact=True).first.wait_for()


async def answer(page: Page, who: str, *acts: str) -> None:
    """Tap «[label]», or type anything else."""
    place = phone(page, who)
    for act in acts:
        if act.startswith("["):
            await place.get_by_role("button", name=act[1:-1], exact=True).last.click()
        else:
            await place.locator("textarea").fill(act)
            await place.locator("textarea").press("Enter")
        await page.wait_for_timeout(400)


async def test_a_week_on_the_page(page: Page) -> None:
    """Asked, answered, reminded, listed, drafted, approved: the post with its picture stands in the group."""
    began = time.monotonic()
    await advance(page, "08:00")
    await answer(page, "Hoàng Văn Sơn", "[Vẫn 9 người]", "[Không gieo thêm]", "[Không có gì mới]")
    await phone(page, "Hoàng Văn Sơn").get_by_text("Đã nhận báo cáo của thôn Bản Còn").wait_for()
    await answer(page, "Nông Thị Hiên", "con 6", "2 mau 3 sao", "khong")
    await phone(page, "Nông Thị Hiên").get_by_text("gieo thêm 0,828 ha").first.wait_for()
    await answer(page, "Lương Thị Mai", "6.720")
    for hour in ("19:00", "14:00", "17:00"):
        await advance(page, hour)
    officer = phone(page, "Đàm Thị Hoa")
    await officer.get_by_text("Chưa có:").wait_for()
    await advance(page, "19:00")
    await advance(page, "07:30")
    await officer.get_by_role("button", name="Duyệt, đăng ngay").click()
    group = phone(page, "Lãnh đạo xã Khánh Khê")
    await group.get_by_text("TỔNG HỢP THI ĐUA TUẦN 47").wait_for()
    picture = group.locator("img").last
    await picture.wait_for()
    assert 1080 == await picture.evaluate("image => image.naturalWidth")
    assert time.monotonic() - began < 60 * patience.slowness()


async def test_on_a_narrow_screen_every_telephone_can_be_reached(page: Page) -> None:
    """At 390 px the fifth tab is seen whole, and the leaders' telephone opens at the head of the post, its picture."""
    await page.set_viewport_size({"width": 390, "height": 844})
    box = await page.get_by_role("tab", name="Lãnh đạo xã").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    for hour in ("08:00", "19:00", "14:00", "17:00", "19:00", "07:30", "09:00"):
        await advance(page, hour)
    await page.get_by_text("5. Bài tuần này đã đăng").click()  # the hint opens the telephone that it is about
    picture = phone(page, "Lãnh đạo xã Khánh Khê").locator(".picture").last
    await picture.wait_for()
    until = time.monotonic() + LAST_RESORT
    while not 200 < (await picture.bounding_box() or {"y": 0})["y"] < 500:  # the chat is still rolling
        assert time.monotonic() < until
        await page.wait_for_timeout(100)
    await page.set_viewport_size({"width": 1440, "height": 900})
    await phone(page, "Lãnh đạo xã Khánh Khê").get_by_label("Xem bằng máy của").select_option(label="Triệu Văn Lâm")
    await phone(page, "Lãnh đạo xã Khánh Khê").get_by_role("button", name="Excel").last.click()
    await phone(page, "Triệu Văn Lâm").get_by_text("Tải về").wait_for()


async def test_from_nothing_to_the_first_post(empty_page: Page) -> None:
    """A new officer, a new village head and a new leader, with one printed code: within a minute the leader has it."""
    page, began = empty_page, time.monotonic()
    await page.get_by_role("button", name="Bắt đầu từ đầu").click()
    code = _CODE.search(await page.get_by_text("Màn hình máy tính của xã in mã").inner_text())
    assert code is not None
    officer = partial(speak, page, "Cán bộ mới")
    await page.locator(".phone.look .begin").click()
    await officer(code[0], "[Đồng ý]", "chị Hoa 0912 345 678", "BẮT ĐẦU TÊN XÃ", "[Đúng cả]")
    await officer("BẮT ĐẦU DANH SÁCH", "1. Bản Còn 118 hộ 512 người\n2. Nà Pò 129 hộ 590 người", "[Ghi 2 nơi]")
    await officer("[Đủ danh sách]", "BẮT ĐẦU PHONG TRÀO", "[Dùng như mẫu]")
    await invite(page, officer, "MỜI BẢN CÒN", "ông Sơn 0912 000 001", "Trưởng thôn mới")
    await officer("BẮT ĐẦU NHÓM LÃNH ĐẠO", "[Gửi riêng từng lãnh đạo]")
    await invite(page, officer, "MỜI LÃNH ĐẠO", "đồng chí Lâm 0912 000 002", "Lãnh đạo mới")
    await page.get_by_text("Tuần chạy được rồi").wait_for()
    await advance(page, "08:00")
    await speak(page, "Trưởng thôn mới", "9", "7 sào", "140/170", "Rồi", "Không có gì mới")
    await phone(page, "Trưởng thôn mới").get_by_text("Đã nhận báo cáo").wait_for()
    for hour in ("19:00", "14:00", "17:00", "19:00", "07:30"):
        await advance(page, hour)
    await officer("[Duyệt, đăng ngay]")
    leader = phone(page, "Lãnh đạo mới")
    await leader.get_by_text("TỔNG HỢP THI ĐUA TUẦN 47").wait_for()
    await leader.locator(".picture img").last.wait_for()
    assert time.monotonic() - began < 60 * patience.slowness()


async def speak(page: Page, who: str, *acts: str) -> None:
    """Tap «[label]», or type anything else; each act is answered before the next."""
    place = phone(page, who)
    for act in acts:
        heard = place.locator(".message:not(.own)")
        count = await heard.count()
        if act.startswith("["):
            await place.get_by_role("button", name=act[1:-1], exact=True).last.click()
        else:
            await place.locator("textarea").fill(act)
            await place.locator("textarea").press("Enter")
        await heard.nth(count).wait_for()


async def invite(page: Page, officer: Callable[..., Awaitable[None]], whom: str, name: str, telephone: str) -> None:
    """Somebody comes in by the code that the officer is given in the chat."""
    told = phone(page, "Cán bộ mới").get_by_text("dùng một lần, trong 14 ngày")
    count = await told.count()
    await officer(whom, name, "[Mời]")
    await told.nth(count).wait_for()
    code = _CODE.findall(await phone(page, "Cán bộ mới").locator(".talk").inner_text())[-1]
    await phone(page, telephone).locator(".begin").click()
    await phone(page, telephone).locator(".message:not(.own)").first.wait_for()
    await speak(page, telephone, code, "[Đồng ý]")


async def test_one_typed_answer_changes_the_post(page: Page) -> None:
    """Every number of the post comes from what was typed: twelve uncovered people more, twelve more in the post."""
    await advance(page, "08:00")
    before = await _draft(page)
    await answer(page, "Hoàng Văn Sơn", "21", "[Không gieo thêm]", "[Không có gì mới]")
    await phone(page, "Hoàng Văn Sơn").get_by_text("21 người chưa có thẻ").first.wait_for()
    after = await _draft(page)
    assert before != after


async def _draft(page: Page) -> str:
    """The officer's draft as it would be posted now."""
    officer = phone(page, "Đàm Thị Hoa")
    drafts = officer.get_by_text("TỔNG HỢP THI ĐUA")
    count = await drafts.count()
    await answer(page, "Đàm Thị Hoa", "du thao")
    await drafts.nth(count).wait_for()
    return await drafts.nth(count).inner_text()
