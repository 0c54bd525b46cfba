"""Names of people in messages: what is masked, what is none, and that a figure is never taken for one."""

from __future__ import annotations

import pytest

from campaign.parsing import numbers
from campaign.parsing.known_names import KnownNames
from campaign.parsing.person_names import MASK, masked

KNOWN = KnownNames(["Hoàng Văn Sơn", "Đàm Thị Hoa"], ["Bản Còn", "Nà Pò", "Khuổi Mạ"])
HOUSEHOLDS = numbers.Field(unit="hộ", flow=False)

MASKED = [
    # The two of the paper, and their neighbours.
    ("1 hộ bà Lý Thị Mai thoát nghèo", "1 hộ [tên] thoát nghèo"),
    ("ho ba ly thi mai thoat ngheo", "ho [tên] thoat ngheo"),
    ("HỘ BÀ LÝ THỊ MAI THOÁT NGHÈO", "HỘ [tên] THOÁT NGHÈO"),
    ("1 ho ba ly thi mai thoat ngheo con 11 ho", "1 ho [tên] thoat ngheo con 11 ho"),
    ("Hộ ông Nông Văn Bình mới thoát nghèo, còn 11", "Hộ [tên] mới thoát nghèo, còn 11"),
    ("hộ ông Giàng A Páo thoát nghèo", "hộ [tên] thoát nghèo"),
    ("ho chi vang thi my, ho anh sung a chai thoat ngheo", "ho [tên], ho [tên] thoat ngheo"),
    ("chủ hộ Lương Quang Tài, còn 12 hộ", "chủ hộ [tên], còn 12 hộ"),
    ("hộ Triệu Mùi Pham còn nghèo", "hộ [tên] còn nghèo"),
    ("hộ: Lý Thị Mai thoát nghèo", "hộ: [tên] thoát nghèo"),
    ("13 hộ, thêm hộ anh Vi Văn Dần", "13 hộ, thêm hộ [tên]"),
    ("hộ gia đình bà Đàm Thị Thu Hà", "hộ gia đình [tên]"),
    ("hộ bà mai thoát nghèo", "hộ [tên] thoát nghèo"),
    # Children and patients.
    ("cháu Hoàng Thị Lan chưa có thẻ, còn 8 người", "[tên] chưa có thẻ, còn 8 người"),
    ("1 cháu Bình chưa có thẻ", "1 cháu [tên] chưa có thẻ"),
    ("em ma thi nga chua co the", "[tên] chua co the"),
    ("bệnh nhân Lộc Thị Thơm ra viện, còn 8", "bệnh nhân [tên] ra viện, còn 8"),
    ("cụ Bế Văn Lợi mất, còn 8", "[tên] mất, còn 8"),
    ("bac loi mat, con 8 nguoi", "[tên] mat, con 8 nguoi"),
    ("bà liên chưa có thẻ", "[tên] chưa có thẻ"),
    # Several.
    ("bà Lan và ông Hùng chưa có thẻ", "[tên] và [tên] chưa có thẻ"),
    ("vo chong anh Hung chi Lan, con 11", "vo chong [tên] [tên], con 11"),
    ("chua co the 3 nguoi: ong Pao, ba Mai, chau Duc. ngheo 12", "chua co the 3 nguoi: [tên], [tên], [tên]. ngheo 12"),
    # Called by a number; a number all the same where it counts something.
    ("anh Tư báo 11 hộ", "[tên] báo 11 hộ"),
    ("bà Năm chưa có thẻ, còn 8", "[tên] chưa có thẻ, còn 8"),
    ("ong hoang van nam thoat ngheo", "[tên] thoat ngheo"),
    ("11 ho ngheo, tru ho ba nong thi bay", "11 ho ngheo, tru ho [tên]"),
    ("ong hoang van nam ho ngheo", "[tên] van nam ho ngheo"),
    ("ong hoang van con 5 ho", "[tên] van con 5 ho"),
    # Without a title only whole names.
    ("Nguyễn Văn A thoát nghèo còn 11", "[tên] thoát nghèo còn 11"),
    ("giảm 1 hộ hoàng thị lành", "giảm 1 hộ [tên]"),
    # Titles and names that are shortened, joined by signs, or written large.
    ("hộ ô. Bảo thoát nghèo, còn 11", "hộ [tên] thoát nghèo, còn 11"),
    ("9 người, c Lan và A.Tú chưa có thẻ", "9 người, [tên] và [tên] chưa có thẻ"),
    ("o. Bao thoat ngheo", "[tên] thoat ngheo"),
    ("hộ ông N.V.B thoát nghèo", "hộ [tên] thoát nghèo"),
    ("hộ ông Ng. Văn Bình thoát nghèo", "hộ [tên] thoát nghèo"),
    ("bà Hoàng Thị L. chưa có thẻ", "[tên]. chưa có thẻ"),
    ("hộ Nguyễn V. Bình thoát nghèo", "hộ [tên] thoát nghèo"),
    ("ông Nguyễn-Văn-Bảo và bà.Lan, bà H'Lan", "[tên] và [tên], [tên]"),
    ("ông BẢO thoát nghèo", "[tên] thoát nghèo"),
    ("hộ bà «Mai», hộ bà - Liên, tên là Tài", "hộ bà «[tên]», hộ bà - [tên], tên là [tên]"),
    ("thằng Tú, y tá Lan, bác sĩ Hùng: 5", "[tên], y tá [tên], bác sĩ [tên]: 5"),
    # A surname that no list has, by the accent of the word behind it; officers of a place are none of its parts.
    ("ông Lường Văn Thắng, Sìn Thị Pao thoát nghèo", "[tên], [tên] thoát nghèo"),
    ("Vàng A Dơ thoát nghèo, còn 11", "[tên] thoát nghèo, còn 11"),
    ("trưởng thôn Hoàng Văn Thành báo 6", "trưởng thôn [tên] báo 6"),
    # The place behind a name stays.
    ("ong Tai Na Po nho toi bao ho: bhyt 21", "[tên] Na Po nho toi bao ho: bhyt 21"),
    ("cô giáo Mai báo 5", "cô giáo [tên] báo 5"),
]

