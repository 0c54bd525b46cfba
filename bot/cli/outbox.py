"""`thidua outbox`: what was given up or is in doubt, to be sent again or dropped. No text is shown: it is private."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import accounts, audit, groups, messages, outbox_troubles, roll_ups, units
from models.audit import Action
from models.database import NOBODY, Store
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from services import wording

ALL = "all"
_COLUMNS = "{:>7}  {:16}  {:9}  {:28}  {:20}  {:15}  {}"
_WHOSE = "{:8}  "  # the commune's code, where there are several
STATES = {messages.GIVEN_UP: "không gửi được", messages.UNKNOWN: "chưa rõ đã đến"}
FAILURES = {
    Failure.HELD_BACK: "để lại vì sắp hết số tin của tháng",
    Failure.SENT_ELSEWHERE: "đã gửi qua kênh khác",
    Failure.REFUSED: "bên kia không nhận",
    Failure.UNANSWERED: "không có trả lời",
    Failure.INTERRUPTED: "máy dừng khi đang gửi",
    Failure.RESTORED: "có trong bản sao lưu",
    Failure.OUT_OF_SERVICE: "xã tạm ngừng bot",
}
PURPOSES = {
    Purpose.REPLY: "trả lời",
    Purpose.QUESTION: "câu hỏi",
    Purpose.REMINDER: "nhắc",
    Purpose.NOTE: "nhắn",
    Purpose.COPY: "báo đã ghi hộ, sửa",
    Purpose.GROUP: "trả lời trong nhóm",
    Purpose.DRAFT: "dự thảo",
    Purpose.POST: "bài đăng",
    Purpose.LEADERS_POST: "bài riêng lãnh đạo",
    Purpose.LEADERS_CORRECTION: "đính chính riêng",
    Purpose.POSTED: "báo đã đăng",
    Purpose.CORRECTION_OFFER: "đề nghị đính chính",
    Purpose.CORRECTION: "đính chính",
    Purpose.DOUBT: "hỏi bài đã đến chưa",
    Purpose.LATE_LIST: "danh sách còn thiếu",
    Purpose.NOT_REACHED: "báo không gửi được",
    Purpose.ANNOUNCEMENT: "thông báo",
    Purpose.ROUND: "đợt thi đua",
    Purpose.RECEIPT: "cảm ơn, báo nhận",
    Purpose.ALERT: "báo máy hỏng",
    Purpose.RESTORED: "báo đã khôi phục",
    Purpose.ROLL_UP: "tổng hợp liên xã",
    Purpose.DEPLOYMENT: "tin của máy",
}


app = typer.Typer(no_args_is_help=True, help="tin không gửi được, hoặc chưa rõ đã đến chưa")

Which = Annotated[str, typer.Argument(help="số của tin, hoặc «all» là tất cả")]


@app.command("list")
def list_command() -> None:
    """Xem các tin không gửi được hoặc chưa rõ, và vì sao."""
    typer.echo(listed(settings.load()))


@app.command("retry")
def retry_command(
    which: Which, even_if_it_arrived: Annotated[bool, typer.Option(help="cả bài đăng chưa rõ đã đến chưa")] = False
) -> None:
    """Gửi lại một tin; máy đang chạy gửi ngay."""
    typer.echo(retry(settings.load(), which, even_if_it_arrived=even_if_it_arrived))


@app.command("drop")
def drop_command(which: Which) -> None:
    """Thôi hẳn một tin."""
    typer.echo(drop(settings.load(), which))


def listed(settings: Settings) -> str:
    """A table of everything in trouble; a line that says so when there is nothing."""
    named, store = _named(settings), bootstrap.open_store(settings)
    try:
        with store.deployment_wide("an operator looks after the messages of all") as session:
            codes = {key: code for code, key in units.communes(session).items()} if settings.communes else {}
            rows = [_whose(codes, row) + _line(session, row) for row in _troubled(session, named)]
    finally:
        store.close()
    head = _COLUMNS.format("số", "từ lúc (UTC)", "bot", "gửi cho", "việc", "tình trạng", "vì sao")
    head = _WHOSE.format("xã") + head if settings.communes else head
    return "\n".join([head, *rows]) if rows else "Không có tin nào không gửi được, không có tin nào chưa rõ."


def _whose(codes: Mapping[int, str], row: OutboxMessage) -> str:
    return _WHOSE.format(codes.get(row.commune_id or NOBODY, "-")) if codes else ""


def _named(settings: Settings) -> str | None:
    """The code of the commune that the command is about, where it names one of several.

    Its file is read before the database is opened: what is read for it opens the database too, and would wait.
    """
    is_one = bool(settings.communes) and settings.commune is not None
    return bootstrap.load_campaign(settings).commune_code if is_one else None


def _troubled(session: Session, named: str | None) -> Sequence[OutboxMessage]:
    """Of the commune with this code; None: of all."""
    rows = outbox_troubles.troubled(session)
    if named is None:
        return rows
    own = units.communes(session).get(named)
    return [row for row in rows if row.commune_id == own]


def _line(session: Session, row: OutboxMessage) -> str:
    since = f"{row.created_at:%Y-%m-%d %H:%M}"
    to = _recipient(session, row)[:28]
    state = STATES[row.state]
    return _COLUMNS.format(row.id, since, row.bot, to, PURPOSES[row.purpose], state, _why(row)).rstrip()


def _why(row: OutboxMessage) -> str:
    failure = FAILURES[row.failure] if row.failure else ""
    return ("đã hỏi cán bộ; " if row.asked_at else "") + ": ".join(part for part in (failure, row.error) if part)


def _recipient(session: Session, row: OutboxMessage) -> str:
    group = groups.find(session, row.bot, row.chat_id) or roll_ups.at(session, row.bot, row.chat_id)
    found = accounts.accounts_of_chat(session, row.bot, row.chat_id)
    return group.title if group else ", ".join(account.person.name for account in found) or "không rõ ai"


def retry(settings: Settings, which: str, *, even_if_it_arrived: bool = False) -> str:
    """Send again. A post that may have arrived only on purpose: else the leaders might read it twice."""

    def act(row: OutboxMessage) -> bool:
        if row.state == messages.UNKNOWN and not even_if_it_arrived:
            if which != ALL:
                raise OperatorError(
                    f"tin {row.id} có thể đã đến: xem trong nhóm, rồi bỏ (drop), hoặc thêm --even-if-it-arrived"
                )
            return False
        row.wait()
        row.attempts, row.doubts, row.not_before, row.told_at = 0, 0, None, None
        return True

    return f"Sẽ gửi lại {_each(settings, which, Action.MESSAGE_RETRIED, act)} tin."


def drop(settings: Settings, which: str) -> str:
    """Never send, and speak of it no more."""

    def act(row: OutboxMessage) -> bool:
        row.state = messages.DROPPED
        return True

    return f"Đã bỏ {_each(settings, which, Action.MESSAGE_DROPPED, act)} tin."


def _each(settings: Settings, which: str, action: Action, act: Callable[[OutboxMessage], bool]) -> int:
    """Do it to one message or to all, and write down each; how many there were."""
    named = _named(settings)
    code = named if settings.communes else bootstrap.load_campaign(settings).commune_code
    store = bootstrap.open_store(settings)
    try:
        with store.deployment_wide("an operator looks after the messages of all") as session:
            own = _own_commune(session, code)
            _wait_for_turns(store, session)
            rows = _troubled(session, named)
            chosen = [row for row in rows if which in (ALL, str(row.id))]
            if not chosen and which != ALL:
                raise OperatorError(f"không có tin {which} nào không gửi được: xem thidua outbox list")
            count = sum(1 for row in chosen if _done(session, own, row, action, act))
    finally:
        store.close()
    return count


def _own_commune(session: Session, code: str | None) -> int | None:
    """In whose audit it stands what becomes of a message that is no commune's; of several communes in nobody's."""
    if code is None:
        return None
    found = units.communes(session).get(code)
    if found is None:
        raise OperatorError(wording.no_units())
    return found


def _wait_for_turns(store: Store, session: Session) -> None:
    """An officer may be deciding about the same post just now."""
    for commune_id in sorted({row.commune_id or NOBODY for row in outbox_troubles.troubled(session)}):
        store.lock(session, commune_id)
    session.expire_all()


def _done(
    session: Session, own: int | None, row: OutboxMessage, action: Action, act: Callable[[OutboxMessage], bool]
) -> bool:
    before = row.state
    if not act(row):
        return False
    whose = row.commune_id or own
    if whose is not None:
        old, new = {"state": before}, {"state": row.state}
        audit.record(session, RealClock().now(), whose, None, action, f"message:{row.id}", old=old, new=new)
    return True
