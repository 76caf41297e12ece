"""The second reader: where pdfium reads other letters than our walk did, nobody may release the line unseen."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

import pypdfium2

from pipeline.ingest.pdf.glyphs import read_glyphs
from pipeline.ingest.pdf.layout import Row

__all__ = ["DISAGREE", "disagreements", "letters"]

DISAGREE = "the readers do not agree on its letters"
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how pdfium reports a hyphen at a line's end
_ACCENT = "Lm"  # the category of some accents that stand beside their letters
_DOTTED = str.maketrans({"\u0131": "i", "\u0237": "j"})


def letters(text: str) -> Counter[str]:
    """Return the letters and digits of a text, each with how often it stands there; forms of one letter are one.

    Accents are left out: the one reader sets them on their letters, the other leaves them beside.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    counted = Counter(plain.casefold().translate(_DOTTED))
    return Counter({each: times for each, times in counted.items() if each.isalnum() and unicodedata.category(each) != _ACCENT})


def disagreements(page: pypdfium2.PdfPage, rows: Sequence[Row], others: str) -> Mapping[int, str]:
    """Return the rows, by their place, on whose letters pdfium does not agree; all of them where it reads letters that stand in none.

    ``rows`` are all that stand upright, hidden ones too; ``others`` is what our walk reads beside them. Raises PdfiumError.
    """
    text = page.get_textpage()
    read = text.get_text_range().translate(_HYPHENS)
    text.close()
    ours = "".join(word.text for row in rows for word in row.words)
    if letters(read) == letters(ours + others):
        return {}
    return _by_row(page, rows, others)


def _by_row(page: pypdfium2.PdfPage, rows: Sequence[Row], others: str) -> Mapping[int, str]:
    """Compare row by row: each of pdfium's glyphs belongs to the row in which its middle lies."""
    found: list[list[str]] = [[] for _ in rows]
    loose: list[str] = []
    bands = [_band(row) for row in rows]
    for glyph in read_glyphs(page):
        x, y = (glyph.cell.x0 + glyph.cell.x1) / 2, glyph.baseline
        near = [at for at, (left, top, right, bottom) in enumerate(bands) if left <= x <= right and top <= y <= bottom]
        if near:
            at = min(near, key=lambda each: abs(rows[each].baseline - y))
            found[at].append(glyph.text)
        else:
            loose.append(glyph.text)
    if letters("".join(loose)) - letters(others):
        return dict.fromkeys(range(len(rows)), DISAGREE)
    pairs = (
        (at, letters("".join(read)), letters("".join(word.text for word in row.words)))
        for at, (read, row) in enumerate(zip(found, rows, strict=True))
    )
    return {at: DISAGREE for at, read, own in pairs if read != own}


def _band(row: Row) -> tuple[float, float, float, float]:
    """Return where the row's glyphs lie: left, top, right and bottom as displayed, with a letter's height around."""
    high = max(word.size for word in row.words)
    left, right = min(word.box.x0 for word in row.words), max(word.box.x1 for word in row.words)
    return left - high, row.baseline - high / 2, right + high, row.baseline + high / 2
