"""The letters of real PDFs as their fonts are decoded, beside those of a second reader."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from pikepdf import PasswordError, Pdf, PdfError

from pipeline.content.layers import read_layers
from pipeline.content.values import Font
from pipeline.content.walk import read_scene

SHARED = Path(__file__).parents[3] / "shared/data/pdfs"
REAL = sorted(SHARED.glob("*.pdf"))
PAGES = 3
# Files whose letters the second reader has otherwise, each for a reason that was looked into.
OTHERWISE = {
    "pdf.js__bug894572",  # a Tamil font whose codes the second reader takes for Latin-1
    "pdf.js__bug911034",  # codes of which nothing tells a letter; the second reader takes them for characters
}
MORE = 0.01  # of the letters; the second reader drops some that are drawn twice at one place


def letters(text: str) -> Counter[str]:
    """Count the letters and figures of a text; the second reader takes out hyphens at line ends."""
    return Counter(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())


@pytest.mark.skipif(not REAL, reason="../shared/data is not beside this checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda each: each.stem)
def test_letters_are_those_that_a_second_reader_has(path: Path) -> None:
    try:
        document, second = Pdf.open(path), pypdfium2.PdfDocument(path)
        others = [letters(second[number].get_textpage().get_text_range()) for number in range(min(PAGES, len(second)))]
    except (PasswordError, PdfError, pypdfium2.PdfiumError):
        pytest.skip("one of the readers cannot open it")
    fonts: dict[tuple[int, int], Font] = {}
    layers = read_layers(document)
    for page, theirs in zip(document.pages, others, strict=False):
        scene = read_scene(page, fonts, layers)
        if not scene.faults and path.stem not in OTHERWISE:
            ours = letters("".join(text for show in scene.shows for text in show.font.texts(show.codes)))
            assert theirs - ours == Counter()
            assert (ours - theirs).total() <= MORE * ours.total()
