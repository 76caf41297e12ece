"""The walk over real and leaking PDFs: every letter that a second reader finds stands where the walk says, or the page is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pikepdf import PasswordError, Pdf, PdfError
from scenes import placed_by_pdfium, placed_by_us

from pipeline.content.layers import read_layers
from pipeline.content.values import Font, Scene
from pipeline.content.walk import read_scene

SHARED = Path(__file__).parents[3] / "shared/data"
NEAR = 0.5  # points; the second reader rounds each width to a thousandth of an em, and a line adds that up
CELL = 1  # points of the grid in which neighbours are sought

CASES = sorted((SHARED / "leak-cases").glob("*.pdf"))
REAL = sorted((SHARED / "pdfs").glob("*.pdf"))


def pages(path: Path) -> Iterator[tuple[Scene, pypdfium2.PdfPage]]:
    """Yield the first page as both readers have it; nothing where one of them cannot open the file."""
    try:
        document, second = Pdf.open(path), pypdfium2.PdfDocument(path)
        first = second[0]
    except (PasswordError, PdfError, pypdfium2.PdfiumError):
        return
    fonts: dict[tuple[int, int], Font] = {}
    with document:
        yield read_scene(document.pages[0], fonts, read_layers(document)), first
    second.close()


def strays(scene: Scene, page: pypdfium2.PdfPage) -> list[tuple[float, float]]:
    """Return the letters of the second reader that stand where the walk has none."""
    ours: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for x, y in placed_by_us(scene):
        ours.setdefault((round(x / CELL), round(y / CELL)), []).append((x, y))
    around = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    found = []
    for x, y in placed_by_pdfium(page):
        near = [each for a, b in around for each in ours.get((round(x / CELL) + a, round(y / CELL) + b), ())]
        if not any(abs(x - a) < NEAR and abs(y - b) < NEAR for a, b in near):
            found.append((x, y))
    return found


@pytest.mark.skipif(not CASES, reason="../shared/data is not beside this checkout")
@pytest.mark.parametrize("path", CASES, ids=lambda each: each.stem)
def test_every_letter_of_the_leaking_cases_stands_where_a_second_reader_has_it(path: Path) -> None:
    for scene, second in pages(path):
        assert scene.faults == () or path.stem == "10_type0_no_tounicode"
        assert strays(scene, second) == []


@pytest.mark.skipif(not REAL, reason="../shared/data is not beside this checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda each: each.stem)
def test_every_letter_of_real_files_stands_where_a_second_reader_has_it_or_the_page_is_refused(path: Path) -> None:
    for scene, second in pages(path):
        assert scene.faults or strays(scene, second) == []
