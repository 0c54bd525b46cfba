"""Tables as text (.csv, .txt): the encoding and the separator are found out, or the file is refused.

Excel with Vietnamese settings writes semicolons and a line «sep=;»; Notepad and «Unicode Text» write UTF-16.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from io import StringIO

from campaign.normalisation import one_line
from services.imports.formats import old_typefaces
from services.imports.tables import Cell, FileFault, Line, Sheet, filled

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ",;\t|"
_LOOKED_AT = 30  # lines
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f]")  # Word leaves them in copied names
_WORD = re.compile(r"[^\s;,|]+")
_MENU = "Trong Excel chọn Tệp > Lưu dưới dạng (File > Save As) > «CSV UTF-8 (Comma delimited)», rồi gửi lại."
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]|[âêôÂÊÔ]")


def sheet(content: bytes) -> Sheet:
    """The one table of a text file; FileFault when no encoding fits."""
    _refuse_web_pages(content)
    text = _decoded(content)
    separator, text = _separator(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)  # a line of a file ends at no other sign
    lines = []
    controls = len(_CONTROL.findall(text))
    try:
        for row in reader:
            lines.append(Line(reader.line_num, tuple(Cell(one_line(cell) or None) for cell in row)))
    except csv.Error as error:
        raise FileFault(f"Dòng {reader.line_num} không đọc được ({error}). {_MENU}") from None
    read = Sheet("", filled(lines), (f"bỏ {controls} ký tự điều khiển lẫn trong chữ",) if controls else ())
    old_typefaces.refuse(read)
    return read


def _refuse_web_pages(content: bytes) -> None:
    """What the portals of ministries hand out as «.xls» is a web page, or the XML of Excel 2003."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise FileFault(
            "Tệp này là trang web hoặc XML mang đuôi Excel (phần mềm xuất ra). "
            "Xin mở bằng Excel, chọn Lưu dưới dạng «Excel Workbook (.xlsx)», rồi gửi lại."
        )


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "")
    try:
        text = content.decode(encoding or _guess(content))
    except UnicodeDecodeError:
        text = _of_windows(content)
    if "\0" in text:
        raise FileFault(f"Đây không phải tệp văn bản. {_MENU}")
    return text


def _guess(content: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of its plain letters."""
    even, odd = content[0:400:2].count(0), content[1:400:2].count(0)
    if max(even, odd) <= len(content[:400]) // 8:
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"


def _of_windows(content: bytes) -> str:
    """Windows-1258, where it gives Vietnamese: each tone is a sign of its own there."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    strange = [sign for sign in text if ord(sign) > 127 and not sign.isalpha() and sign not in "–—‘’“”…×²€ \u00a0"]
    if not text or strange or any(map(unicodedata.combining, text)) or not _VIETNAMESE.search(text):
        if not _CONTROL.search(latin := content.decode("latin-1")) and old_typefaces.first_in(_WORD.findall(latin)):
            return latin
        raise FileFault(f"Không đọc được chữ có dấu trong tệp: tệp không phải UTF-8. {_MENU}")
    return text


def _separator(text: str) -> tuple[str, str]:
    """The sign between cells, and the text without a line that names it («sep=;»): the sign that most lines share."""
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip().strip('"')) == len("sep=;"):
        return first.strip().strip('"')[-1], "\n" + rest
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    shares = {sign: sum(_outside_quotes(line).count(sign) for line in lines) for sign in _SEPARATORS}
    steady = {sign: sum(sign in _outside_quotes(line) for line in lines) for sign in _SEPARATORS}
    # «Bản Còn;2,5» has as many commas as semicolons: the comma between digits is a decimal one.
    shares[","] = sum(_between_words(_outside_quotes(line)) for line in lines)
    return max(_SEPARATORS, key=lambda sign: (steady[sign] if shares[sign] else 0, shares[sign])), text


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _between_words(line: str) -> int:
    """Commas that do not stand in the middle of a decimal number of a file with semicolons."""
    if ";" not in line and "\t" not in line:
        return line.count(",")
    return sum(
        sign == "," and not (line[at - 1 : at].isdigit() and line[at + 1 : at + 2].isdigit())
        for at, sign in enumerate(line)
    )
