"""What is left of pages of every kind, operator by operator: what excision writes, and the marks that it asks for."""

from __future__ import annotations

import os
from pathlib import Path

from kept_pages import WORDS, glyphs_over, opened
from kept_samples import SAMPLES, Sample
from pikepdf import Dictionary, Object, Stream, parse_content_stream, unparse_content_stream

from pipeline.model import Action
from pipeline.render.kept.excise import UnsafePageError, excise_page
from pipeline.render.kept.values import Bar, Gap, Marks

GOLDEN = Path(__file__).parent / "kept-pages.txt"
SWITCH = "DECLASS_REGENERATE"


def streams_of(resources: Object, place: str = "") -> list[str]:
    """Return the streams that resources lead to, each under the names that lead to it."""
    found: list[str] = []
    for kind in ("/XObject", "/Pattern"):
        for name, each in sorted(dict(resources.get(kind, Dictionary()).items()).items()):
            if isinstance(each, Stream) and each.get("/Subtype") != "/Image":
                found.append(f"{place}{name} {sorted(each.keys())}\n{unparse_content_stream(parse_content_stream(each)).decode('latin-1')}")
                found += streams_of(each.get("/Resources", Dictionary()), f"{place}{name}")
    return found


def bar_of(bar: Bar) -> str:
    sizes = bar.x, bar.y, bar.dx, bar.dy, bar.width, bar.ascent, bar.descent
    return f"bar {' '.join(f'{each:.3f}' for each in sizes)} {'first' if bar.is_first else ''}".strip()


def marks_of(marks: Marks) -> list[str]:
    struck = [
        f"strike {' '.join(f'{size:.3f}' for size in (each.x, each.y, each.dx, each.dy, each.width, each.size))}" for each in marks.strikes
    ]
    touched = [f"touched {' '.join(f'{edge:.2f}' for edge in each)}" for each in marks.touched]
    return [*map(bar_of, marks.bars), *struck, *touched]


def left_of(sample: Sample) -> str:
    document, page, scene = opened(sample.source)
    gaps = [Gap(glyphs_over(scene, each), (), Action.REDACT, WORDS, is_placed=sample.is_placed) for each in sample.cut]
    if sample.graphics:
        gaps.append(Gap((), tuple(sample.graphics), Action.REFER, WORDS))
    try:
        marks = excise_page(document, page, scene, gaps, [glyphs_over(scene, each) for each in sample.struck])
    except UnsafePageError as error:
        return f"refused: {error}"
    content = unparse_content_stream(parse_content_stream(page)).decode("latin-1")
    return "\n".join([content, *streams_of(page.Resources), *marks_of(marks)])


def test_what_is_left_of_each_page_is_golden() -> None:
    found = "\n\n".join(f"=== {name}\n{left_of(sample)}" for name, sample in SAMPLES.items()) + "\n"
    if os.environ.get(SWITCH):
        GOLDEN.write_text(found, encoding="utf-8")
    expected = GOLDEN.read_text(encoding="utf-8").split("\n\n")
    for one, other in zip(found.split("\n\n"), expected, strict=True):
        assert one == other, "a page changed: read the difference, then run `make golden`"
