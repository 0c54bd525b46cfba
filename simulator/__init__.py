"""The outside world on this machine: a Telegram Bot API look-alike and a chat page; it knows nothing of the bot."""
