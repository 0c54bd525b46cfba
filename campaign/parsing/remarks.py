"""Typed words that answer no question: a courtesy, or a wish or question that somebody at the commune must hear."""

from __future__ import annotations

import re

from campaign.parsing.postponing import postpones
from campaign.text import fold

_LETTERS = re.compile(r"[a-z]+")
_LONGEST = 200  # characters; a longer text is no courtesy
_POLITE = re.compile(
    r"(?:(?:cam|on|xin|chao|da|vang|rat|nhieu|xa|chi|anh|ong|ba|co|chu|bac|em|chau|a|nhe|cac|dong|ban|may|oke?|okie|tam"
    r"|biet|hello|hi|alo|chuc|suc|khoe|ngay|moi|tot|lanh|vui|ve|thanks|nha|oi|bye|buoi|sang|chieu|toi|kinh|thua|voi)"
    r"\b\W{0,3}){1,20}"
)
_THANKS = re.compile(r"\b(?:cam on|xin chao|chao|alo|hello|tam biet|chuc|thanks|kinh thua)\b")
_AGREED = re.compile(
    r"(?:(?:da|vang|oke?|okie|duoc|roi|a|uh?|um|nhat tri|dong y|hieu|biet|vay|thoi|tot lam|hay qua)\b\W{0,3}){1,8}"
)
_WISHES = re.compile(
    r"\b(?:lam sao|the nao|bao gio|khi nao|may gio|o dau|duoc khong|vi sao|tai sao|sao lai"
    r"|cho toi|cho em|cho hoi|xin hoi|hoi xa|xin cap|xin gap|xin phep|cap lai|doi so dien thoai|doi dien thoai"
    r"|goi cho|goi lai|gap lanh dao|gap chu tich|gap can bo|de nghi|kien nghi|phan anh|khieu nai|gop y"
    r"|phien qua|hoi nhieu qua|nhieu tin qua|mat dien|mat mang|giay khen|ai dang|ai doc"
    r"|tra loi thay|nghi lam|nghi viec|thoi lam|bi om|dang om|om nang|nam vien|bi benh|in giup|in giay)\b"
)
_LOST = re.compile(
    r"\bkhong biet (?:cach )?(?:dung|bam|lam|ghi|tra loi|nhan tin|gui)\b|\bbam (?:vao |o )?dau\b"
    r"|\bkhong thay (?:nut|cho)\b|\bkhong (?:bam|doc|xem|mo) duoc\b|\bchu (?:be|nho) qua\b"
)
_DAY = r"(?:hom qua|hom kia|hom truoc|sang nay|tuan nay)"
_SENDER = rf"(?:toi|em|minh|chau|ong|ba|bac|co|chu|anh|chi|thon|da|thi|vua|moi|{_DAY})"
_GIVEN = re.compile(
    rf"(?:{_SENDER} ){{0,4}}(?:bao|bao cao|gui|nop|tra loi|nhan|nhan tin)"
    r"(?: (?:so|so lieu|het|du|day du|ca|len|ve|xa|qua dien thoai|qua [a-z]{1,8}|cho (?:xa|chi|anh|co|chu|bac|em|chau)"
    r"|(?:cho )?(?:chi|anh|co|chu|bac|em|dong chi) [a-z]{1,8})){0,3} (?:roi|xong|xong roi)"
    r"(?: (?:ma|a|day|nhe|do|em|chau|chi|anh|co|bac|oi|chu|con gi|hoi nua|hoi gi nua|sao con hoi)){0,4}"
)
_LETS_LOOK = re.compile(r"(?:da |vang |the )?de (?:toi|em|minh|chau)\b")
_STOP = re.compile(r"\b(?:dung|khong|thoi|ngung) nhan (?:nua|tin|cho toi)\b|\bthoi khong nhan\b")
_LEAVING = re.compile(
    r"\b(?:nghi lam|nghi viec|thoi lam|thoi viec) (?:truong|pho|thon|nguoi|can bo|viec)|\bnghi viec truong\b"
)
_WHO = re.compile(
    r"\b(?:ai|co nao|anh nao|chi nao) (?:(?:vua|moi|dang|da|lai) )?(?:hoi|nhan|goi|gui|day|the|do)\b"
    r"|\b(?:so dien thoai|sdt) (?:cua )?(?:xa|uy ban|can bo|chi|co)\b"
    r"|\b(?:goi|hoi) (?:cho )?(?:ai|so nao)\b"
)
_DEADLINE = re.compile(
    r"\bhan\b.{0,30}\b(?:may gio|(?<!chua )(?<!chua co )(?<!chua mua )bao gio|khi nao|ngay nao|den dau)\b"
    r"|\b(?:bao gio|may gio|khi nao|ngay nao) (?:la |thi )?(?:het |den |toi )?han\b"
    r"|\b(?:mai|chieu|toi (?:nay|mai)|trua|tuan sau|cham)\b.{0,12}\b(?:gui|nop|bao|tra loi)(?! thay| ho)\b"
    r".{0,10}\b(?:duoc khong|co kip)\b"
)


