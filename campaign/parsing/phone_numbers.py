"""A telephone number as it is typed, «0912.345.678» or «+84 912 345 678»: the one reading of it."""

from __future__ import annotations

import re

_PHONE = re.compile(r"(?<![0-9+])(?:\+84|84|0)(?:[ .-]?[0-9]){9,10}(?![0-9])")


def phone_and_rest(text: str) -> tuple[str, str]:
    """The first number as it is read aloud («0912 345 678»), and the text without it; "" and the text for none."""
    match = _PHONE.search(text)
    if match is None:
        return "", text
    digits = "".join(sign for sign in match[0] if sign.isdigit())
    national = f"0{digits[2:]}" if digits.startswith("84") else digits
    if not 10 <= len(national) <= 11:
        return "", text
    return f"{national[:4]} {national[4:7]} {national[7:]}", f"{text[: match.start()]} {text[match.end() :]}".strip()
