"""Tells the encoding of old text, so that no letter is misread.

A byte-order mark or strict UTF-8 decide at once. Else text in Latin letters is read in each of a few
encodings, and the one whose letters and marks stand where a writer puts them is chosen; a general
statistical guess reads quotation marks of Windows as letters of the Macintosh, and one part in six of real
English prose wrongly. Text mostly in other letters is left to that guess.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from itertools import islice

from charset_normalizer import from_bytes

from pipeline.errors import InputError

__all__ = ["decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = ("cp1252", "mac_roman", "cp437", "cp850", "cp1250")  # in the order of preference
_OTHERS = ["cp1251", "koi8_r", "cp866", "cp1253", "big5", "shift_jis", "euc_kr"]
_SHORT = 100  # bytes; below it there is too little for a statistical guess
_SEEN = 20_000  # characters beyond ASCII that are looked at
_LATIN_SHARE = 0.6  # of the letters; beyond it even French and Polish have plain ones
_ENOUGH = 0.5
_RARER = 0.8  # what a letter counts that Western European languages do not have
_HIGH = re.compile(r"[^\x00-\x7f]")
_CANNOT_TELL = "the encoding cannot be told, so letters might be misread; save the file as UTF-8"

# Where a mark may stand, by the characters before and after it (a blank at the borders).
_Place = Callable[[str, str], bool]
_PLACES: dict[str, _Place] = {
    **dict.fromkeys("“‘„‚«", lambda before, after: not before.isalnum() and (after.isalnum() or not after.isspace())),
    **dict.fromkeys("”»", lambda before, after: not before.isspace() and not after.isalnum()),
    **dict.fromkeys("’–—…\u00a0\u00ad", lambda _before, _after: True),
    **dict.fromkeys("£€¥§¶•½¼¾×÷±·", lambda before, after: not before.isalpha() and not after.isalpha()),
    **dict.fromkeys("°º¹²³¢", lambda before, after: (before.isdigit() or before.isspace()) and not after.islower()),
    **dict.fromkeys("©®™†‡", lambda before, after: before != "-" and not after.isalpha()),
    **dict.fromkeys("¿¡", lambda before, _after: not before.isalnum()),
}
_WESTERN = frozenset(map(chr, range(0xC0, 0x100))) | set("ŒœŸŠšŽž")  # the letters of cp1252
_STANDS_ALONE = frozenset("–—…•§à")
_ALONE, _SIGN_ALONE = 0.6, 0.5  # what a small letter, and any other sign, between blanks counts: it says little


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def _letter_worth(char: str, before: str, after: str) -> float:
    """Return what a letter beyond ASCII is worth: it stands in a word, in its case, beside a plain letter."""
    if not _is_latin(char) or (before.islower() and char.isupper()):
        return -1.0
    if not (before.isascii() or after.isascii()) or not (before.isalpha() or after.isalpha() or "-" in (before, after)):
        return -1.0
    return 1.0 if char in _WESTERN else _RARER


def _worth(text: str, at: int) -> float:
    """Return what one character beyond ASCII says for the reading: 1 where it stands well, -1 where it does not."""
    char = text[at]
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if before.isspace() and after.isspace() and char not in _STANDS_ALONE and (char in _WESTERN or char in _PLACES):
        return _ALONE if char.islower() or char == "’" else _SIGN_ALONE
    if char == "à" and before.isspace():
        return 1.0
    if char.isalpha() and char not in _PLACES:
        return _letter_worth(char, before, after)
    place = _PLACES.get(char)
    return 1.0 if place and place(before, after) else -1.0


def _quality(text: str) -> float:
    """Return the mean worth of the characters beyond ASCII, from -1 to 1."""
    worths = [_worth(text, match.start()) for match in islice(_HIGH.finditer(text), _SEEN)]
    return sum(worths) / len(worths) if worths else 0.0


def _strictly(untrusted: bytes, encoding: str, skipped: int = 0) -> str:
    try:
        return untrusted[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + skipped
        raise InputError(f"byte {at} is not valid {encoding}, so letters might be misread; save the file as UTF-8") from None


def _latin(untrusted: bytes) -> tuple[str, str] | None:
    """Return the text and the encoding of Latin letters that reads it best, or None where none reads it well."""
    best: tuple[str, str] | None = None
    most = _ENOUGH
    for encoding in _LATIN:
        try:
            text = untrusted.decode(encoding)
        except UnicodeDecodeError:
            continue
        quality = _quality(text)
        if quality > most or (best is None and quality >= most):
            best, most = (text, encoding), quality
    return best


def _is_mostly_plain(untrusted: bytes) -> bool:
    high = sum(byte >= 0x80 for byte in untrusted)  # noqa: PLR2004 - the first byte beyond ASCII
    plain = sum(chr(byte).isalpha() for byte in untrusted if byte < 0x80)  # noqa: PLR2004
    return plain >= _LATIN_SHARE * (plain + high)


def decode(untrusted: bytes) -> tuple[str, str]:
    """Return the text and the encoding chosen. Raises InputError where letters might be misread."""
    for bom, encoding in _BOMS:
        if untrusted.startswith(bom):
            return _strictly(untrusted, encoding, len(bom)), encoding
    try:
        return untrusted.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    read = _latin(untrusted) if _is_mostly_plain(untrusted) else None
    if read is not None:
        return read
    guess = from_bytes(untrusted, cp_isolation=_OTHERS).best() if len(untrusted) >= _SHORT else None
    if guess is None:
        raise InputError(_CANNOT_TELL)
    return _strictly(untrusted, guess.encoding), guess.encoding
