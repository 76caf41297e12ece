"""Which glyphs of which page go: decisions about a text as what is to be cut of its pages."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from kept_pages import WORDS, opened, page_with, texts_of
from pikepdf import Array, Dictionary, Name, Pdf

from pipeline.content.geometry import bounds, positions
from pipeline.content.walk import read_scene
from pipeline.decide import decide
from pipeline.detect import PatternDetector, TermDetector, UnsureDetector, detect
from pipeline.ingest import ingest, read_pdf, read_text
from pipeline.model import Action, Decision, Record, Span, Version
from pipeline.passages import AmountPolicy
from pipeline.render.kept.gaps import PageCuts, cuts_of, gaps_with_blanks, places_of
from pipeline.render.kept.values import Gap
from pipeline.rules import load_rules

RULES = """format: 1
default: release
rules:
  - {id: name, action: redact, authority: [(b)(6)], rationale: Made up., match: {regex: 'Viktor\\s+Ostrakov|ZANZIBAR'}}
"""


def judged(source: bytes) -> tuple[Record, tuple[Decision, ...]]:
    record = ingest(source, name="made-up.pdf", readers={"application/pdf": read_pdf})
    rules = load_rules(PurePosixPath("rules.yaml"), lambda _: RULES.encode())
    findings = detect(record, (UnsureDetector(), TermDetector(rules.rules), PatternDetector(rules.rules)))
    return record, decide(record, findings, rules, version=Version.RELEASED, as_of=dt.date(2026, 11, 24), is_stated_unclassified=True)


def cuts(source: bytes) -> tuple[tuple[PageCuts, ...], tuple[tuple[str, int], ...]]:
    record, decisions = judged(source)
    return cuts_of(record, decisions, AmountPolicy.NONE)


def letters(source: bytes, number: int, glyphs: Iterable[int]) -> str:
    """Return what glyphs read on a page."""
    with Pdf.open(io.BytesIO(source)) as document:
        texts = texts_of(read_scene(document.pages[number], {}))
    return "".join(texts[glyph] for glyph in glyphs)


def ruled(source: bytes, *actions: tuple[str, Action, bool]) -> tuple[tuple[PageCuts, ...], tuple[tuple[str, int], ...]]:
    """Return the cuts where each stretch of the text, one after the other, is dealt with so: its text, action, is struck."""
    record, _ = judged(source)
    at, decisions = 0, []
    for text, action, is_struck in actions:
        assert record.text[at:].startswith(text)
        span = Span(at, at := at + len(text))
        decisions.append(Decision(span, action, ("(b)(6)",), (), (), "a person", is_struck))
    assert at == len(record.text)
    return cuts_of(record, decisions, AmountPolicy.NONE)


def line(text: str, y: int = 700, x: int = 72, setting: str = "") -> str:
    return f"BT /F1 12 Tf {setting} {x} {y} Td ({text}) Tj ET"


def test_each_page_loses_its_own_glyphs_and_the_first_page_of_a_passage_is_told() -> None:
    source = page_with(line("Nothing here"), line("He met ZANZIBAR and Viktor Ostrakov again"), line("and ZANZIBAR"))
    found, firsts = cuts(source)
    assert [[(letters(source, at, gap.glyphs), gap.is_first, gap.is_placed) for gap in page.gaps] for at, page in enumerate(found)] == [
        [],
        [("ZANZIBAR", True, True), ("ViktorOstrakov", True, True)],
        [("ZANZIBAR", True, True)],
    ]
    assert firsts == (("W0001", 2), ("W0002", 2), ("W0003", 3))
    assert all(gap.action is Action.REDACT and gap.words.mark for page in found for gap in page.gaps)
    assert not any(page.hidden or page.struck for page in found)


def test_a_passage_over_two_pages_goes_on_both_and_begins_on_one() -> None:
    source = page_with(line("He met Viktor"), line("Ostrakov again"))
    keep, cut = Action.RELEASE, Action.REDACT
    found, firsts = ruled(source, ("He met ", keep, False), ("Viktor\fOstrakov", cut, False), (" again", keep, False))
    gaps = [(letters(source, at, gap.glyphs), gap.is_first) for at, page in enumerate(found) for gap in page.gaps]
    assert gaps == [("Viktor", True), ("Ostrakov", False)]
    assert firsts == (("W0001", 1),)


def test_a_struck_marking_is_struck_on_the_pages_where_it_stands() -> None:
    source = page_with(line("Nothing"), line("He met SECRET"), line("NOFORN again"))
    keep = Action.RELEASE
    rest = ("Nothing\fHe met ", keep, False), ("SECRET\fNOFORN", keep, True), (" again", keep, False)
    found, firsts = ruled(source, *rest)
    struck = [[letters(source, at, glyphs) for glyphs in page.struck] for at, page in enumerate(found)]
    assert struck == [[], ["SECRET"], ["NOFORN"]]
    assert not firsts
    assert not any(page.gaps for page in found)


def test_hidden_text_that_is_released_goes_all_the_same_but_is_no_gap() -> None:
    source = page_with(line("Nothing"), f"{line('He met nobody')} {line('white on white', 500, setting='1 g')}")
    record, _ = judged(source)
    found, _ = ruled(source, (record.text, Action.RELEASE, False))
    assert [letters(source, at, sorted(page.hidden)).replace(" ", "") for at, page in enumerate(found)] == ["", "whiteonwhite"]
    assert not any(page.gaps for page in found)


def test_hidden_text_is_a_gap_for_a_person_without_a_place_where_no_page_is_seen() -> None:
    source = page_with(f"{line('He met nobody')} {line('harbour', 600, 900)} {line('white on white', 500, setting='1 g')}")
    (page,), _ = cuts(source)
    assert sorted((letters(source, 0, gap.glyphs).replace(" ", ""), gap.action, gap.is_placed) for gap in page.gaps) == [
        ("harbour", Action.REFER, False),
        ("whiteonwhite", Action.REFER, True),
    ]


def test_a_picture_is_a_gap_of_its_own() -> None:
    def picture(document: Pdf) -> Dictionary:
        image = document.make_stream(bytes(10_000), Type=Name.XObject, Subtype=Name.Image, Width=100, Height=100)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        return Dictionary(XObject=Dictionary(I=image))

    source = page_with(f"{line('He met nobody')} 9 9 9 9 re f q 300 0 0 200 72 300 cm /I Do Q", resources=picture)
    (page,), _ = cuts(source)
    assert [(gap.glyphs, gap.graphics, gap.action, gap.is_placed) for gap in page.gaps] == [((), (1,), Action.REFER, True)]


def test_an_accent_goes_with_its_letter_and_with_no_other() -> None:
    record, decisions = judged(page_with(line("He met ZANZIBAR at noon")))
    assert record.kept is not None
    page = replace(record.kept.pages[0], joined=((8, 20), (2, 21)))
    (found,), _ = cuts_of(replace(record, kept=replace(record.kept, pages=(page,))), decisions, AmountPolicy.NONE)
    assert found.gaps[0].glyphs == (7, 8, 9, 10, 11, 12, 13, 14, 20)


def test_a_record_without_pages_has_no_cuts() -> None:
    record = ingest(b"plain text", name="record.txt", readers={"text/plain": read_text})
    with pytest.raises(ValueError, match="keeps no pages"):
        cuts_of(record, (), AmountPolicy.NONE)


def gap(*glyphs: int, is_placed: bool = True) -> Gap:
    return Gap(glyphs, (), Action.REDACT, WORDS, is_placed=is_placed)


def test_blanks_between_glyphs_of_one_gap_go_and_those_between_two_gaps_stay() -> None:
    scene = opened(page_with(line("ab cd ef")))[2]
    assert [each.glyphs for each in gaps_with_blanks(scene, [gap(0, 1, 3, 4)])] == [(0, 1, 2, 3, 4)]
    assert [each.glyphs for each in gaps_with_blanks(scene, [gap(0, 1), gap(3, 4)])] == [(0, 1), (3, 4)]
    assert [each.glyphs for each in gaps_with_blanks(scene, [gap(0, 1, 6, 7)])] == [(0, 1, 6, 7)]
    assert gaps_with_blanks(scene, [gap()]) == [gap()]


def test_blanks_between_glyphs_of_one_gap_go_over_several_shows() -> None:
    scene = opened(page_with("BT /F1 12 Tf 72 700 Td (ab ) Tj ( ) Tj ( cd) Tj (e) Tj ET"))[2]
    assert [each.glyphs for each in gaps_with_blanks(scene, [gap(0, 1, 5, 6)])] == [(0, 1, 2, 3, 4, 5, 6)]


def test_all_blanks_of_a_show_go_when_nothing_else_of_it_stays() -> None:
    scene = opened(page_with("BT /F1 12 Tf 72 700 Td (x) Tj (  ab  ) Tj (  ) Tj (y cd) Tj ET"))[2]
    assert [each.glyphs for each in gaps_with_blanks(scene, [gap(3, 4)])] == [(1, 2, 3, 4, 5, 6)]
    assert [each.glyphs for each in gaps_with_blanks(scene, [gap(), gap(3, 4), gap(11)])] == [(), (1, 2, 3, 4, 5, 6), (11,)]
    assert [each.glyphs for each in gaps_with_blanks(scene, [gap(3)])] == [(3,)]


def test_the_places_of_what_goes_without_a_bar_hold_its_line_and_are_told_of_nothing_else() -> None:
    scene = opened(page_with(f"{line('seen')} {line('hidden', 600)} {line('seen too', 500)}"))[2]
    assert places_of(scene, [gap(0), gap(13)]) == []
    (place,) = places_of(scene, [gap(4, is_placed=False)])
    left, right = positions(scene.shows[1])[0][0], positions(scene.shows[1])[-1][0]
    reach = 12 * 0.718
    assert place == pytest.approx((left - reach, 600 - reach, right + reach, 600 + reach), abs=0.5)
    assert len(places_of(scene, [gap(9, is_placed=False)])) == 1
    assert len(places_of(scene, [gap(10, is_placed=False)])) == 1
    assert places_of(scene, [gap(9, is_placed=False)]) == [place]


def test_what_is_painted_with_a_pattern_of_hidden_words_is_among_their_places() -> None:
    def pattern(document: Pdf) -> Dictionary:
        tile = document.make_stream(b"BT /F1 12 Tf 10 10 Td (Ostrakov) Tj ET", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
        tile.XStep, tile.YStep, tile.BBox = 400, 400, Array([0, 0, 400, 400])
        tile.Resources = Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
        return Dictionary(Pattern=Dictionary(P=document.make_indirect(tile)))

    painted = f"1 1 5 5 re f /Pattern cs /P scn 200 300 40 50 re f {line('Painted', 90)} 0 g {line('Plain', 50)}"
    _document, _, scene = opened(page_with(painted, resources=pattern))  # whose objects live as long as it does
    tile = next(show for show in scene.shows if show.path)
    places = places_of(scene, [gap(tile.first, is_placed=False)])
    assert (200, 300, 240, 350) in places
    assert (1, 1, 6, 6) not in places
    own = next(show for show in scene.shows if show.fill is None and not show.path)
    assert bounds(positions(own)) in places
    assert len(places) == 3
