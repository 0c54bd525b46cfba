r"""The golden conversations: every transcript in tests/conversations is replayed and must come out as written.

`>` is what a person types, `> [..]` what they tap, `<` what the bot says with its buttons in brackets.
`\n` in what is typed begins a new line; `(photo)` and `(file KH 12.pdf)` are sent, with the words behind them. `# `
is a comment, `@ son` changes the chat, `= 2026-11-18T08:00` sets the
clock and does what is due, CODE stands for a one-time code, which is another one in every run,
`& tu` is what another chat was told by the last thing that was done,
`@ group lam` lets somebody speak in the group (`<<` is what they get in private),
`! join son hoa` lets people come in beforehand, `! empty` begins with an empty database (and `> CODE` is then the code
that the machine prints), `! group hoa` binds the group, `! approval` is the setting that
nothing is posted without a «Duyệt», `~ group 41` is the platform's word that what waits for a chat has arrived,
`~ group refused` that it takes none of it. `@ group hidden` speaks in the group's own name; `> (added)` and
`> (removed)` are what becomes of the bot there. `> (file name.csv) …` is a file that is sent, lines as above; `! page`
is a program that serves the officers' page. `! above 06001 06002` puts a unit above the commune and such neighbours,
which have agreed to be added; said again, they post their week, and `! mended 06001` a correction of it.
`pytest --update` rewrites the bot's lines for review.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.outbox import rendering
from models import invitation_codes
from models.messages import OutboxMessage
from services import officers_page
from services.capability import Capability
from services.inbound import Kind
from tests import audited, databases, rolled_up, run_folder
from tests.commune import Stand
from tests.conftest import After
from tests.crawling import Crawl, Tried, follow
from tests.short_form import every

pytestmark = pytest.mark.usefixtures("watched")

FOLDER = Path(__file__).parent / "conversations"
TYPED = FOLDER / "typed"  # the same conversations where there are no buttons
SCRIPTS = sorted(FOLDER.glob("*.txt"))
_CODE = re.compile(rf"[{invitation_codes.CODE_LETTERS}]{{4}}-[{invitation_codes.CODE_LETTERS}]{{4}}")
TEXT_ONLY = Capability(
    has_buttons=False, can_edit=False, can_upload=False, hears_files=False, has_captions=False, longest_text=1800
)


def written(row: OutboxMessage, mark: str = "<", *, has_buttons: bool = True) -> list[str]:
    """A message as a transcript shows it."""
    labels = [] if not has_buttons and row.purpose.is_public else [label for label, _ in row.choices]
    text = row.text if has_buttons else rendering.with_words(row.text, labels)
    first, *rest = _CODE.sub("CODE", text).split("\n")
    lines = [f"{mark} {first}", *(f"  {line}" for line in rest)]
    if row.picture:
        lines.append(f"  [{row.picture.get('name', 'picture')}]")
    if row.choices and has_buttons:
        lines.append("  " + "  ".join(f"[{label}]" for label, _ in row.choices))
    return lines


class Replay:
    """Plays one transcript and writes down what really happened."""

    def __init__(self, stand: Stand, *, has_buttons: bool = True) -> None:
        self._stand = stand
        self._has_buttons = has_buttons
        self._who = ""  # the chat
        self._speaker = ""
        self._heard: list[OutboxMessage] = []  # by the last thing that was done, in all chats
        self._above: rolled_up.Above | None = None
        self.lines: list[str] = []

    def play(self, script: str) -> str:
        for line in script.splitlines():
            if line.startswith(("<", "  ")) and self._who:
                continue  # the bot's lines are what is being tested
            self.lines.append(line)
            self._act(line)
        return "\n".join(self.lines) + "\n"

    def _act(self, line: str) -> None:
        mark, _, rest = line.partition(" ")
        if mark == "!":
            return self._prepare(*rest.split())
        if mark == "@":
            self._who, _, speaker = rest.partition(" ")
            self._speaker = speaker or self._who
        elif mark == "=":
            self._stand.at(rest)
            self._stand.tick()
        elif mark == "&":
            return self._tell_of(rest)
        elif mark == "~":
            self._settle(*rest.split())
        elif mark == ">":
            self._speak(rest)
        else:
            return
        self._heard = self._stand.heard()
        for row in self._heard:
            if row.chat_id == self._who:
                self.lines.extend(written(row, has_buttons=self._has_buttons))
            elif row.chat_id == self._speaker:
                self.lines.extend(written(row, "<<", has_buttons=self._has_buttons))

    def _tell_of(self, chat: str) -> None:
        for row in self._heard:
            if row.chat_id == chat:
                self.lines.extend(written(row, has_buttons=self._has_buttons))

    def _settle(self, chat: str, word: str) -> None:
        if word == "refused":
            self._stand.refuse(chat)
        else:
            self._stand.arrive(chat, word)
        self._stand.tick()

    def _prepare(self, what: str, *who: str) -> None:
        """`! join son hoa`: they have come in. `! group hoa`: she has bound the leadership group."""
        if what == "join":
            return self._stand.join(*who)
        if what == "approval":
            return self._stand.require_approval()
        if what == "page":
            with self._stand.context() as context:
                return officers_page.is_served(context.session, "http://127.0.0.1:8080/can-bo")
        if what == "empty":
            return self._stand.begin_empty()
        if what == "above":
            return self._put_above(*who)
        if what == "mended":
            assert self._above is not None
            return self._above.corrects(who[0], rolled_up.example(self._stand, 9))
        self._stand.send("group", Kind.ADDED, sender_id=who[0], is_group=True, title="Lãnh đạo xã")
        self._stand.tap(who[0], "Đúng, nhóm lãnh đạo")
        self._stand.heard()

    def _put_above(self, *neighbours: str) -> None:
        """`! above 06001 06002`: a unit stands above; those neighbours agree, and post their week when they are named
        again.
        """
        if self._above is None:
            self._above = rolled_up.Above(self._stand, neighbours)
            return self._above.agree(*neighbours)
        for number, code in enumerate(neighbours):
            self._above.posts(code, rolled_up.example(self._stand, number))
        return None

    def _speak(self, rest: str) -> None:
        if rest == "CODE":
            rest = self._stand.first_officers_code()
        if rest.startswith("/start CODE"):
            rest = f"/start {self._stand.code(self._who)}"
        if self._speaker != self._who:
            self._speak_in_group(rest)
        elif rest.startswith("[") and rest.endswith("]"):
            act = self._stand.tap if self._has_buttons else self._stand.say
            act(self._who, rest[1:-1])
        elif rest == "(sticker)":
            self._stand.send(self._who, Kind.OTHER)
        elif rest.startswith("(table "):
            name, _, content = rest.removeprefix("(table ").partition(") ")
            self._stand.give(self._who, content.replace("\\n", "\n").encode(), name)
        elif rest.startswith(("(photo)", "(file ")):
            self._send_file(rest)
        else:
            self._stand.say(self._who, rest.replace("\\n", "\n"))

    def _send_file(self, rest: str) -> None:
        """«(photo) words», «(file KH 12.pdf) words»: a picture or file, with its caption."""
        what, _, caption = rest[1:].partition(")")
        kind, _, name = what.partition(" ")
        more = {"file_name": name, "file_size": 1000} if name else {}
        self._stand.send(self._who, Kind(kind), data="file-1", text=caption.strip(), **more)

    def _speak_in_group(self, rest: str) -> None:
        if rest.startswith("["):
            return self._stand.tap(self._who, rest[1:-1], self._speaker)
        event = {"(added)": Kind.ADDED, "(removed)": Kind.REMOVED}.get(rest)
        is_hidden = self._speaker == "hidden"
        more = {"sender_id": self._who if is_hidden else self._speaker, "is_group": True, "title": "Lãnh đạo xã"}
        more["is_anonymous"] = is_hidden
        if event is not None:
            return self._stand.send(self._who, event, **more)
        code = self._stand.group_code() if "CODE" in rest and self._above is None else ""
        code = self._above.code() if "CODE" in rest and self._above is not None else code
        return self._stand.send(self._who, Kind.TEXT, text=rest.replace("CODE", code), **more)


def played(after: After, path: Path) -> tuple[Stand, str]:
    """A stand at the end of a conversation, and what was really said in it."""
    stand, note = _played(after, path, databases.chosen())
    return stand, json.loads(note)["said"]


def crawled(after: After, path: Path) -> list[str]:
    """What goes wrong when everything that a conversation offers is tried on the way."""
    _, note = _played(after, path, databases.SQLITE)
    return list(json.loads(note)["faults"])


def _played(after: After, path: Path, kind: str) -> tuple[Stand, str]:
    """It is played once in a run for all who ask; what it offers can be tried where the database is a file."""
    script = path.read_text(encoding="utf-8")

    def play(stand: Stand) -> str:
        with audited.watch(), TemporaryDirectory() as folder:
            crawl = Crawl(Path(folder), 1, Tried(run_folder.kept_in() / "tried"))
            if kind == databases.SQLITE:
                follow(stand, crawl)
            said = Replay(stand).play(script)
            crawl.close()
        return json.dumps({"said": said, "faults": crawl.faults})

    return after(path.stem, play, kind)


@pytest.mark.parametrize("path", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_conversation(path: Path, after: After, request: pytest.FixtureRequest) -> None:
    """The bot says what the transcript says, word for word."""
    script = path.read_text(encoding="utf-8")
    _, replayed = played(after, path)
    if request.config.getoption("--update"):
        path.write_text(replayed, encoding="utf-8")
    assert script == replayed


@pytest.mark.parametrize("path", every(3, SCRIPTS), ids=[path.stem for path in SCRIPTS])
def test_conversation_without_buttons(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The same acts on a channel without buttons: all questions at once, and every button's words typed."""
    script = path.read_text(encoding="utf-8").split("# Taps an old button.")[0]
    stand = Stand(tmp_path, channels={"memory": TEXT_ONLY})
    replayed = Replay(stand, has_buttons=False).play(script)
    stand.close()
    golden = TYPED / path.name
    if request.config.getoption("--update"):
        golden.write_text(replayed, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == replayed


def test_choices_become_words() -> None:
    """A channel without buttons says what to type: words, never bare digits."""
    assert "Còn mấy?\nGõ: VẪN 9 NGƯỜI hoặc ĐỂ SAU." == rendering.with_words("Còn mấy?", ["Vẫn 9 người", "Để sau"])
    assert "Mục nào?\nGõ một dòng:\n- A\n- B\n- C\n- D" == rendering.with_words("Mục nào?", ["A", "B", "C", "D"])
    assert "Xong." == rendering.with_words("Xong.", [])


def test_there_are_conversations() -> None:
    """An empty folder would make the test above pass without reading anything."""
    assert len(SCRIPTS) >= 12
