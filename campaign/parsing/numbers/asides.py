"""Sets aside figures that are surely of something else: ages, prices, shares in brackets, telephone numbers.

«8 người, có 2 cụ trên 80 tuổi», «7 sào, giống 120k/kg»: only beside an answer, and only in a field of another measure.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaign.parsing.numbers import chatter, contexts
from campaign.parsing.numbers.tokens import Item

_AGE = frozenset(["tuổi", "tuoi"])
_BEFORE_AGE = frozenset(["trên", "tren", "dưới", "duoi", "hơn", "hon", "gần", "gan", "từ", "tu", "ngoài", "ngoai"])
_MONEY = frozenset(["đồng", "đ", "vnđ", "vnd", "dong"])
_THOUSANDS = frozenset(["k", "nghìn", "nghin", "ngàn", "ngan"])
_MILLIONS = frozenset(["triệu", "trieu", "tr", "tỷ", "tỉ"])
_PER = frozenset(["/", "một", "mot", "1", "mỗi", "moi"])
_GOODS = frozenset([
    "kg", "cân", "can", "ký", "yến", "tạ", "bao", "cây", "cay", "thẻ", "the", "suất", "suat", "người", "nguoi", "ng",
    "hộ", "ho", "năm", "nam", "tháng", "thang", "lít", "con", "cái", "bó", "lon",
])  # fmt: skip
_SHARE = frozenset(["%", "phần trăm", "phan tram"])
_BEFORE_SHARE = frozenset(["(", "chiếm", "chiem", "tỷ lệ", "tỉ lệ", "ty le", "ti le"])
# A clause with one of these may speak of the figure itself, whatever else stands in it.
_OWN = frozenset(["correction", "corrected", "not_that", "keep", "none_left", "nothing_new", "unclear", "cumulative"])
_WITHIN = frozenset(["trong", "trong số", "trong so"])
_INCLUDING = frozenset(["tính cả", "kể cả", "tinh ca", "ke ca", "tính luôn"])
_OPENING = frozenset(["đó", "do", "có", "co"])
_PEOPLE = frozenset(["người", "nguoi", "ng", "cháu", "chau", "em", "khẩu", "là", "la"])
# What is said of some of those counted that changes nothing: where they are, or that they are new-born.
_AWAY = _PEOPLE | frozenset([
    "đi", "di", "làm", "lam", "ăn", "an", "xa", "ở", "o", "công", "cong", "ty", "công ty", "mới", "moi", "sinh", "sơ",
    "đẻ", "de", "vắng", "vang", "nhà", "nước", "nuoc", "ngoài", "ngoai", "hà", "ha", "nội", "noi", "trẻ", "em", "nhỏ",
    "đang", "dang", "học", "hoc",
])  # fmt: skip
_SEED = frozenset(["giống", "giong", "thóc giống", "ngô giống", "phân", "đạm"])
_SOME = frozenset(["cụ", "cu", "cháu", "chau", "em", "bà", "ông", "ong", "già", "nhỏ", "em nhỏ", "học sinh", "tháng"])


def set_aside(items: Sequence[Item], dimension: str) -> list[Item]:
    """The items without what is counted beside a field's own figure; unchanged where no answer is left.

    Of a field in money prices are its own, of one in per cent shares are.
    """
    kept = _without_parts(_without_clauses(_without_figures(items, dimension)))
    if len(kept) == len(items):
        return list(items)
    return kept if any(item.is_numeric or item.options.keys() & chatter.ANSWERS for item in kept) else list(items)


def _without_figures(items: Sequence[Item], dimension: str) -> list[Item]:
    """Ages and shares, each as one item of kind "aside"; prices as "price", which is no part of an answer."""
    found: list[Item] = []
    place = 0
    while place < len(items):
        if not items[place].is_numeric:
            found.append(items[place])
            place += 1
            continue
        kind, length = "aside", _age(items, place)
        if not length and dimension != "money":
            kind, length = "price", _price(items, place)
        if not length and dimension != "percent" and found:
            kind, length = "aside", 2 if found[-1].text in _BEFORE_SHARE and _text(items, place + 1) in _SHARE else 0
        if not length:
            found.append(items[place])
            place += 1
            continue
        if _text(items, place + length - 1) in _AGE and found and found[-1].text in _BEFORE_AGE:
            found.pop()
        found.append(Item(kind, ""))
        place += length
    return found


def _age(items: Sequence[Item], place: int) -> int:
    """«80 tuổi», «sáu tuổi»."""
    for length in (2, 3):
        if _text(items, place + length - 1) in _AGE:
            return length if all(item.is_numeric for item in items[place : place + length - 1]) else 0
    return 0


def _price(items: Sequence[Item], place: int) -> int:
    """«1.263.600 đồng một năm», «120k/kg», «7 nghìn một cân», «5 triệu 8»; a bare «5k» may be five heads."""
    if items[place].kind != "num" and not items[place].code:
        return 0
    end = place + 1
    is_scaled = _text(items, end) in _THOUSANDS
    is_money = _text(items, end) in _MILLIONS
    if is_scaled or is_money:
        end += 1
        end += is_money and end < len(items) and items[end].kind == "num" and len(items[end].text) == 1
        end += end < len(items) and _text(items, end) in ("rưỡi", "ruoi")
    if _text(items, end) in _MONEY or (is_scaled and _text(items, end) in ("tiền", "tien")):
        is_money, end = True, end + 1
    if _text(items, end) in _PER and _text(items, end + 1) in _GOODS:
        is_money, end = is_money or is_scaled, end + 2
    return end - place if is_money else 0


def _without_clauses(items: Sequence[Item]) -> list[Item]:
    """The items without the clauses that have no figure but such ones: «có gì gọi tôi 0912 345 678»."""
    cut = chatter.clauses(_without_seed(items))
    if len(cut) < 2:
        return [item for clause in cut for item in clause]
    others = [clause for clause in cut if not (_is_of_something_else(clause) or _is_sold(clause))]
    is_left = any(item.kind == "remain" for clause in others if not _has_paid(clause) for item in clause)
    return [item for clause in others if not (is_left and _has_paid(clause)) for item in clause]


def _without_seed(items: Sequence[Item]) -> list[Item]:
    """«4 sào hết 8kg giống NK4300»: what was used up is neither sown area nor harvest."""
    for at in range(1, len(items) - 3):
        number, unit, what = items[at + 1 : at + 4]
        if items[at].text in ("hết", "het") and number.is_numeric and "unit" in unit.options and what.text in _SEED:
            end = next((end for end in range(at, len(items)) if items[end].text in chatter.ENDS), len(items))
            return [*items[:at], *items[end:]]
    return list(items)


def _is_sold(clause: Sequence[Item]) -> bool:
    """«bán 2 tấn thóc cũ»."""
    return clause[0].text in ("bán", "đã bán") and not any(item.kind in _OWN for item in clause)


def _has_paid(clause: Sequence[Item]) -> bool:
    """«mới có 3 người đóng tiền»: who has no card yet all the same, where it is said how many are left."""
    words = {word for item in clause for word in item.text.split()}
    return "tiền" in words and not words.isdisjoint(("đóng", "nộp")) and not any(item.kind in _OWN for item in clause)


def _is_of_something_else(clause: Sequence[Item]) -> bool:
    if not any(item.kind in ("aside", "price") or item.text == contexts.PHONE for item in clause):
        return False
    return not any(item.is_numeric or item.kind in _OWN for item in clause)


def _without_parts(items: Sequence[Item]) -> list[Item]:
    """«8 người, trong đó có 2 cụ», «6 ng (2 ng đi làm ăn xa)»: some of those counted, of whom nothing else is said."""
    at = next((at for at in range(1, len(items)) if _begins_part(items, at)), None)
    counted = [int(item.text) for item in items[:at] if item.kind == "num" and item.text.isdecimal()]
    if at is None or not counted:
        return list(items)
    ends = frozenset([")"]) if items[at].text == "(" else chatter.ENDS
    end = next((end for end in range(at, len(items)) if items[end].text in ends), len(items))
    part = [item for item in items[at + 1 : end] if item.text not in _OPENING and item.kind != "aside"]
    few = part[0].text if part else ""
    is_plain = few.isdecimal() and int(few) <= max(counted) and _are_some(part[1:])
    return [*items[:at], *items[end + (ends != chatter.ENDS) :]] if is_plain else list(items)


def _begins_part(items: Sequence[Item], at: int) -> bool:
    """«trong đó …», «tính cả …», or a bracket right behind the figure or what it counts."""
    if items[at].text == "(":
        return items[at - 1].is_numeric or "noun" in items[at - 1].options
    return items[at].text in _INCLUDING or (items[at].text in _WITHIN and _text(items, at + 1) in ("đó", "do"))


def _are_some(said: Sequence[Item]) -> bool:
    """Some people by their age, or by where they are: «2 cụ», «1 cháu mới sinh», «2 ng đi làm ăn xa»."""
    words = [word for item in said for word in item.text.split()]
    if any(item.is_numeric or item.kind in _OWN for item in said):
        return False
    others = [item for item in said if not _is_some(item) and item.kind not in ("lead", "courtesy")]
    if not others:
        return any(map(_is_some, said))
    return _AWAY.issuperset(words) and not _PEOPLE.issuperset(words)


def _is_some(item: Item) -> bool:
    """Children, old people, women: never those with a card or without."""
    noun = item.options["noun"].noun if "noun" in item.options else None
    return item.text in _SOME or (noun is not None and noun.group == "part of the people")


def _text(items: Sequence[Item], place: int) -> str:
    return items[place].text if 0 <= place < len(items) else ""
