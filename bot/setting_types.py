"""Types of settings: what a web address and a secret of one's own making must look like."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

_UNGUESSABLE = re.compile(r"[A-Za-z0-9_-]{16,256}")


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return url.rstrip("/")


def _unguessable(secret: SecretStr) -> SecretStr:
    if not _UNGUESSABLE.fullmatch(secret.get_secret_value()):
        raise ValueError("must have 16 to 256 letters, digits, _ and -, of your own making")
    return secret


WebAddress = Annotated[str, AfterValidator(_web_address)]
OwnSecret = Annotated[SecretStr, AfterValidator(_unguessable)]
