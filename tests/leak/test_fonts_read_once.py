"""Reading each font of a file once reads nothing less: another font on a later page is read by its own map."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

sys.path.insert(0, str(Path(__file__).parent))  # the builder lies beside its test, in no package

import leaks

from pipeline.errors import LeakError
from pipeline.model import Draft
from pipeline.verify import PROBES, reading

CLEAN, EXPECTED = leaks.clean()
FONTS = re.compile(rb"/Font ([0-9]+) 0 R")


def plainly(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf), strict=True).pages]


def _copied(pdf: leaks.Pdf, number: int, old: bytes, new: bytes) -> int:
    """Add a copy of an object with a change, and return its number."""
    body = pdf.objects[number].partition(b"obj\n")[2].rpartition(b"endobj")[0]
    assert old in body
    return pdf.add(body.replace(old, new).strip())


def _another_font_on_the_last_page(pdf: leaks.Pdf) -> None:
    """Give the last page a font of the same name whose letters read otherwise: every e of the label face is an x."""
    font = next(number for number, item in pdf.objects.items() if b"/BaseFont /AAAAAA+PublicSans-Regular" in item)
    told = re.search(rb"/ToUnicode ([0-9]+) 0 R", pdf.objects[font])
    assert told
    cmap = pdf.add_stream(pdf.data(int(told.group(1))).replace(b"<65> <0065>", b"<65> <0078>"))
    other = _copied(pdf, font, told.group(), b"/ToUnicode %d 0 R" % cmap)
    last = [number for number, item in pdf.objects.items() if b"/Type /Page\n" in item][-1]
    shared = FONTS.search(pdf.objects[last])
    assert shared
    fonts = _copied(pdf, int(shared.group(1)), b"%d 0 R" % font, b"%d 0 R" % other)
    pdf.put(last, shared.group(), b"/Font %d 0 R" % fonts)


LEAKING: Draft = leaks.edited(_another_font_on_the_last_page)(CLEAN)


def test_pages_read_as_they_read_one_by_one() -> None:
    assert reading._pypdf_pages(CLEAN.pdf) == plainly(CLEAN.pdf)
    assert reading._pypdf_pages(LEAKING.pdf) == plainly(LEAKING.pdf)


def test_another_font_of_the_same_name_is_read_by_its_own_map() -> None:
    first, last = reading._pypdf_pages(CLEAN.pdf), reading._pypdf_pages(LEAKING.pdf)
    assert first[0] == last[0]
    assert "Withheld information" in first[1]
    assert "rxason" in last[1]
    with pytest.raises(LeakError, match="pypdf text"):
        PROBES["pypdf text"](LEAKING, EXPECTED)


def test_each_font_of_a_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = Font.from_font_resource

    def counted(resource: DictionaryObject) -> Font:
        seen.append(id(resource))
        return real(resource)

    monkeypatch.setattr(Font, "from_font_resource", counted)
    pages = len(reading._pypdf_pages(CLEAN.pdf))
    fonts = len(re.findall(rb"/BaseFont ", CLEAN.pdf))
    assert pages > 1
    assert len(seen) == len(set(seen)) == fonts


def test_nothing_of_it_is_left_behind_even_where_a_file_cannot_be_read() -> None:
    before = Font.from_font_resource
    with pytest.raises(LeakError):
        reading._pypdf_pages(b"%PDF-1.4 broken")
    assert Font.from_font_resource == before


def test_where_fonts_are_read_elsewhere_they_are_read_as_often_as_the_library_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_page", SimpleNamespace())
    assert reading._pypdf_pages(LEAKING.pdf) == plainly(LEAKING.pdf)
