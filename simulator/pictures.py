"""Reads the size of a picture from its first bytes (PNG, JPEG, GIF); it never decodes one."""

from __future__ import annotations

import struct


def measure(data: bytes) -> tuple[str, int, int] | None:
    """Extension, width and height in pixels; None when it is no picture we know."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return "png", width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return "gif", width, height
    if data[:3] == b"\xff\xd8\xff":
        return _measure_jpeg(data)
    return None


def _measure_jpeg(data: bytes) -> tuple[str, int, int] | None:
    """Walk the segments to the frame header (ISO/IEC 10918-1, B.2.2), which holds the size."""
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return "jpg", width, height
        position += 2 + int(struct.unpack(">H", data[position + 2 : position + 4])[0])
    return None
