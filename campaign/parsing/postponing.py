"""«Đang họp, tí nữa báo», «tối 7h tôi gửi»: who is asked has no time now, and says so.

Every word must be one of those that such a sentence is made of: «mai gieo 7 sào» tells of a sowing, and «tôi báo rồi»
that it was done. Words without their accents are taken as meant so: «toi bao sau» is no six («sáu»).
"""

from __future__ import annotations

import re
import unicodedata

from campaign.text import fold

_LONGEST = 120  # characters; whoever says more tells something
_WORD = re.compile(r"[a-z]+|\d+")
_ACCENTED = re.compile(r"\w+")
_SPAN = re.compile(r"\b\d{1,3} ?(?:p|ph|phut|h|gio|tieng)\b(?: dong ho)? nua\b")  # «15 phút nữa» is no figure
_CLOCK = re.compile(r"\b\d{1,2} ?(?:h|g|gio)(?: ?\d{2}\b| ruoi\b|\b)")  # nor is «7h30»

# No word that counts or is counted but «ba», «một» and «sau», which mean more often «bà», a while and later.
_PEOPLE = "toi em minh chau ong ba bac bo chu co anh chi cu xa thon bon cac"
_COURTESY = (
    "a nhe nha nhen hen oi da vang u uh um ok oke okie thi la roi lai cho de voi giup luon hay se con moi vua day do ma"
    " cung duoc thoi vay xin phep loi thong cam qua lam nua hi hihi cai biet len xuong not tiep du"
)
_TIMES = "hom nay mai chieu trua toi sang dem gio luc khi nao sau khac bua tuan lat ti ty chut xiu teo it vai phut mot"
_DOING = (
    "dang di o tren ngoai duoi trong hop ban viec nuong ray ruong dong rung huyen tinh xe lai an com ngu dam cuoi ma"
    " tiep khach hoc tap huan kham benh vien nau do tay ve den xong kip ranh tien thoi gian chua tu khoan doi"
)
_TELLING = "bao cao gui nhan tin tra loi nop noi xem tong hop thong ke kiem dem ra soat hoi goi ghi so lieu"
_WORDS = frozenset(f"{_PEOPLE} {_COURTESY} {_TIMES} {_DOING} {_TELLING}".split())

_WHO = r"(?:(?:toi|em|minh|chau|ong|ba|bac|bo|chu|co|anh|chi|xin|mot|xa) )*"
_TELL = r"(?:bao|gui|nhan|tra loi|nop|noi|goi|tinh|dem|tong hop|thong ke|kiem tra|ra soat|xem|lam|ghi|co so)"
_WHEN = r"(?:mai|chieu|trua|toi nay|dem nay|xong|ve|ranh|hom sau|bua sau|(?:hom|bua|luc) khac|(?:it|vai) hom nua)"
_THEN = r"(?:sau|mai|chieu nay|chieu mai|toi nay|toi mai|trua nay|trua mai|luc khac)"
_PLACE = r"(?:(?:o|tren|ngoai|duoi|trong) )+(?:nuong|ruong|ray|dong|rung|cho|huyen|tinh|xe|benh vien)"
_BUSY = (
    r"(?:hop|ban|lai xe|an com|an co|ngu|tiep khach|tap huan|do viec|do tay|co viec|lam viec|kham benh|nau com"
    rf"|di (?:nuong|ruong|ray|cho|lam|hop|rung|an|tap huan|kham|hoc|vang)|{_PLACE})"
)
_POSTPONES = re.compile(
    rf"\b(?:cho|doi) {_WHO}(?:ti|ty|chut|lat|xiu|teo|den (?:mai|chieu|trua))\b"  # «chờ tí», «đợi bác chút»
    r"|\b(?:ti|ty|chut|lat|xiu|teo|it|phut) nua\b"
    rf"|\b(?:ti|ty|lat|chut) {_WHO}(?:bao|gui|nhan|tra loi|nop|goi)\b"
    r"|\bde (?:sau|chieu|trua|mai|lat|ti|ty|chut|toi nay|toi mai|sang mai|(?:hom|bua) sau|(?:hom|bua|luc) khac)\b"
    rf"|\b{_WHEN}\b(?: \w+){{0,4}} {_TELL}\b"  # «họp xong tôi báo», «mai mới có số»
    rf"|\b{_TELL}(?: \w+){{0,3}} {_THEN}\b"
    rf"|\bdang {_WHO}{_BUSY}\b"
    r"|\bban (?:qua|lam|viec|hop|chut|ti|xiu)\b"
    rf"|\bchua (?:ranh|co thoi gian|kip (?:lam )?(?:hoi|{_TELL}))\b"
    r"|\btu tu\b|\bkhoan(?: da)?$"
    rf"|\b(?:cho|doi|de) {_WHO}(?:di )?hoi\b(?: \w+){{0,6}} da$"  # «để tôi hỏi bà con đã»
)
_DONE = re.compile(r"\bthong bao\b|\b(?:bao|gui|nop|tra loi|nhan)(?: \w+){0,2} (?:roi|xong)\b")
_EVENING = re.compile(rf"\btối\b(?: \w+){{0,4}} (?:{_TELL}|ve)\b|\bđể tối\b")
_BUSY_ALONE = frozenset([
    "hôm", "nay", "tôi", "em", "mình", "ông", "bà", "bác", "chú", "cô", "anh", "chị", "đang", "bận", "quá", "rồi",
    "lắm", "ạ",
])  # fmt: skip


def postpones(text: str) -> bool:
    """Whether a text says that its writer will tell later, or is busy, and nothing else."""
    if len(text) > _LONGEST:
        return False
    plain = " ".join(_WORD.findall(_CLOCK.sub(" luc khac ", _SPAN.sub(" ti nua ", fold(text)))))
    if not plain or not _WORDS.issuperset(plain.split()) or _DONE.search(plain):
        return False
    heard = _ACCENTED.findall(unicodedata.normalize("NFC", text.lower()))
    if "sáu" in heard:
        return False
    # «bận» is «bạn» and «bản», «tối» is «tôi»: with their accents only.
    is_busy = "bận" in heard and _BUSY_ALONE.issuperset(heard)
    evening = " ".join(word if word in ("tối", "để") else fold(word) for word in heard)
    return is_busy or bool(_POSTPONES.search(plain) or _EVENING.search(evening))
