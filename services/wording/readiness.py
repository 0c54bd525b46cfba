"""What is said of an installation: what is well, what is advised, what keeps a week from running."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import KINDS, listing, sentence

CAMPAIGN_IN_FORCE = "phong trào"
UNITS = "thôn, trường, cơ quan"
REPORTERS = "người báo cáo"
OFFICERS = "cán bộ"
LEADERS_GROUP = "nhóm lãnh đạo"
TARGETS = "chỉ tiêu"
DAYS_OFF = "ngày nghỉ"
BACKUP = "sao lưu"
CONNECTION = "kết nối"

_NAMED = 3  # units named in a sentence; of more the number is enough


def readiness(faults: Sequence[str], advice: Sequence[str], backed_up: str) -> list[str]:
    """One screen for an officer; `backed_up`: when that was, "" where it is among what is advised."""
    lines = ["Tuần này chưa chạy được:" if faults else "Tuần này chạy được."]
    lines += [f"- {sentence(one)}" for one in faults]
    if advice:
        lines += ["Nên làm:", *(f"- {sentence(one)}" for one in advice)]
    return [*lines, sentence(backed_up)] if backed_up else lines


def is_connected(channel: str, name: str) -> str:
    """To whoever started the bot at a terminal, as the next two."""
    return f"Đã nối {channel}: {name}"


def serves_communes(count: int) -> str:
    return f"Phục vụ {count} xã: thidua communes"


def asks_next(moment: str) -> str:
    return f"Lần hỏi tới: {moment}."


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return listing(names) if rest <= 0 else f"{listing(names[:_NAMED])} và {rest} nơi nữa"


def overridden(count: int) -> str:
    return f"tệp phong trào dùng được, {count} chỗ đã đổi qua tin nhắn hoặc lệnh"


def overrides_are_faulty(faults: Sequence[str]) -> str:
    return f"tệp phong trào không còn khớp với những chỗ đã đổi: {'; '.join(faults)}. Xin bỏ bớt: thidua campaign unset"


def newer_campaign_file() -> str:
    return (
        "bản chương trình mới có tệp phong trào khác tệp của xã; tệp của xã vẫn giữ nguyên. "
        "Người trông máy xem khác gì, lấy chỗ nào: thidua campaign compare"
    )


def units_below(count: int, commune: str) -> str:
    return f"{count} nơi thuộc {commune}"


def no_units() -> str:
    return "chưa có nơi nào trong danh sách: cán bộ gõ BẮT ĐẦU, hoặc thidua units import TỆP"


def list_is_empty() -> str:
    return "Danh sách chưa có nơi nào. Gõ BẮT ĐẦU DANH SÁCH để nhập trước."


def no_such_unit(reporters: Sequence[str], measures: Sequence[str]) -> str:
    """`reporters` is a kind of unit, or the codes of single ones that are asked the same."""
    kind = KINDS.get(reporters[0]) if reporters else None
    who = f"{kind} nào" if kind else f"nơi nào mang mã {listing(reporters)}"
    return f"danh sách chưa có {who}, nên {listing(measures)} chưa ai báo"


def nobody_reports() -> str:
    return "chưa có ai để hỏi: chưa người báo cáo nào vào. Cán bộ gõ MỜI"


def units_without_people(count: int, total: int, noun: str, names: Sequence[str]) -> str:
    return f"{count}/{total} {noun} chưa có người báo cáo ({_some(names)})"


def all_have_people(count: int, noun: str) -> str:
    return f"{count}/{count} {noun} đã có người báo cáo"


def officers_there(count: int) -> str:
    return f"{count} người" if count else "chưa có ai: thidua officer-code"


def leaders_group_bound(titles: Sequence[str]) -> str:
    return listing(titles) if titles else "chưa có nhóm lãnh đạo, bài tổng hợp chưa có chỗ đăng: cán bộ gõ MÃ NHÓM"


def places_with_people(done: int, total: int) -> str:
    return f"{done}/{total} nơi" if total else ""


def targets_set(year: int) -> str:
    return f"đã có chỉ tiêu {year}"


def no_targets(year: int) -> str:
    return f"chưa có chỉ tiêu {year}: cán bộ gõ GIAO CHỈ TIÊU"


def units_without_target(measure: str, year: int, names: Sequence[str]) -> str:
    return f"{measure} năm {year} đã giao các nơi, còn {len(names)} nơi chưa có ({_some(names)}): gõ GIAO CHỈ TIÊU"


def no_backup_yet() -> str:
    return "chưa có bản sao lưu nào; máy tự sao lưu mỗi đêm, làm ngay thì chạy thidua backup"


def guessed_days_off(lines: Sequence[str]) -> str:
    return f"{'; '.join(lines)}. Có thông báo thì cán bộ gõ NGHỈ"


def no_guessed_days_off() -> str:
    return "không ngày nào là dự kiến"


def backup_is_good(hours: int) -> str:
    return f"bản sao lưu tốt gần nhất cách đây {hours} giờ" if hours else "vừa sao lưu trong giờ qua"
