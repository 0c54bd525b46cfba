"""What is said when a commune keeps or changes the shipped campaign, and of where its post goes."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing

KEEP_CAMPAIGN = "Dùng như mẫu"
SEE_MEASURES = "Xem các chỉ tiêu"
ONE_BY_ONE = "Gửi riêng từng lãnh đạo"


def campaign_as_it_is(indicators: int, measures: int, hours: Sequence[str]) -> str:
    return (
        f"Phong trào mẫu có {indicators} chỉ tiêu ({measures} chỉ số). Giờ trong tuần: {listing(hours)}.\n"
        "Đổi mức của một chỉ tiêu: gõ mã và số mới, như KT1a 1.900. Bỏ hẳn một chỉ tiêu: gõ BỎ CHỈ TIÊU và mã. "
        "Đổi giờ: gõ ĐỔI GIỜ."
    )


def measures_listed(lines: Sequence[str]) -> str:
    return "Chỉ tiêu của xã:\n" + "\n".join(f"- {one}" for one in lines)


def measure_listed(key: str, name: str, target: str) -> str:
    return f"{key} {name}: {target}" if target else f"{key} {name}"


def commune_target_changed(key: str, name: str, new: str, before: str) -> str:
    return f"{key} {name}: nay là {new} (trước là {before}), từ hôm nay. Tuần đã đăng không xét lại."


def no_target_here(key: str) -> str:
    return f"Không đổi được «{key}»: không có chỉ tiêu mang số như vậy. Xem các mã: gõ BẮT ĐẦU PHONG TRÀO."


def campaign_refuses() -> str:
    return "Chưa đổi được: đổi như vậy thì phong trào không còn khớp với những phần khác."


def others_need_it(out: Sequence[str], bound: Sequence[str], indicator: str) -> str:
    """`bound`: measures that cannot be told without those that were to go."""
    return f"Chưa bỏ riêng được {listing(out)}: {listing(bound)} cần số đó. Bỏ cả thì gõ BỎ CHỈ TIÊU {indicator}."


# As the campaign document says them.
COMPARISONS = {">": "trên", ">=": "ít nhất", "<=": "không quá"}


def against_last_year(per_cent: str) -> str:
    return f"{per_cent}% so với năm trước"


def which_to_leave_out() -> str:
    return "Bỏ chỉ tiêu nào? Xin gõ mã, ví dụ BỎ CHỈ TIÊU XH6."


def which_to_take_back() -> str:
    return "Lấy lại chỉ tiêu nào? Xin gõ mã, ví dụ LẤY LẠI CHỈ TIÊU XH6."


def nothing_left_out() -> str:
    return "Xã chưa bỏ chỉ tiêu nào."


def left_out_now(names: Sequence[str]) -> str:
    return f"Xã đang bỏ: {listing(names)}. Lấy lại thì gõ LẤY LẠI CHỈ TIÊU và mã."


def no_measure_called(said: str) -> str:
    return f"Không có mã «{said}». Xem các mã: gõ BẮT ĐẦU PHONG TRÀO."


def left_out(names: Sequence[str], count: int) -> str:
    return (
        f"Đã bỏ {listing(names)}. Từ tuần này không hỏi, không đưa vào bài; bài còn {count} chỉ tiêu. "
        "Tuần đã đăng giữ nguyên."
    )


def taken_back(names: Sequence[str], count: int) -> str:
    return f"Đã lấy lại {listing(names)}. Từ tuần này lại hỏi; bài có {count} chỉ tiêu."


# The leaders' group


def ask_for_group(ways: Sequence[str], *, one_by_one: bool) -> str:
    now = "Hiện nay bài gửi riêng từng lãnh đạo." if one_by_one else ""
    told = ["Bài tổng hợp hằng tuần đăng vào nhóm lãnh đạo.", *ways]
    told.append("Chưa lập được nhóm thì tôi gửi riêng từng lãnh đạo; mời lãnh đạo: gõ MỜI LÃNH ĐẠO.")
    return " ".join([*told, now]).strip()


def put_into_group(channel: str) -> str:
    return f"{channel}: đưa tôi vào nhóm, tôi hỏi lại ở đây."


def type_code_in_group(channel: str) -> str:
    return f"{channel}: gõ MÃ NHÓM, rồi làm theo."


def posts_to_leaders(leaders: int) -> str:
    rest = f"Đã có {leaders} lãnh đạo." if leaders else "Chưa có lãnh đạo nào: gõ MỜI LÃNH ĐẠO."
    return f"Từ nay bài tổng hợp gửi riêng từng lãnh đạo, cho tới khi có nhóm. {rest}"


def leaders_one_by_one(count: int) -> str:
    return (
        f"gửi riêng {count} lãnh đạo"
        if count
        else "bài gửi riêng từng lãnh đạo mà chưa có lãnh đạo nào: gõ MỜI LÃNH ĐẠO"
    )
