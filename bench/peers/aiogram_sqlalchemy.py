"""The survey on aiogram: a state machine in memory, figures through SQLAlchemy's asynchronous session."""

from __future__ import annotations

import asyncio
import os

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from sqlalchemy import event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

QUESTIONS = ("Còn bao nhiêu người chưa có thẻ?", "Gieo trồng thêm bao nhiêu sào?", "Còn bao nhiêu hộ nghèo?")
router = Router()
engine = create_async_engine("sqlite+aiosqlite:///survey.db")
sessions = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Figure(Base):
    __tablename__ = "figures"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[int]
    question: Mapped[int]
    figure: Mapped[int]


@event.listens_for(engine.sync_engine, "connect")
def _prepare(connection: object, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.update_data(question=0)
    await message.answer(QUESTIONS[0])


@router.message(F.text.regexp(r"^\d+$"))
async def answer(message: Message, state: FSMContext) -> None:
    number = (await state.get_data()).get("question", 0)
    figure = int(message.text or 0)
    async with sessions.begin() as session:
        session.add(Figure(chat=message.chat.id, question=number, figure=figure))
    following = (number + 1) % len(QUESTIONS)
    await state.update_data(question=following)
    await message.answer(f"Đã ghi {figure}. {QUESTIONS[following]}")


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    server = TelegramAPIServer.from_base(os.environ["API_URL"])
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(Bot("1000:bench", session=AiohttpSession(api=server)))


if __name__ == "__main__":
    asyncio.run(main())
