"""The page in a browser: what people write and press arrives, what it shows is text, and the bar leads on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from simulator import app, groups, people, shapes, world
from tests.patience import LAST_RESORT
from tests.simulator.conftest import Serve, paint

pytestmark = pytest.mark.browser
_ROGUE = "<b>&<img src=x onerror=alert(1)>"


class Demo:
    """A bot's demo endpoint that moves by one step a call, and can be out of order."""

    def __init__(self) -> None:
        self.steps = 0
        self.is_broken = False
        self.routes = [Route("/status", self.tell), Route("/advance", self.advance, methods=["POST"])]

    async def tell(self, request: Request) -> Response:
        following = {"at": f"2026-11-19T{self.steps + 7:02}:00:00Z", "name": "nhắc lần hai"}
        status = {"now": f"2026-11-18T{self.steps + 1:02}:00:00Z", "next": following, "hint": _ROGUE, "busy": False}
        return JSONResponse(status, 500 if self.is_broken else 200)

    async def advance(self, request: Request) -> Response:
        self.steps += 1
        return await self.tell(request)


@pytest.fixture
def demo() -> Demo:
    return Demo()


@pytest.fixture
async def page(sim: world.World, son: shapes.Person, demo: Demo, serve: Serve) -> AsyncIterator[Page]:
    """The page with Mr Sơn's phone and a group, at 1440x900; a fault in its scripts fails the test."""
    rogue = people.join(sim, shapes.Person(0, "Tài", title=_ROGUE, subtitle=_ROGUE, start="K7QM-4TXP"))
    group = groups.create(sim, "Lãnh đạo xã", [son.id, rogue.id])
    groups.add_bot(sim, group.id, son.id)
    sim.updates.drop()
    outer = Starlette(routes=[Mount("/demo", routes=demo.routes), Mount("/", app.build(sim))])
    faults: list[str] = []
    async with serve(outer) as address, async_playwright() as play:
        browser = await play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        opened = await browser.new_page(viewport={"width": 1440, "height": 900})
        opened.on("pageerror", lambda fault: faults.append(str(fault)))
        opened.on("dialog", lambda dialog: faults.append(dialog.message))
        opened.set_default_timeout(LAST_RESORT * 1000)
        await opened.goto(address)
        await opened.locator(".phone").nth(2).wait_for()
        yield opened
        await browser.close()
        sim.close()
    assert [] == faults


async def test_talk_goes_both_ways(page: Page, bot: Bot, sim: world.World, son: shapes.Person) -> None:
    """What is typed reaches the bot; its answer appears with buttons, and a pressed one is answered."""
    phone = page.locator(".phone").first
    await phone.locator("textarea").fill(_ROGUE)
    await phone.locator("textarea").press("Enter")
    (update,) = await bot.get_updates(timeout=10)
    assert update.message is not None
    assert _ROGUE == update.message.text
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(_ROGUE, callback_data="co")]])
    await bot.send_message(son.id, _ROGUE, reply_markup=keyboard)
    await phone.locator(".key").click()
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=10)
    assert update.callback_query is not None
    await bot.answer_callback_query(update.callback_query.id, "Đã ghi")
    await phone.locator(".toast").get_by_text("Đã ghi").wait_for()

    assert [_ROGUE, _ROGUE] == (await phone.locator(".words").all_inner_texts())[1:]
    assert 0 == await page.locator(".phone img[src=x]").count()


async def test_names_show_literally(page: Page) -> None:
    """A person and a hint called `<b>&…` show exactly so."""
    assert _ROGUE == await page.locator(".phone").nth(1).locator(".owner b").inner_text()
    assert _ROGUE == await page.locator("#hint p").inner_text()


async def test_start_sends_the_code(page: Page, bot: Bot) -> None:
    """Pressing «Bắt đầu» sends the code that the person's QR sheet carries."""
    await page.locator(".phone").nth(1).locator(".begin").click()
    (update,) = await bot.get_updates(timeout=10)

    assert update.message is not None
    assert "/start K7QM-4TXP" == update.message.text


async def test_bar_leads_on(page: Page, demo: Demo) -> None:
    """Clock and next event stand as people write them, and the button moves them."""
    await page.get_by_text("Sắp tới: nhắc lần hai, thứ Năm 14:00").wait_for()
    assert "08:00\nthứ Tư, 18/11/2026" == (await page.locator("#clock").inner_text()).strip()
    await page.locator("#next").click()
    await page.get_by_text("Sắp tới: nhắc lần hai, thứ Năm 15:00").wait_for()

    assert 1 == demo.steps
    assert "09:00" == await page.locator("#clock b").inner_text()


async def test_page_does_without_the_demo(page: Page, demo: Demo) -> None:
    """When the demo endpoint fails, the button goes and a plain sentence says why."""
    demo.is_broken = True
    # The page may have noticed by itself just before; the press is to harm nothing then.
    await page.locator("#next").dispatch_event("click")
    await page.get_by_text("Chưa nối được với đồng hồ của bản dùng thử").wait_for()

    assert not await page.locator("#next").is_visible()


async def test_picture_opens_large(page: Page, bot: Bot, sim: world.World) -> None:
    """A picture in the group marks the phone as new, opens large on a click, and closes by Escape."""
    group = next(chat for chat in sim.chats.values() if chat.kind == "group")
    await bot.send_photo(group.id, paint(600, 900), caption="Tuần 47")
    phone = page.locator(".phone").nth(2)
    await phone.get_by_text("1 mới").wait_for()
    await phone.locator(".picture").click()
    size = await page.locator("#lightbox img").bounding_box()
    await page.keyboard.press("Escape")

    assert size is not None
    assert size["height"] > 800
    assert not await page.locator("#lightbox").is_visible()
    assert not await phone.locator(".badge").is_visible()


async def test_narrow_screen_has_tabs(page: Page, bot: Bot, son: shapes.Person) -> None:
    """At 360x740 one phone is seen, nothing is wider than the screen, and a tab tells of news and leads there."""
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.locator(".tab").nth(2).click()
    assert [False, False, True] == [await phone.is_visible() for phone in await page.locator(".phone").all()]
    assert 360 == await page.evaluate("document.documentElement.scrollWidth")
    await bot.send_message(son.id, "Chào ông Sơn.")
    await page.locator(".tab").first.locator(".dot.on").wait_for()
    await page.locator(".tab").first.click()

    assert [True, False, False] == [await phone.is_visible() for phone in await page.locator(".phone").all()]
    assert 0 == await page.locator(".dot.on").count()


async def test_upgraded_group_keeps_its_place_and_talk(page: Page, bot: Bot, sim: world.World) -> None:
    """When the group becomes a supergroup its phone stays where it was, with what was said before."""
    group = next(chat for chat in sim.chats.values() if chat.kind == "group")
    await bot.send_message(group.id, "trước")
    await page.locator(".phone").nth(2).get_by_text("trước").wait_for()
    upgraded = groups.upgrade(sim, group.id)
    await bot.send_message(upgraded.id, "sau")
    await page.locator(".phone").nth(2).get_by_text("sau").wait_for()
    await asyncio.sleep(0.1)

    assert 3 == await page.locator(".phone").count()
    assert ["trước", "sau"] == await page.locator(".phone").nth(2).locator(".words").all_inner_texts()
