"""Who reports in the harness, and how they answer: they read the bot's last message, and tap or type like people."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from simulator import groups, shapes, zalo
from simulator import people as townsfolk
from simulator.shapes import Message
from tests.stage import words
from tests.years.program import Running

_ROUNDS = 30
_TRIES = 2  # of one question, before it is «không rõ»
_SINCE = re.compile(r"\{since\}")
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)  # a question among several, where there are no buttons


@dataclass(frozen=True)
class Telephone:
    """Somebody's: their number in the world, and how the bot knows it."""

    number: int
    app: str

    @property
    def chat(self) -> str:
        return zalo.outside(self.number) if self.app == "zalo" else str(self.number)


class People:
    """Everybody with a telephone, by a name of ours: «06286/T01»."""

    def __init__(self, running: Running, campaign: Mapping[str, Any]) -> None:
        self._running = running
        self._inputs = {
            f"{measure['id']}.{one['key']}": (measure, one)
            for measure in campaign["measure"]
            for one in measure["input"]
        }
        self._heads = [
            (key, [part for part in _SINCE.split(one["question"]) if part])
            for key, (_, one) in self._inputs.items()
            if one.get("question")
        ]
        self.phones: dict[str, Telephone] = {}

    # What they do

    def join(self, who: str, code: str, app: str = "telegram") -> None:
        made = townsfolk.join(self._running.world, shapes.Person(0, who, app=app))
        self.phones[who] = Telephone(made.id, app)
        self.say(who, code if app == "zalo" else f"/start {code}")
        self.tap(who, "Đồng ý")

    def say(self, who: str, text: str) -> None:
        number = self.phones[who].number
        townsfolk.send(self._running.world, number, number, text)
        self._running.settle()

    def tap(self, who: str, label: str) -> None:
        """The newest button that begins so; on Zalo its words are typed."""
        offered = self._offered(self.phones[who])
        found = [one for one in offered if one[0].startswith(label)]
        if not found:
            raise LookupError(f"{who} is offered {[one for one, _ in offered]}, not «{label}»: {self.last(who)}")
        self._press(self.phones[who], *found[0])
        self._running.settle()

    def _press(self, phone: Telephone, label: str, data: str) -> None:
        world = self._running.world
        if phone.app == "zalo":
            townsfolk.send(world, phone.number, phone.number, label)
            return
        for message in reversed(self._heard(phone.number)):
            if any(button["callback_data"] == data for row in message.keyboard or [] for button in row):
                townsfolk.tap(world, phone.number, phone.number, message.id, data)
                return
        raise LookupError(f"no message offers {data}")

    def bind_group(self, officer: str, title: str) -> int:
        phone = self.phones[officer]
        group = groups.create(self._running.world, title, [phone.number]).id
        groups.add_bot(self._running.world, group, phone.number)
        self._running.settle()
        self.tap(officer, "Đúng, nhóm lãnh đạo")
        return group

    # What they see

    def _heard(self, chat: int) -> list[Message]:
        messages = self._running.world.chats[chat].messages.values()
        return [one for one in messages if one.sender == self._running.world.bot_id]

    def last(self, who: str) -> str:
        return words(self._heard(self.phones[who].number)[-1])

    def posts(self, group: int) -> list[str]:
        """The pictures in a group, by their text."""
        return [words(one) for one in self._heard(group) if "photo" in one.content]

    def offers(self, who: str) -> list[tuple[str, str]]:
        """Label and data of each button that somebody was offered last."""
        return self._offered(self.phones[who])

    def _offered(self, phone: Telephone) -> list[tuple[str, str]]:
        query = "SELECT offered FROM chats WHERE chat_id = :chat ORDER BY id DESC"
        rows = self._running.rows(query, chat=phone.chat)
        stored = rows[0][0] if rows else []
        return [(label, data) for label, data in (json.loads(stored) if isinstance(stored, str) else stored)]

    # How they answer

    def answer_all(self, absent: frozenset[str] = frozenset()) -> int:
        """Everybody who is asked answers until nothing more is asked; how many turns that took."""
        asked: dict[tuple[str, str], int] = {}
        turns = 0
        for _ in range(_ROUNDS):
            acted = 0
            for who, commune, unit in self._open():
                if who not in absent:
                    acted += self._move(who, f"{commune}/{unit}", asked)
            if not acted:
                return turns
            turns += acted
            self._running.settle()
        raise AssertionError("the questions do not end")

    def _open(self) -> list[tuple[str, str, str]]:
        """Who owes something this week: whose accounts have an open report that was asked for."""
        found = self._running.rows(
            "SELECT accounts.external_id, town.code, units.code, reports.id FROM reports "
            "JOIN periods ON periods.id = reports.period_id JOIN units ON units.id = reports.unit_id "
            "JOIN units AS town ON town.id = units.commune_id "
            "JOIN roles ON roles.unit_id = units.id JOIN accounts ON accounts.person_id = roles.person_id "
            "WHERE reports.completed_at IS NULL AND reports.asked_at IS NOT NULL AND periods.frozen_at IS NULL "
            "AND roles.role IN ('village-head', 'deputy', 'reporter') AND (roles.until IS NULL) "
            "ORDER BY reports.id, roles.role DESC"
        )
        by_chat = {phone.chat: who for who, phone in self.phones.items()}
        # A deputy is asked where there is no head: the first of a report's people.
        first = {report: (chat, town, unit) for chat, town, unit, report in reversed(found)}
        return [(by_chat[chat], town, unit) for chat, town, unit in first.values() if chat in by_chat]

    def _move(self, who: str, unit: str, asked: dict[tuple[str, str], int]) -> bool:
        phone, text = self.phones[who], self.last(who)
        numbered = _NUMBERED.findall(text)
        act = self._several(unit, numbered) if numbered else self._act(unit, self._offered(phone), text)
        if act is None:
            return False
        asked[who, text] = asked.get((who, text), 0) + 1
        if asked[who, text] > _TRIES:
            act = "không rõ"
        if asked[who, text] > _TRIES + 2:
            raise AssertionError(f"{who} does not get on with «{text}»")
        if isinstance(act, str):
            townsfolk.send(self._running.world, phone.number, phone.number, act)
        else:
            self._press(phone, *act)
        return True

    def _several(self, unit: str, questions: list[tuple[str, str]]) -> str:
        """All answers in one message, by their numbers."""
        chance = Random(f"{unit} {self._running.clock.instant.date()} {questions}")
        lines, nothing = [], False
        for number, question in questions:
            key = self._key([], question)
            if key is None:
                lines.append(f"{number}: không")
            elif key != "KT1b.yield" or not nothing:
                said = self._plainly(key, unit, chance)
                nothing = key == "KT1b.area" and said == "0"
                lines.append(f"{number}: {said}")
        return "\n".join(lines)

    def _plainly(self, key: str, unit: str, chance: Random) -> str:
        """A figure as it is typed where nothing can be tapped."""
        one = self._inputs[key][1]
        if one.get("options"):
            labels = [option["label"] for option in one["options"]]
            return str(Random(f"{unit} {key} {self._running.clock.instant.year}").choice(labels))
        if one["kind"] in ("increment", "change") and chance.random() < 0.7:
            return "0"
        said = self._figure(key, unit, [], chance)
        assert isinstance(said, str)
        return said

    def _act(self, unit: str, offered: list[tuple[str, str]], text: str) -> tuple[str, str] | str | None:
        """A button to tap, or words to type; None when nothing is asked."""
        chance = Random(f"{unit} {self._running.clock.instant.date()} {text}")
        heads = {data.split(":")[0] for _, data in offered}
        if "go" in heads:
            return next(one for one in offered if one[1].startswith("go:"))
        if "sure" in heads:
            return next(one for one in offered if one[1].startswith("sure:"))
        if "news" in heads:
            news = [one for one in offered if one[1].startswith("news:")]
            return news[0] if chance.random() < 0.6 else chance.choice(news)
        key = self._key(offered, text)
        if key is None:
            rest = [one for one in offered if one[1].startswith(("answer:", "list:"))]
            return rest[0] if rest else None
        return self._figure(key, unit, [one for one in offered if one[1].startswith("answer:")], chance)

    def _key(self, offered: list[tuple[str, str]], text: str) -> str | None:
        for _, data in offered:
            if data.startswith("answer:") and data.split(":")[2] in self._inputs:
                return data.split(":")[2]
        return next((key for key, parts in self._heads if all(part in text for part in parts)), None)

    def _figure(
        self, key: str, unit: str, offered: list[tuple[str, str]], chance: Random
    ) -> tuple[str, str] | str | None:
        _, one = self._inputs[key]
        if one.get("options"):
            options = [found for found in offered if ":=" in found[1]]
            # What stands stays, most of the time: the same unit says the same.
            return Random(f"{unit} {key} {self._running.clock.instant.year}").choice(options) if options else None
        keeps = [found for found in offered if found[1].split("@")[0].endswith((":keep", ":nothing"))]
        if one["kind"] in ("increment", "change"):
            if keeps and chance.random() < 0.7:
                return keeps[0]
            return _shown(chance.randint(1, 30) / 10, one) if not one.get("whole", True) else str(chance.randint(1, 2))
        if keeps and chance.random() < 0.5:
            return keeps[0]
        return self._level(key, unit, one, chance)

    def _level(self, key: str, unit: str, one: Mapping[str, Any], chance: Random) -> str:
        day: date = self._running.clock.instant.date()
        if one["kind"] == "running_total":
            return str(
                round(6900 * (day.timetuple().tm_yday + 4) / 366 * Random(f"{unit}{day.year}").uniform(0.9, 1.2))
            )
        years = (day - date(2026, 1, 1)).days / 365
        share = min(0.97, Random(f"{unit} {key}").uniform(0.6, 0.9) + 0.02 * years + chance.uniform(-0.01, 0.01))
        if one.get("denominator") == "asked":
            whole = float(one["example"].replace(".", "").replace(",", ".").split("/")[1])
            return f"{_shown(whole * share, one)}/{_shown(whole, one)}"
        if key in ("XH1.uncovered", "XH3.poor"):
            return str(round(25 * (1.1 - share)))
        example = one.get("example", "20").split()[0].replace(".", "").replace(",", ".")
        return _shown(float(example) * share, one)


def _shown(number: float, one: Mapping[str, Any]) -> str:
    return str(round(number)) if one.get("whole", True) else f"{number:.1f}".replace(".", ",")
