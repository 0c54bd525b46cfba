"""The shipped fonts and the table of widths that goes with them."""

import json
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from reports.weekly import lettering

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
CONSONANTS = "bcdghklmnpqrstvxfjwz"
SIGNS = "0123456789 .,:;!?'\"()[]/%+-–—…·•«»“”‘’≥≤><=×−¹²³°▲▼✓→&@#*_²"

PAIRS = list(zip(("Regular", "Bold"), lettering.FILES, strict=True))


@pytest.mark.parametrize(("weight", "path"), PAIRS)
def test_every_letter_and_sign_has_a_glyph(weight: str, path: object) -> None:
    """All Vietnamese letters with all tones in both cases, and every sign, can be drawn; none is an empty box."""
    font = TTFont(path)
    letters = {*VIETNAMESE, *(one.upper() for one in VIETNAMESE), *CONSONANTS, *CONSONANTS.upper(), *SIGNS}
    cmap = font.getBestCmap()
    assert 2 * (12 * 6 + 1) == len({*VIETNAMESE, *(one.upper() for one in VIETNAMESE)})
    assert [] == sorted(one for one in letters if ord(one) not in cmap)
    assert [] == sorted(one for one in letters - {" "} if font["glyf"][cmap[ord(one)]].numberOfContours == 0)


@pytest.mark.parametrize(("weight", "path"), PAIRS)
def test_widths_are_those_of_the_font(weight: str, path: object) -> None:
    """The table that texts are measured with says what the font says, letter by letter."""
    font = TTFont(path)
    widths = json.loads((lettering.FONTS / "widths.json").read_text(encoding="utf-8"))[weight]
    em, metrics = font["head"].unitsPerEm, font["hmtx"]
    assert {chr(code): round(metrics[name][0] * 1000 / em) for code, name in font.getBestCmap().items()} == widths


def test_licence_goes_with_the_fonts() -> None:
    """The fonts may be passed on only with their licence and the names of their owners."""
    text = (lettering.FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Copyright 2015 Google" in text


def test_text_shrinks_to_its_room_and_is_shortened_at_last() -> None:
    """A text that is too wide gets smaller down to the smallest size, then ends in «…»."""
    short = lettering.fit("Hộ nghèo", 400, 32, 22)
    assert ("Hộ nghèo", 32) == (short.text, short.size)
    longer = lettering.fit("Tội phạm về trật tự xã hội toàn xã", 400, 32, 22)
    assert 22 <= longer.size < 32 and "…" not in longer.text
    longest = lettering.fit("Tội phạm về trật tự xã hội " * 4, 400, 32, 22)
    assert (22, "…") == (longest.size, longest.text[-1])
    for one in (short, longer, longest):
        assert lettering.width(one.text, one.size) <= 400.01


def test_text_is_wrapped_between_words() -> None:
    """Lines break between words and fit; nothing is lost."""
    text = "Cấp ủy, chính quyền, Mặt trận Tổ quốc và các đoàn thể"
    found = lettering.wrap(text, 300, 28)
    assert text == " ".join(found)
    assert 300 >= max(lettering.width(line, 28) for line in found)


def test_text_is_composed_and_cleaned() -> None:
    """Decomposed accents are composed, line breaks and control letters are no part of a line."""
    assert "Hộ nghèo xã" == lettering.clean(unicodedata.normalize("NFD", "Hộ  nghèo\n") + "x\x00ã\ud800")
