"""The leak cases whose secret stands in the content of a page: once excised, neither reader finds it, and its neighbours stand."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from kept_pages import WORDS, texts_of
from pikepdf import Pdf

from pipeline.content.geometry import positions
from pipeline.content.layers import read_layers
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.excise import excise_page
from pipeline.render.kept.values import Gap

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "leak-cases"
needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not beside this checkout")
IN_CONTENT = "01 02 03 04 05 06 07 08 09 24 25 26 30 34 38 39 40 41 42".split()
MOST = 0.05  # points


def bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def sought(scene: Scene, words: str) -> list[tuple[int, ...]]:
    """Return the glyphs of all places where words stand, in drawn order."""
    shown = [(number, text) for number, text in enumerate(texts_of(scene)) if text.strip()]
    flat = "".join(text for _, text in shown)
    numbers = [number for number, text in shown for _ in text]
    return [tuple(sorted(set(numbers[one.start() : one.end()]))) for one in re.finditer(re.escape("".join(words.split())), flat)]


@needs_data
@pytest.mark.parametrize("case", IN_CONTENT)
def test_a_secret_in_the_content_of_a_page_is_gone_and_its_neighbours_stand(case: str) -> None:
    manifest = json.loads((SHARED / "manifest.json").read_text())
    (entry,) = [each for each in manifest["cases"] if each["case"].startswith(case)]
    document = Pdf.open(SHARED / entry["file"])
    layers = read_layers(document)
    for page in document.pages:
        before = read_scene(page, {}, layers)
        gaps = [Gap(glyphs, (), Action.REDACT, WORDS) for secret in manifest["secrets"] for glyphs in sought(before, secret)]
        assert gaps
        marks = excise_page(document, page, before, gaps, ())
        assert len(marks.bars) >= len(gaps)
        after = read_scene(page, {}, layers)
        assert not any(bare(secret) in bare("".join(texts_of(after))) for secret in manifest["secrets"])
        assert above_and_below(before) == pytest.approx(above_and_below(after), abs=MOST)
    target = io.BytesIO()
    document.save(target)
    read = bare("".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(target.getvalue())))
    assert not any(bare(secret) in read for secret in manifest["secrets"])
    assert all(bare(kept) in read + bare("".join(texts_of(after))) for kept in entry["keep"])


def above_and_below(scene: Scene) -> list[float]:
    """Return where the neighbour lines stand."""
    return [
        edge
        for show in scene.shows
        if "".join(show.font.texts(show.codes)).startswith("NEIGHBOUR")
        for place in positions(show)
        for edge in place
    ]
