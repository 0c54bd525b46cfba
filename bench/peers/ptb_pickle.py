"""The survey as python-telegram-bot's own documentation builds it: ConversationHandler, kept by PicklePersistence.

The file is written once a minute, or with `--each` before every answer is said back.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

EACH = "--each" in sys.argv
QUESTIONS = ("Còn bao nhiêu người chưa có thẻ?", "Gieo trồng thêm bao nhiêu sào?", "Còn bao nhiêu hộ nghèo?")


async def start(update: Update, context: Any) -> int:
    await update.message.reply_text(QUESTIONS[0])
    return 0


def asking(number: int) -> Any:
    """The handler of one question: keep the figure, say it back, ask the next."""

    async def answer(update: Update, context: Any) -> int:
        figure = int(update.message.text)
        context.user_data.setdefault("figures", []).append(figure)
        if EACH:
            await context.application.update_persistence()
        following = (number + 1) % len(QUESTIONS)
        await update.message.reply_text(f"Đã ghi {figure}. {QUESTIONS[following]}")
        return following

    return answer


def build() -> Application[Any, Any, Any, Any, Any, Any]:
    states = {number: [MessageHandler(filters.Regex(r"^\d+$"), asking(number))] for number in range(len(QUESTIONS))}
    application = (
        ApplicationBuilder()
        .token("1000:bench")
        .base_url(os.environ["API_URL"] + "/bot")
        .persistence(PicklePersistence("survey.pickle"))
        .build()
    )
    application.add_handler(
        ConversationHandler([CommandHandler("start", start)], states, [], name="survey", persistent=True)
    )
    return application


if __name__ == "__main__":
    build().run_polling(drop_pending_updates=False)