LEFT = [
    *("gieo ba ha", "gieo ba Ha lúa", "ba ho ngheo", "ba trieu dong", "co ba nguoi", "ba vu tai nan", "ba dang vien"),
    *("ba nong dan", "ba hoang", "ba nam nay", "3 ho ba ha", "cho ba ho nong thon", "chi tieu 5", "con ba"),
    *("12 hộ", "hộ nghèo 11", "Hộ Nghèo Còn 11", "hộ nông nghiệp 5", "Hộ Tày 5 Hộ Nùng 6", "họ Hoàng có 3 hộ nghèo"),
    *("ho do van con 11", "ho do thi giam con 11", "chị Hai hộ nghèo 5", "gia dinh van hoa", "nha van hoa chua dat"),
    *("em báo 6 người", "Em Xin Báo Cáo 6 người", "Anh/chị cho hỏi", "chị ơi còn 6", "Bà con Bản Còn gieo 7 sào"),
    *("ghi hộ Bản Còn", "chị Khuổi Mạ báo 6", "anh em công an xã 5 người", "chi bo 5 dang vien", "5 em chưa có thẻ"),
    *("xã Hoàng Văn Thụ 5 hộ", "đường Lê Văn Tám đã đổ bê tông", "học theo Bác Hồ", "tham gia Bảo hiểm y tế"),
    *(
        "a. Bảo hiểm y tế 9\nb. Hộ nghèo 11",
        "a. Bình quân 5 tạ",
        "hộ Bảo hiểm 9",
        "6 người a",
        "E báo 6",
        "11 hộ.Còn 6",
    ),
    *("Vâng anh. Hoa màu 5 ha", "Làng Văn Hóa", "Thôn Văn Lãng 5", "người H'Mông 5", "vụ B 5 ha", "80-NQ/TW 5"),
    *("a. Thu 5 triệu", "hạng A Thắng 3", "lớp 5A Tú", "Dạ anh. Mai tôi báo nốt", "ông H'Mông 5"),
    # People of the commune.
    *(
        "a Sơn báo 6",
        "ô. Hoàng Văn Sơn báo 6",
        "trưởng thôn Hoàng Văn Sơn báo 6",
        "ông Sơn báo 5 hộ",
        "ông Hoàng Văn Sơn báo 5 hộ",
        "hộ ông sơn bản còn",
        "chao chi hoa, toi son ban con day",
    ),
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_a_name_is_masked(text: str, expected: str) -> None:
    """With its title, with or without accents, in small letters or capitals; once more it stays as it is."""
    assert expected == masked(text, KNOWN)
    assert expected == masked(expected, KNOWN)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_name_is_left(text: str) -> None:
    """Figures, everyday words, places, and people of the commune's own table."""
    assert text == masked(text, KNOWN)


@pytest.mark.parametrize(
    ("with_mask", "without"),
    [
        ("[tên] báo 11 hộ", "báo 11 hộ"),
        ("còn 11 hộ [tên]", "còn 11 hộ"),
        ("11 hộ nghèo, [tên], [tên]", "11 hộ nghèo"),
        ("11 hộ ([tên])", "11 hộ ()"),
        ("1 hộ [tên] thoát nghèo", "1 hộ thoát nghèo"),
        ("[tên] 11", "11"),
    ],
)
def test_a_masked_name_is_nothing_to_the_reader(with_mask: str, without: str) -> None:
    """The figure is taken or asked as without the name."""
    assert MASK in with_mask
    assert numbers.read(without, HOUSEHOLDS) == numbers.read(with_mask, HOUSEHOLDS)
