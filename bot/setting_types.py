"""Types of settings: what a web address and a secret of one's own making must look like."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

_UNGUESSABLE = re.compile(r"[A-Za-z0-9_-]{16,256}")


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError("phải bắt đầu bằng http:// hoặc https://")
    return url.rstrip("/")


def _unguessable(secret: SecretStr) -> SecretStr:
    if not _UNGUESSABLE.fullmatch(secret.get_secret_value()):
        raise ValueError("phải có 16 đến 256 chữ không dấu, số, _ và -, tự đặt")
    return secret


WebAddress = Annotated[str, AfterValidator(_web_address)]
OwnSecret = Annotated[SecretStr, AfterValidator(_unguessable)]
