"""Methods that put something into a chat: sendMessage, sendPhoto, sendDocument, sendChatAction."""

from __future__ import annotations

from simulator import markup
from simulator.files import describe_document, describe_photo
from simulator.shapes import Chat, Json, Message, Refusal, StoredFile, Upload, bad_request
from simulator.world import World

TEXT_LIMIT = 4096  # UTF-16 units after the entities are read (sendMessage)
CAPTION_LIMIT = 1024  # (sendPhoto, sendDocument)
_LARGEST_UPLOAD = 50 * 1024 * 1024  # bytes; Bot API, "Sending files"
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def find_chat(world: World, chat_id: int) -> Chat:
    """The chat, if it exists and has not moved on to a supergroup."""
    chat = world.chats.get(chat_id)
    if chat is None or chat.bot == "":
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        moved = "group chat was upgraded to a supergroup chat"
        raise Refusal(400, f"Bad Request: {moved}", {"migrate_to_chat_id": chat.migrated_to})
    return chat


def enter(world: World, chat_id: int) -> Chat:
    """The chat, if the bot may write there."""
    chat = find_chat(world, chat_id)
    if chat.kind == "private":
        person = world.people[chat_id]
        if not person.started:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        if person.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
    elif chat.bot == "kicked":
        raise Refusal(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
    elif chat.bot != "member":
        raise Refusal(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
    return chat


def read_text(args: Json) -> Json:
    """The words of a message as its content."""
    text, entities = markup.read(args["text"], args.get("parse_mode"), args.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if markup.measure(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in args:
        content["link_preview_options"] = args["link_preview_options"]
    return content


def read_caption(args: Json) -> Json:
    """The words below a picture or document as part of its content."""
    text, entities = markup.read(args.get("caption", ""), args.get("parse_mode"), args.get("caption_entities"))
    if markup.measure(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: Json = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return content


def send_message(world: World, args: Json) -> Json:
    content = read_text(args)
    return _post(world, args, content)


def send_photo(world: World, args: Json) -> Json:
    caption = read_caption(args)
    enter(world, args["chat_id"])
    stored = _store(world, "photo", args["photo"])
    return _post(world, args, {"photo": describe_photo(stored)} | caption)


def send_document(world: World, args: Json) -> Json:
    caption = read_caption(args)
    enter(world, args["chat_id"])
    stored = _store(world, "document", args["document"])
    _show(world, find_chat(world, args["chat_id"]))
    return _post(world, args, {"document": describe_document(stored)} | caption)


def _show(world: World, chat: Chat) -> None:
    """Whose telephone one may hold in a group on the page has one of their own there once a file comes to it."""
    if chat.kind == "private" and not chat.visible:
        chat.visible = any(other.visible and chat.id in other.members for other in world.chats.values())


def _store(world: World, kind: str, given: Upload | str) -> StoredFile:
    """A new upload, or a file that is there already, named by its file_id."""
    if isinstance(given, Upload):
        if len(given.data) > _LARGEST_UPLOAD:
            raise Refusal(413, "Request Entity Too Large")
        if not given.data:
            raise bad_request("file must be non-empty")
        return world.files.add(kind, given)
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.files.get(given)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: wrong string length")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _post(world: World, args: Json, content: Json) -> Json:
    chat = enter(world, args["chat_id"])
    message = world.post(
        chat,
        world.bot_id,
        content,
        keyboard=args.get("reply_markup") or None,
        reply_to=_find_target(world, chat, args.get("reply_parameters")),
        topic=_find_topic(chat, args.get("message_thread_id")),
        silent=args.get("disable_notification", False),
        protected=args.get("protect_content", False),
    )
    return world.telegram(message)


def _find_topic(chat: Chat, number: int | None) -> int | None:
    """General has no number, and a message without one goes there."""
    if number is not None and number not in chat.topics:
        raise bad_request("message thread not found")
    if number in chat.closed_topics:
        raise bad_request("TOPIC_CLOSED")
    return number


def _find_target(world: World, chat: Chat, reply: Json | None) -> int | None:
    if reply is None:
        return None
    target: Message | None = None
    if isinstance(reply.get("message_id"), int) and reply.get("chat_id", chat.id) == chat.id:
        target = world.find_message(chat.id, reply["message_id"])
    if target is None and not reply.get("allow_sending_without_reply", False):
        raise bad_request("message to be replied not found")
    return target.id if target else None


def send_chat_action(world: World, args: Json) -> bool:
    enter(world, args["chat_id"])
    if args["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
