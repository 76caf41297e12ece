"""Markings in the manner of typed records of 1945 to 1995: which lines hold one, of what kind and level, and which hold none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.detect import MarkingDetector
from pipeline.ingest import ingest, read_text
from pipeline.model import Finding
from pipeline.rulebook import shipped_vocabulary

DATA = json.loads((Path(__file__).parents[1] / "data" / "typed_records.json").read_text(encoding="utf-8"))
LEVELED = {"banner", "portion"}


@pytest.fixture(scope="module")
def detector() -> MarkingDetector:
    return MarkingDetector(shipped_vocabulary())


def _find(detector: MarkingDetector, text: str) -> list[Finding]:
    record = ingest(text.encode(), name="typed.txt", readers={"text/plain": read_text})
    assert record.text == text
    return sorted(detector.find(record), key=lambda each: (each.span, each.kind))


@pytest.mark.parametrize("record", DATA["records"], ids=lambda record: record["id"])
def test_each_line_is_read_as_what_it_is(record: dict[str, Any], detector: MarkingDetector) -> None:
    text = "".join(f"{line[0]}\n" for line in record["lines"])
    findings = _find(detector, text)
    start, wanted, found = 0, [], []
    for words, *rest in record["lines"]:
        end = start + len(words)
        here = [each for each in findings if each.span.start < end and each.span.end > start]
        start = end + 1
        if rest[:1] == ["any"]:
            continue
        levels = {each.marking.level for each in here if each.marking and each.kind in LEVELED} - {None}
        found.append((words, {each.kind for each in here}, levels))
        wanted.append((words, set(rest[0].split("+")) if rest else set(), set(rest[1:])))
    assert found == wanted


@pytest.mark.parametrize("case", DATA["portions"], ids=lambda case: case["id"])
def test_each_portion_mark_governs_what_it_stands_at(case: dict[str, Any], detector: MarkingDetector) -> None:
    text = case["text"]
    marks = [each for each in _find(detector, text) if each.kind == "portion"]
    found = [
        [text[each.span.start : each.span.end], each.marking.level, text[each.extent.start : each.extent.end]]
        for each in marks
        if each.marking and each.extent
    ]
    assert found == case["marks"]
    assert len(marks) == len(found)