def may_be_remark(text: str) -> bool:
    """Whether a text can be any of these, by its signs and words: most answers, «7 sào», cannot."""
    if any(map(str.isdigit, text)):
        folded = fold(text[:_LONGEST])
        return bool(_DEADLINE.search(folded) or _STOP.search(folded)) or postpones(text)
    return any(map(str.isalpha, text)) or is_courtesy(text)


def is_courtesy(text: str) -> bool:
    """«Cảm ơn xã», «chào chị ạ», or nothing but signs such as a thumb."""
    if len(text) > _LONGEST or any(letter.isdigit() for letter in text):
        return False
    if not any(letter.isalpha() for letter in text):
        return any(ord(letter) > 0x2000 for letter in text)
    folded = fold(text)
    return bool(_THANKS.search(folded)) and _POLITE.fullmatch(folded) is not None


def is_agreement(text: str) -> bool:
    """«Vâng», «ok ạ»: an answer where something was asked, else a courtesy."""
    return len(text) <= _LONGEST and _AGREED.fullmatch(fold(text)) is not None


def asks_to_stop(text: str) -> bool:
    """«Đừng nhắn nữa»."""
    return bool(_STOP.search(fold(text[:_LONGEST])))


def is_leaving(text: str) -> bool:
    """«Tôi muốn nghỉ làm trưởng thôn»: no absence that ends."""
    return bool(_LEAVING.search(fold(text[:_LONGEST])))


def is_wish(text: str) -> bool:
    """A question or a wish, and no figure in it; «để tôi hỏi xã» is a promise."""
    if _LETS_LOOK.match(fold(text[:_LONGEST])):
        return False
    return _has_words(text, _WISHES)


def says_it_was_given(text: str) -> bool:
    """«Tôi báo rồi mà», «hôm qua gửi chị Hoa rồi»."""
    said = " ".join(_LETTERS.findall(fold(text[:_LONGEST])))
    return not any(map(str.isdigit, text)) and _GIVEN.fullmatch(said) is not None


def is_lost(text: str) -> bool:
    """«Bấm vào đâu?», «chữ bé quá»: who cannot find how to answer."""
    return _has_words(text, _LOST)


def asks_who(text: str) -> bool:
    """«Ai hỏi đấy?», «số điện thoại xã là bao nhiêu?»."""
    return _has_words(text, _WHO)


def asks_for_deadline(text: str) -> bool:
    """«Hạn mấy giờ?»."""
    return bool(_DEADLINE.search(fold(text[:_LONGEST])))


def _has_words(text: str, words: re.Pattern[str]) -> bool:
    """Whether they stand in a text that has no figure."""
    return not any(map(str.isdigit, text)) and bool(words.search(fold(text[:_LONGEST])))
