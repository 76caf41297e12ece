"""Fifty thousand terms at once: each is found however it is typed, and neither the list nor the text makes it slow."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from wordbook import VOCABULARY

from benchmarks import terms
from benchmarks.terms import rule_file, term_list
from pipeline.detect import MarkingDetector, TermDetector, detect
from pipeline.model import Action, Match, MatchKind, Page, Record, Rule, RuleSet, Scope, Source, Span

MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]

MANY = 50_000
LOOKALIKE, SURE = 0.9, 1.0

# What is done to a term, the term, the term as it is typed: all of that and no more is found.
REACH = [
    ("capitals", "fidel castro", "FIDEL CASTRO"),
    ("capitals of a code word", "JMWAVE", "jmwave"),
    ("a line", "low-level flight", "low-level\nflight"),
    ("a line of a file from DOS", "low-level flight", "low-level\r\n     flight"),
    ("a line of an old Macintosh", "low-level flight", "low-level\rflight"),
    ("a line of an old Macintosh, within a word", "castro", "Cas\rtro"),
    ("a separator of lines", "castro", "Cas\u2028tro"),
    ("a blank line", "low-level flight", "low-level\n\nflight"),
    ("two breaks of lines", "low-level flight", "low-\nlevel\nflight"),
    ("a page", "low-level flight", "low-level\fflight"),
    ("a page, within a word", "castro", "Cas\ftro"),
    ("a hyphen at the end of a line", "castro", "Cas-\ntro"),
    ("a hyphen at the end of a page", "castro", "Cas-\ftro"),
    ("a hyphen and a blank line", "castro", "Cas-\n\n   tro"),
    ("its own hyphen at the end of a line", "low-level flight", "low-\nlevel flight"),
    ("its own hyphen and that of the line", "low-level flight", "low-\n-level flight"),
    ("a hyphen where it has another", "low-level flight", "low-lev-\nel flight"),
    ("a sign for hyphens of lines", "castro", "Cas¬\ntro"),
    ("a hyphen that a line left", "castro", "Cas- tro"),
    ("a hyphen that a line left, another sign", "castro", "Cas\u2010 tro"),
    ("a hyphen of typography", "low-level flight", "low\u2010level flight"),
    ("a hyphen that does not break", "low-level flight", "low\u2011level flight"),
    ("a dash", "low-level flight", "low\u2013level flight"),
    ("a minus", "low-level flight", "low\u2212level flight"),
    ("a minus within a word", "castro", "Cas\u2212tro"),
    ("a soft hyphen", "castro", "Cas\u00adtro"),
    ("a soft hyphen at the end of a line", "castro", "Cas\u00ad\ntro"),
    ("no width", "castro", "C\u200ba\u200cs\u200dt\u2060r\ufeffo"),
    ("a mark of direction", "castro", "Cas\u202atro"),
    ("an accent in one piece", "besancon", "Besançon"),
    ("an accent in two pieces", "besançon", "Besanc\u0327on"),
    ("an accent at the end", "andre", "Andre\u0301"),
    ("no accent", "besançon", "BESANCON"),
    ("a ligature", "flights", "ﬂights"),
    ("a ligature of three", "office", "oﬃce"),
    ("two letters for one", "straße", "STRASSE"),
    ("Cyrillic letters", "castro", "С\u0430stro"),
    ("Greek letters", "omega", "\u039fmeg\u03b1"),
    ("a Latin letter among Cyrillic ones", "посол", "п\u006fсол"),
    ("full width", "castro", "ＣＡＳＴＲＯ"),
    ("letters in rings", "castro", "Ⓒⓐⓢⓣⓡⓞ"),
    ("letters of mathematics", "castro", "𝐂𝐚𝐬𝐭𝐫𝐨"),
    ("a nought for an O", "moscow", "M0SC0W"),
    ("a nought for an o", "low-level flight", "l0w-level flight"),
    ("an O for a nought", "room 1902", "room 19O2"),
    ("a one for an l", "castello", "Caste1lo"),
    ("a one for an I", "israel", "1srael"),
    ("an l for a one", "u-16", "U-l6"),
    ("an I for a one", "u-15", "U-I5"),
    ("an l and an O for a ten", "u-10", "U-lO"),
    ("two l for eleven", "u-11", "U-ll"),
    ("an I for an l", "low-level flight", "low-Ievel flight"),
    ("an I for an l, and a nought", "low-level flight", "l0w-LeveI fl1ght"),
    ("an l for an I", "israel", "lsrael"),
    ("an l for an I among capitals", "mig", "MlG"),
    ("Cyrillic letters and a nought", "castro", "\u0421astr0"),
    ("blanks", "castro", "C A S T R O"),
    ("blanks, of two words", "fidel castro", "F I D E L  C A S T R O"),
    ("blanks, of initials before a word", "cia station", "C I A station"),
    ("dots", "cia station", "C.I.A. station"),
    ("dots and blanks", "cia station", "C. I. A. station"),
    ("dots and blanks, of two letters", "us", "U. S"),
    ("hyphens", "castro", "C-A-S-T-R-O"),
    ("strokes", "castro", "C/A/S/T/R/O"),
    ("rules under letters", "castro", "C_a_s_t_r_o"),
    ("stars and blanks", "castro", "C * A * S * T * R * O"),
    ("no dots", "U.S.S.R.", "USSR"),
    ("its dots", "U.S.S.R.", "U.S.S.R"),
    ("its dots and blanks", "U.S.S.R.", "U. S. S. R"),
    ("a typewriter's apostrophe", "o'brien", "O'BRIEN"),
    ("a printer's apostrophe", "o'brien", "O’Brien"),
    ("an apostrophe that is a letter", "o'brien", "O\u02bcBrien"),
    ("an accent for an apostrophe", "obrien", "O´Brien"),
    ("no apostrophe", "o'brien", "OBrien"),
    ("a blank for an apostrophe", "o'brien", "O Brien"),
]

# What stands right after a term, or right before and after, and is no part of it.
BESIDE = [
    "castro's",
    "castro’s",
    "castro\u02bcs",
    "castro¹",
    "¹castro",
    "castro²³",
    "castro™",
    "castro.",
    "castro,",
    "castro-",
    "«castro»",
    "_castro_",
]

OVER_PAGES = [
    ("more low-level\n\n- 1 -\fSECRET\n\nflight then", ["low-level", "flight"]),
    ("more low-level\n\n- 1 -\n\nSECRET\f\nSECRET\n\nflight then", ["low-level", "flight"]),
    ("more low-lev-\n- 1 -\fSECRET\nel flight then", ["low-lev-", "el flight"]),
    ("more low-\r\n- 1 -\r\n\f2\r\nlevel flight then", ["low-", "level flight"]),
    ("more l0w-\n- 1 -\fSECRET\nIevel flight then", ["l0w-", "Ievel flight"]),
    ("more l\u043ew-\n- 1 -\fSECRET\nlevel flight then", ["l\u043ew-", "level flight"]),
    ("more L O W-\n- 1 -\fSECRET\nL E V E L flight then", ["L O W-", "L E V E L flight"]),
]

NO_TERM = ["bail", "Bail", "BAIL", "10", "U-O", "L", "a b", "x a b", "4 5 6", "c, a, s, t, r, o", "cast ro", "cas - tro", "cas-- tro"]
NO_TERM += ["castroism", "precastro", "castro2"]


def rule_of(*sought: str, name: str = "a") -> Rule:
    """Return a rule that names what is ``sought``."""
    return Rule(name, Match(MatchKind.TERMS, sought), Scope.SPAN, Action.REFER, (), "A ground.", "rules.yaml:1", owner="CIA")


def seen(text: str) -> Record:
    """Return a text as a record of one page, for texts whose reading is not at issue."""
    return Record("r", Source("a.txt", "text/plain", "", len(text), "utf-8"), None, text, (Page(1, Span(0, len(text)), ()),), ())


@pytest.fixture(scope="module")
def among_many() -> TermDetector:
    """Return a detector of 50,000 terms and those of the tables, spread over rules."""
    invented, own = term_list(MANY), sorted({term for _, term, _ in REACH})
    return TermDetector(
        (*(rule_of(term, name=term) for term in own), rule_of(*invented[::2], name="x"), rule_of(*invented[1::2], name="y"))
    )


@pytest.mark.parametrize(("term", "typed"), [row[1:] for row in REACH], ids=[row[0] for row in REACH])
def test_a_term_is_found_alone_and_among_many(make_record: MakeRecord, among_many: TermDetector, term: str, typed: str) -> None:
    record = make_record(f"They saw {typed}, and left.")
    alone = detect(record, [TermDetector((rule_of(term, name=term),))])
    assert [record.text[each.span.start : each.span.end] for each in alone] == [typed]
    assert set(alone) <= set(detect(record, [among_many]))


@pytest.mark.parametrize("typed", BESIDE)
def test_what_stands_on_a_term_does_not_hide_it(make_record: MakeRecord, among_many: TermDetector, typed: str) -> None:
    record = make_record(f"They saw {typed} there.")
    start = record.text.index("castro")
    assert [each.span for each in detect(record, [among_many])] == [Span(start, start + len("castro"))]


@pytest.mark.parametrize(("text", "expected"), OVER_PAGES)
def test_a_term_over_a_page_is_found_among_many(make_record: MakeRecord, among_many: TermDetector, text: str, expected: list[str]) -> None:
    record = make_record(f"SECRET\n\n{text}.\n\n- 2 -\n\nSECRET")
    found = [each for each in detect(record, [MarkingDetector(VOCABULARY), among_many]) if each.rule]
    assert [record.text[each.span.start : each.span.end] for each in found] == expected


@pytest.mark.parametrize("typed", NO_TERM)
def test_letters_that_nothing_gives_away_are_those_they_show(typed: str) -> None:
    detector = TermDetector((rule_of("ball", "io", "1", "i", "u-0", "ab", "456", "castro"),))
    assert [each.rule for each in detector.find(seen(f"They saw {typed} then."))] == []


@pytest.mark.parametrize(
    ("typed", "expected"), [("lsrael", [LOOKALIKE]), ("Israel", [SURE]), ("Isra\u0435l", [LOOKALIKE]), ("ISRAEL", []), ("lSRAEL", [])]
)
def test_swapped_letters_keep_the_case_that_is_asked_for(typed: str, expected: list[float]) -> None:
    rule = Rule("a", Match(MatchKind.TERMS, ("Israel",), exact_case=True), Scope.SPAN, Action.REFER, (), "A ground.", "rules.yaml:1")
    assert [each.confidence for each in TermDetector((rule,)).find(seen(f"saw {typed} then"))] == expected


def test_terms_that_overlap_lie_inside_each_other_or_are_two_rules_are_all_found() -> None:
    detector = TermDetector((rule_of("fidel castro", "castro ruz", "ruz"), rule_of("Castro", "CASTRO", name="b")))
    record = seen("Fidel Castro Ruz")
    found = [(each.rule, record.text[each.span.start : each.span.end]) for each in detector.find(record)]
    assert found == [("a", "Fidel Castro"), ("a", "Castro Ruz"), ("a", "Ruz"), ("b", "Castro")]


def test_invented_terms_are_the_same_every_time_and_a_short_list_begins_the_long_one() -> None:
    assert len(set(term_list(MANY))) == MANY
    assert term_list(50) == term_list(MANY)[:50]
    assert sum(" " in term for term in term_list(MANY)) == 30_000


@pytest.mark.parametrize("rules", [1, 1_000])
def test_fifty_thousand_terms_are_ready_within_a_second(make_rules: MakeRules, rules: int) -> None:
    loaded, times = make_rules(rule_file(term_list(MANY), rules)).rules, []
    assert (len(loaded), sum(len(rule.match.values) for rule in loaded)) == (rules, MANY)
    for _ in range(3):
        start = time.process_time()
        TermDetector(loaded)
        times.append(time.process_time() - start)
    assert min(times) < 1


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        (["castro"], "castro "),
        (["a a a a"], "a "),
        (["a " * 200], "a "),
        (["a" * 200], "a-"),
        (["a" * 200], "a "),
        (["o " * 200], "0 "),
        (["l" * 200], "1"),
        (["o" * 200], "o" * 100 + "0" * 100 + " "),
        (["castro"], "C\u0430stro "),
        (["a b"], "a" + "*" * 1_000),
        (["ab"], "a" + "\u200b" * 1_000),
        (["a"], "a" + "\u0301" * 1_000),
    ],
    ids=lambda each: str(each)[:12],
)
def test_time_grows_as_the_text_does(sought: list[str], text: str) -> None:
    detector, record = TermDetector((rule_of(*sought),)), seen(text * (250_000 // len(text)))
    start = time.process_time()
    assert sum(1 for _ in detector.find(record)) < len(record.text)
    assert time.process_time() - start < 10  # a second; minutes where each place is gone through again


@pytest.mark.benchmark
def test_the_benchmark_of_terms_tells_both_lists_and_the_peer(capsys: pytest.CaptureFixture[str]) -> None:
    assert terms.main(["--terms", "60", "--pages", "1", "--peer-pages", "1", "--rounds", "1", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["what"] for row in rows if "peer" in row["what"] or row["what"].startswith("run")] == [
        *("peer: recognizer made, s", "peer: detection, MB/s", "made, times as fast as the peer", "detection, times as fast as the peer"),
        *("run, wall s", "run, cpu s", "run, peak MiB"),
    ]
    assert all(row["few"] > 0 < row["many"] for row in rows)
