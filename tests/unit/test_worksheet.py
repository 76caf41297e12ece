"""The worksheet: what stands in it for whom, where it is cut, and how fast it is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from typing import Any

import pytest
import yaml

from pipeline.audit import worksheet
from pipeline.decide import partition
from pipeline.model import Action, Claim, Decision, Page, Record, Ruling, Source, Span, Version
from pipeline.rules import read_rulings

TEXT = "It was calm. The falcon flew\n  at noon. It was late.\n"
CUT = TEXT.index("at noon")


def record_of(text: str, cut: int) -> Record:
    source = Source("a.txt", "text/plain", hashlib.sha256(text.encode()).hexdigest(), len(text), "utf-8")
    return Record("a", source, None, text, (Page(1, Span(0, cut), ()), Page(2, Span(cut, len(text)), ())), ())


RECORD = record_of(TEXT, CUT)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def withheld(words: str, *codes: str, rule: str = "nsi") -> Claim:
    return Claim(span(words), Action.REDACT, rule, codes or ("1.4(c)",), reason="rule")


def held(words: str, owner: str) -> Claim:
    return Claim(span(words), Action.REFER, "equity", owner=owner, reason="rule")


def decided(redacted: list[Claim], released: list[Claim]) -> dict[Version, tuple[Decision, ...]]:
    return {Version.REDACTED: partition(len(TEXT), redacted), Version.RELEASED: partition(len(TEXT), released)}


def entries(sheet: bytes) -> list[dict[str, Any]]:
    read = yaml.safe_load(sheet)
    assert (read["format"], read["source"], read["by"], read["at"]) == (1, RECORD.source.sha256, None, None)
    found: list[dict[str, Any]] = read["rulings"]
    return found


def ruling(words: str, action: Action, versions: tuple[Version, ...] = tuple(Version)) -> Ruling:
    digest = hashlib.sha256(words.encode()).hexdigest()
    by, at = "Q. Roe, Records", dt.date(2026, 11, 24)
    codes, owner = ("RD",) if action is Action.REDACT else (), "DOE" if action is Action.REFER else None
    return Ruling(RECORD.source.sha256, span(words), digest, versions, action, "A: b", by, at, "f:1", codes=codes, owner=owner)


def test_a_passage_that_both_versions_cut_alike_is_one_entry() -> None:
    sheet = worksheet(RECORD, decided([withheld("falcon"), withheld("late")], [held("late", "DOE")]))
    falcon, late = entries(sheet)
    assert falcon == {
        "page": 1,
        "passage": "redacted W0001",
        "start": span("falcon").start,
        "end": span("falcon").end,
        "digest": hashlib.sha256(b"falcon").hexdigest(),
        "versions": ["redacted"],
        "proposed": {"redacted": {"action": "redact", "codes": ["1.4(c)"], "rules": ["nsi"]}},
        "action": None,
        "codes": None,
        "owner": None,
        "reason": None,
        "text": "falcon",
    }
    assert (late["passage"], late["versions"], late["page"]) == ("redacted W0002, released R0001", ["redacted", "released"], 2)
    assert late["proposed"]["released"] == {"action": "refer", "owners": ["DOE"], "rules": ["equity"]}


def test_passages_that_the_versions_cut_otherwise_are_entries_of_their_own() -> None:
    sheet = worksheet(RECORD, decided([withheld("The falcon flew")], [withheld("falcon")]))
    assert [(each["text"], each["versions"]) for each in entries(sheet)] == [
        ("The falcon flew", ["redacted"]),
        ("falcon", ["released"]),
    ]


def test_a_passage_over_two_pages_and_lines_shows_as_it_stands() -> None:
    sheet = worksheet(RECORD, decided([withheld("The falcon flew\n  at noon.")], []))
    assert entries(sheet)[0]["page"] == "1-2"
    assert "    text: |-\n      The falcon flew\n        at noon.\n" in sheet.decode()


def test_a_passage_is_cut_where_a_ruling_stands_and_the_ruling_is_filled_in() -> None:
    made = ruling("falcon", Action.RELEASE, (Version.REDACTED,))
    sheet = worksheet(RECORD, decided([withheld("The falcon flew")], [withheld("The falcon flew")]), (made,))
    assert [(each["text"], each["versions"], each["action"]) for each in entries(sheet)] == [
        ("The", ["redacted"], None),
        ("The falcon flew", ["released"], None),
        ("falcon", ["redacted"], "release"),
        ("flew", ["redacted"], None),
    ]
    assert read_rulings("f", sheet).rulings[0].reason == "A: b"


def test_a_record_from_which_nothing_is_withheld_has_an_empty_worksheet() -> None:
    sheet = worksheet(RECORD, decided([], []))
    assert entries(sheet) == []
    assert read_rulings("f", sheet).undecided == 0


@pytest.mark.parametrize("size", [100_000, 100_001])
def test_a_passage_that_is_too_long_to_read_in_a_sheet_is_named_by_its_length(size: int) -> None:
    record = record_of("x" * size, 10)
    claim = Claim(Span(0, size), Action.REDACT, "a", ("RD",), reason="rule")
    sheet = worksheet(record, dict.fromkeys(Version, partition(size, [claim])))
    assert ("# its 100,001 characters are too many to show here" in sheet.decode()) is (size > 100_000)
    assert read_rulings("f", sheet).undecided == 1


def test_the_head_says_how_it_is_filled_in() -> None:
    head = worksheet(RECORD, decided([], [])).decode().split("format: 1")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert "declass run FILE --rulings rulings.yaml" in head
    assert all(f" {word} " in head for word in ("redact", "refer", "release"))


def test_thousands_of_passages_are_written_in_a_moment() -> None:
    text = "The falcon flew over the island again.\n" * 12_000  # about 300 pages
    record = record_of(text, len(text) // 2)
    claims = [Claim(Span(at, at + 90), Action.REDACT, "a", ("RD",), reason="rule") for at in range(0, len(text) - 200, 150)]
    both = dict.fromkeys(Version, partition(len(text), claims))
    begun = time.perf_counter()
    sheet = worksheet(record, both)
    assert time.perf_counter() - begun < 2  # 0.2 on a desk of 2024 that does nothing else
    assert sheet.count(b"    action:\n") == len(claims) > 3000
