"""The survey on python-telegram-bot with one SQLite commit an answer; where a talk stands is lost with the process."""

from __future__ import annotations

import os
import sqlite3
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler, ConversationHandler, MessageHandler, filters

QUESTIONS = ("Còn bao nhiêu người chưa có thẻ?", "Gieo trồng thêm bao nhiêu sào?", "Còn bao nhiêu hộ nghèo?")
STORE = sqlite3.connect("survey.db", isolation_level=None)
for line in (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "CREATE TABLE IF NOT EXISTS figures (chat INTEGER, question INTEGER, figure INTEGER)",
):
    STORE.execute(line)


async def start(update: Update, context: Any) -> int:
    await update.message.reply_text(QUESTIONS[0])
    return 0


def asking(number: int) -> Any:
    async def answer(update: Update, context: Any) -> int:
        figure = int(update.message.text)
        STORE.execute("INSERT INTO figures VALUES (?, ?, ?)", (update.effective_chat.id, number, figure))
        following = (number + 1) % len(QUESTIONS)
        await update.message.reply_text(f"Đã ghi {figure}. {QUESTIONS[following]}")
        return following

    return answer


if __name__ == "__main__":
    talks = {number: [MessageHandler(filters.Regex(r"^\d+$"), asking(number))] for number in range(len(QUESTIONS))}
    application = ApplicationBuilder().token("1000:bench").base_url(os.environ["API_URL"] + "/bot").build()
    application.add_handler(ConversationHandler([CommandHandler("start", start)], talks, []))
    application.run_polling(drop_pending_updates=False)
