"""The table of commands: the words of each, the thing it is about, what it does, and where people are told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaign.text import fold
from handlers import assistance, joining, leaving, notices, second_channel
from handlers.leader import indicator, overview, praised, unit
from handlers.officer import (
    announce,
    appoint,
    approval,
    audit_trail,
    board,
    change_hours,
    change_units,
    close_year,
    contact_details,
    correction,
    days_off,
    enter_for_unit,
    extend,
    hand_over,
    honours,
    launch,
    legal_bases,
    lost_telephone,
    missing,
    pledges,
    readiness,
    rehearse,
    remove_person,
    report_absence,
    roll_up,
    rounds,
    scores,
    set_target,
    setup,
    setup_campaign,
    spot_checks,
    tables,
    undo_units,
)
from handlers.recognition import Typed, Vocabulary
from handlers.reporter import good_deeds, router, typed_pledge
from handlers.turn import Turn
from services import wording
from services.permissions import Thing


@dataclass(frozen=True, slots=True)
class Command:
    """One row. Who may use it, and how a group is answered, stands in `services/permissions.py` under its thing.

    The first of `words` is the one that is printed: GIÚP of everybody who may use it, their guide and a golden
    conversation must have it, which tests/test_commands.py checks.
    """

    words: tuple[str, ...]
    slashes: tuple[str, ...]  # the forms that a group hears
    thing: Thing
    act: Callable[..., None]  # gets the turn, and the words behind the command where it `takes_words`
    takes_words: bool = False
    is_exact: bool = False  # nobody is to be removed by a slip («rút tiền»)
    told_in: Callable[..., str] | None = None  # the sentence that tells of it at the right moment, in GIÚP's stead


COMMANDS: dict[str, Command] = {
    "help": Command(
        ("giúp", "trợ giúp", "help", *assistance.WORDS),
        ("/giup", "/help"),
        Thing.HELP,
        assistance.show,
        told_in=wording.joined_reporter,
    ),
    "fix": Command(("sửa", "sửa số"), ("/sua",), Thing.OWN_REPORT, router.fix),
    "report": Command(("báo cáo", "làm ngay", "tiếp tục"), ("/baocao",), Thing.OWN_REPORT, router.go),
    "mine": Command(("thôn tôi", "trường tôi", "cơ quan tôi", "xem"), ("/thontoi",), Thing.OWN_REPORT, router.mine),
    "later": Command(("để sau", "lúc khác"), ("/desau",), Thing.OWN_REPORT, router.later),
    "absence": Command(("báo vắng",), ("/baovang",), Thing.ABSENCE, report_absence.command, takes_words=True),
    "stop": Command(("dừng",), ("/dung", "/stop"), Thing.OWN_DATA, leaving.confirm_stop, is_exact=True),
    "my_data": Command(("dữ liệu của tôi", "xem dữ liệu"), ("/dulieu",), Thing.OWN_DATA, leaving.show_data),
    "withdraw": Command(
        ("rút tên", "xóa dữ liệu"), ("/rutten",), Thing.OWN_DATA, leaving.confirm_withdrawal, is_exact=True
    ),
    "agree": Command(
        ("đồng ý",),
        (),
        Thing.OWN_DATA,
        lambda turn: joining.consent(turn, "yes"),
        told_in=wording.reports_by_phone,
    ),
    "add_channel": Command(("thêm kênh",), ("/themkenh",), Thing.OWN_MESSENGERS, second_channel.add),
    "here": Command(("nhắn ở đây",), ("/nhanoday",), Thing.OWN_MESSENGERS, second_channel.prefer),
    "group_code": Command(("mã nhóm",), ("/manhom",), Thing.GROUP_BINDING, second_channel.group_code),
    "missing": Command(("còn thiếu",), ("/conthieu",), Thing.MISSING, missing.show),
    "board": Command(("bảng", "bảng tuần"), ("/bang",), Thing.MISSING, board.show),
    "enter": Command(("ghi hộ",), ("/ghiho",), Thing.ENTRY_FOR_UNIT, enter_for_unit.command, takes_words=True),
    "extend": Command(("gia hạn",), ("/giahan",), Thing.DEADLINES, extend.show, takes_words=True),
    "clock": Command(("đổi giờ",), ("/doigio",), Thing.DEADLINES, change_hours.show, takes_words=True),
    "draft": Command(("dự thảo",), ("/duthao",), Thing.DRAFT, approval.show),
    "correct": Command(
        ("đính chính",),
        ("/dinhchinh",),
        Thing.CORRECTIONS,
        lambda turn, words: notices.show(turn) if fold(words) == "thong bao" else correction.asked(turn),
        takes_words=True,
    ),
    "assign_target": Command(("giao chỉ tiêu",), ("/giaochitieu",), Thing.TARGETS, set_target.assign, takes_words=True),
    "check": Command(("kiểm tra",), ("/kiemtraso",), Thing.CHECKS, spot_checks.command, takes_words=True),
    "pledge": Command(("giao ước",), ("/giaouoc",), Thing.OWN_PLEDGE, pledges.command, takes_words=True),
    "agree_pledge": Command(
        ("đồng ý cả",), (), Thing.OWN_PLEDGE, typed_pledge.agree_typed, told_in=wording.pledge_how_typed
    ),
    "close_year": Command(("chốt năm",), ("/chotnam",), Thing.YEAR_CLOSING, close_year.ask, takes_words=True),
    "days_off": Command(("nghỉ",), ("/nghi",), Thing.DAYS_OFF, days_off.enter, takes_words=True),
    "no_days_off": Command(("bỏ nghỉ",), ("/bonghi",), Thing.DAYS_OFF, days_off.take_back, takes_words=True),
    "announce": Command(("thông báo",), ("/thongbao",), Thing.ANNOUNCEMENTS, announce.begin, takes_words=True),
    "launch": Command(("phát động",), ("/phatdong",), Thing.ANNOUNCEMENTS, launch.begin),
    "rounds": Command(("đợt thi đua", "xem đợt"), ("/dotthidua",), Thing.ROUND_RESULTS, rounds.show, takes_words=True),
    "end_round": Command(("đóng đợt",), ("/dongdot",), Thing.ROUNDS, rounds.end, takes_words=True),
    "drop_round": Command(("bỏ đợt",), ("/bodot",), Thing.ROUNDS, rounds.drop, takes_words=True),
    "deed": Command(("việc tốt",), ("/viectot",), Thing.GOOD_DEEDS, good_deeds.begin, takes_words=True),
    "scores": Command(("bảng điểm",), ("/bangdiem",), Thing.OWN_SCORE, scores.command, takes_words=True),
    "honours": Command(("đề nghị khen",), ("/denghikhen",), Thing.NOMINEES, honours.command, takes_words=True),
    "award_book": Command(
        ("sổ khen thưởng", "sổ khen"), ("/sokhen",), Thing.AWARD_BOOK, honours.book, takes_words=True
    ),
    "legal": Command(("căn cứ",), ("/cancu",), Thing.LEGAL, legal_bases.command, takes_words=True),
    "notices": Command(("xem thông báo",), ("/xemthongbao",), Thing.OWN_NOTICES, notices.show),
    "received": Command(("đã nhận",), (), Thing.OWN_NOTICES, notices.receive_all, is_exact=True),
    "invite": Command(("mời",), ("/moi",), Thing.PEOPLE, appoint.invite, takes_words=True),
    "replace": Command(("thay",), ("/thay",), Thing.PEOPLE, appoint.replace, takes_words=True),
    "remove": Command(("xóa người",), ("/xoanguoi",), Thing.PEOPLE, remove_person.ask, takes_words=True),
    "hand_over": Command(("bàn giao",), ("/bangiao",), Thing.PEOPLE, hand_over.ask),
    "lost": Command(("mất máy",), ("/matmay",), Thing.PEOPLE, lost_telephone.ask, takes_words=True),
    "phone": Command(("điện thoại",), ("/dienthoai",), Thing.PEOPLE, contact_details.change_phone, takes_words=True),
    "address": Command(("xưng hô",), ("/xungho",), Thing.PEOPLE, contact_details.change_address, takes_words=True),
    "merge_units": Command(
        ("sáp nhập", "hợp nhất"), ("/sapnhap",), Thing.UNIT_CHANGES, change_units.merge, takes_words=True
    ),
    "split_unit": Command(
        ("tách thôn", "chia thôn"), ("/tachthon",), Thing.UNIT_CHANGES, change_units.split, takes_words=True
    ),
    "rename_unit": Command(("đổi tên",), ("/doiten",), Thing.UNIT_CHANGES, change_units.rename, takes_words=True),
    "undo_units": Command(
        ("bỏ sáp nhập", "bỏ tách thôn", "bỏ đổi tên"),
        ("/bosapnhap",),
        Thing.UNIT_CHANGES,
        undo_units.ask,
        takes_words=True,
        told_in=wording.unit_change_recorded,
    ),
    "tables": Command(("tệp", "nhập tệp", "mẫu tệp"), ("/tep",), Thing.TABLES, tables.show),
    "setup": Command(("bắt đầu",), ("/batdau",), Thing.SETUP, setup.show, takes_words=True),
    "rehearse": Command(("chạy thử",), ("/chaythu",), Thing.SETUP, rehearse.begin),
    "leave_out": Command(("bỏ chỉ tiêu",), ("/bochitieu",), Thing.SETUP, setup_campaign.leave_out, takes_words=True),
    "take_back": Command(
        ("lấy lại chỉ tiêu",), ("/laylaichitieu",), Thing.SETUP, setup_campaign.take_back, takes_words=True
    ),
    "roll_up": Command(("góp số",), ("/gopso",), Thing.ROLL_UP, roll_up.show, is_exact=True),
    "audit": Command(("nhật ký",), ("/nhatky",), Thing.AUDIT, audit_trail.show),
    "readiness": Command(("kiểm tra hệ thống", "kiểm tra máy"), ("/kiemtra",), Thing.READINESS, readiness.show),
    "summary": Command(("tổng hợp",), ("/tonghop",), Thing.COMMUNE_FIGURES, overview.show, takes_words=True),
    "indicator": Command(("chỉ tiêu",), ("/chitieu",), Thing.COMMUNE_FIGURES, indicator.show, takes_words=True),
    "praise": Command(("biểu dương",), ("/bieuduong",), Thing.PRAISE, praised.show, takes_words=True),
    "unit": Command(("thôn", "trường", "cơ quan"), ("/thon",), Thing.VILLAGE_RESULTS, unit.show, takes_words=True),
}

_VOCABULARY = Vocabulary(
    alone={name: (*row.words, *row.slashes) for name, row in COMMANDS.items() if not row.takes_words},
    openings={name: (*row.words, *row.slashes) for name, row in COMMANDS.items() if row.takes_words},
    exact=[name for name, row in COMMANDS.items() if row.is_exact],
)


def recognise(text: str) -> Typed | None:
    """The command in a text, or None."""
    found = _VOCABULARY.recognise(text)
    is_sentence = found is None and len(text.split()) >= change_units.FEWEST_WORDS
    return change_units.recognise(text) if is_sentence else found


def obey(turn: Turn, typed: Typed) -> None:
    """Do what a command does; whether the speaker may is for the caller to know."""
    row = COMMANDS[typed.name]
    return row.act(turn, typed.words) if row.takes_words else row.act(turn)
