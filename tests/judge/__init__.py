"""Requests to the Bot API, judged by another library's models of it."""
