"""Methods that change what is there: the editMessage family, deleteMessage, answerCallbackQuery."""

from __future__ import annotations

from simulator import sending
from simulator.shapes import Json, Message, bad_request
from simulator.world import World

_ANSWER_LIMIT = 200  # characters (answerCallbackQuery)
_DELETABLE_SECONDS = 48 * 3600  # (deleteMessage)
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def _find_own(world: World, args: Json) -> Message:
    sending.enter(world, args["chat_id"])
    message = world.find_message(args["chat_id"], args["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != world.bot_id:
        raise bad_request("message can't be edited")
    return message


def _apply(world: World, message: Message, content: Json, args: Json) -> Json:
    """An edit without reply_markup takes the keyboard away, and only new words make a message an edited one."""
    keyboard = args.get("reply_markup") or None
    if content == message.content and keyboard == message.keyboard:
        raise bad_request(_SAME)
    date = message.edit_date if content == message.content else world.stamp()
    return world.telegram(world.change(message, content=content, keyboard=keyboard, edit_date=date))


def edit_text(world: World, args: Json) -> Json:
    message = _find_own(world, args)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _apply(world, message, sending.read_text(args), args)


def edit_caption(world: World, args: Json) -> Json:
    message = _find_own(world, args)
    media = {key: value for key, value in message.content.items() if key in ("photo", "document")}
    if not media:
        raise bad_request("there is no caption in the message to edit")
    return _apply(world, message, media | sending.read_caption(args), args)


def edit_reply_markup(world: World, args: Json) -> Json:
    message = _find_own(world, args)
    return _apply(world, message, message.content, args)


def delete(world: World, args: Json) -> bool:
    chat = sending.enter(world, args["chat_id"])
    message = world.find_message(chat.id, args["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    is_foreign = message.sender != world.bot_id and chat.kind != "private"
    if is_foreign or world.stamp() - message.date > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted")
    world.change(message, content={}, keyboard=None, deleted=True)
    return True


def answer_callback(world: World, args: Json) -> bool:
    """The person whose button it was sees the text; an answer may be repeated while it is not too old."""
    tapped = world.taps.get(args["callback_query_id"])
    if tapped is None or not world.is_waiting(tapped):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = args.get("text", "")
    if len(text) > _ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: Json = {"id": tapped.id, "user": tapped.user, "chat": tapped.chat, "text": text}
    answer["alert"] = args.get("show_alert", False)
    world.answers.append(answer | {"version": world.touch()})
    return True
