"""Properties of reading: offset maps are true, nothing hides a term, no bytes bring anything but the one error."""

from __future__ import annotations

import datetime as dt
import unicodedata
from itertools import pairwise
from pathlib import PurePosixPath

from hypothesis import example, given, reject, settings
from hypothesis import strategies as st
from wordbook import VOCABULARY

from pipeline.authority import Stage, code_fault, stage, standing
from pipeline.dates import find_dates, in_century
from pipeline.detect import MarkingDetector, PatternDetector, ScriptDetector, TermDetector, detect
from pipeline.errors import InputError, RulesError
from pipeline.folding import fold_stream, is_ignorable, reading_copy
from pipeline.ingest import ingest, read_text
from pipeline.markings import find_notices
from pipeline.model import Action, Match, MatchKind, Record, Rule, Scope, Span
from pipeline.rules import load_rules
from pipeline.segments import lines, paragraphs, sentences, trimmed

QUICK = settings(deadline=None)  # the time of one example says more about the computer than about the code
MANY = settings(QUICK, max_examples=300)
READERS = {"text/plain": read_text}
BOMS = (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")

# Text of all that trips a reader: plain words, breaks, hyphens, marks, other scripts, what shows nothing.
PIECES = st.sampled_from(
    [
        *("a", "Castro", "U-2", "SECRET", "(S)", "(A)", "1.", "The falcon flew.", "Mr.", "November 7, 1962", "7 Nov 62", "RESTRICTED DATA"),
        *(" ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\f", "\x0b", "\x85", "\u2028", "\u00a0"),
        *("-", "–", ".", "?", "”", "’", ",", "(", ")", "//", "|", "*"),
        *("é", "e\u0301", "ß", "ﬁ", "İ", "ſ", "\u0430", "\u0421", "Ω", "Ａ", "大", "\u00ad", "\u200b", "\u3164", "\U0001f600", "²"),
    ]
)
TEXT = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))


def record_of(text: str) -> Record:
    """Return the text as the door reads it; what the door refuses is no example."""
    try:
        return ingest(text.encode(), name="record.txt", readers=READERS)
    except InputError:
        reject()


# --- folded copies ---


@given(TEXT, st.booleans())
@QUICK
def test_every_letter_of_the_stream_was_folded_from_the_character_at_its_offset(text: str, lookalikes: bool) -> None:
    folded = fold_stream(text, lookalikes=lookalikes)
    assert len(folded.text) == len(folded.offsets) == len(folded.gaps)
    assert list(folded.offsets) == sorted(folded.offsets)
    for letter, offset in zip(folded.text, folded.offsets, strict=True):
        assert letter in fold_stream(text[offset], lookalikes=lookalikes).text
    lost = set(range(len(text))) - set(folded.offsets)
    assert all(not fold_stream(text[offset], lookalikes=lookalikes).text for offset in lost)


@given(TEXT, st.booleans())
@QUICK
def test_every_character_of_the_reading_copy_was_read_from_the_place_of_its_offset(text: str, undo_hyphens: bool) -> None:
    copy = reading_copy(text, undo_hyphens=undo_hyphens)
    assert len(copy.text) == len(copy.offsets)
    assert list(copy.offsets) == sorted(copy.offsets)
    for char, offset in zip(copy.text, copy.offsets, strict=True):
        read = " " if text[offset].isspace() else reading_copy(text[offset]).text
        assert char in read or unicodedata.normalize("NFD", char)[0] in unicodedata.normalize("NFD", read)
    lost = set(range(len(text))) - set(copy.offsets)
    assert all(text[offset].isspace() or is_ignorable(text[offset]) or reading_copy(text[offset]).text in {"-", ""} for offset in lost)


@given(TEXT)
@QUICK
def test_the_reading_copy_has_no_two_spaces_together(text: str) -> None:
    assert all(pair != (" ", " ") for pair in pairwise(reading_copy(text).text))


# --- terms ---

WORDS = st.text(st.sampled_from("abcdefghkmnopstuxyz"), min_size=2, max_size=7)
AT_GAPS = st.sampled_from([" ", "  ", "-", "\n", "\r\n", "\r", "\f", "-\n", "–", " \n    ", "\n\n", "\u00a0", "\u200b ", "\u00ad-"])
IN_WORDS = st.sampled_from(["", "", "", "\u00ad", "\u200b", "-\n", "-", "-\r\n  ", "\n", "\u2060\ufeff", "\u3164"])
TWINS = {
    "a": "\u0430",
    "c": "\u0441",
    "e": "\u0435",
    "o": "\u043e",
    "p": "\u0440",
    "s": "\u0455",
    "x": "\u0445",
    "y": "\u0443",
    "k": "\u043a",
}


def rule_of(term: str) -> Rule:
    """Return a rule that seeks one term."""
    return Rule("only", Match(MatchKind.TERMS, (term,)), Scope.SPAN, Action.REFER, (), "A ground.", "rules.yaml:1", owner="CIA")


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """Return a term, and the same term in another case, broken, hyphenated and in letters of another script."""
    words = draw(st.lists(WORDS, min_size=1, max_size=3))
    written: list[str] = []
    for number, word in enumerate(words):
        if number:
            written.append(draw(AT_GAPS))
        for place, letter in enumerate(word):
            if place:
                written.append(draw(IN_WORDS))
            forms = [letter, letter.upper(), TWINS.get(letter, letter), TWINS.get(letter, letter).upper(), chr(ord(letter) + 0xFEE0)]
            written.append(draw(st.sampled_from(forms)))
    return " ".join(words), "".join(written)


@given(
    disguised(),
    st.sampled_from(["", "They saw ", "“", "\n\n", "(", "\f", "12 "]),
    st.sampled_from(["", ", and left.", "”", "\n\n", ")", "\f"]),
)
@MANY
def test_a_term_is_found_whatever_its_disguise(pair: tuple[str, str], before: str, after: str) -> None:
    term, written = pair
    record = record_of(f"{before}{written}{after}")
    spans = {each.span for each in detect(record, [TermDetector((rule_of(term),))])}
    assert Span(len(before), len(before) + len(written)) in spans


@given(WORDS, TEXT)
@QUICK
def test_what_is_found_as_a_term_holds_its_letters_and_touches_no_other(term: str, text: str) -> None:
    record = record_of(f"x {text} {term.upper()} {text}")
    for finding in detect(record, [TermDetector((rule_of(term),))]):
        span = finding.span
        assert finding.confidence < 1 or fold_stream(record.text[span.start : span.end]).text == term
        assert not (span.start and record.text[span.start - 1].isalnum() and not is_ignorable(record.text[span.start - 1]))


# --- segments and findings ---


def lie_in_order(spans: tuple[Span, ...], within: Span) -> bool:
    """Tell whether spans lie in order inside another and never overlap."""
    return all(within.covers(span) for span in spans) and all(one.end <= two.start for one, two in pairwise(spans))


@given(TEXT.filter(bool))
@example("a\r\n\r\nb")
@QUICK
def test_segments_lie_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    whole = Span(0, len(text))
    for spans in (lines(text), paragraphs(text), *(sentences(text, each) for each in paragraphs(text))):
        assert lie_in_order(spans, whole)
        assert all(trimmed(text, span) == span for span in spans)


@given(TEXT)
@QUICK
def test_segments_lose_nothing_but_white_space(text: str) -> None:
    rows = lines(text)
    parts = [each for paragraph in paragraphs(text) for each in sentences(text, paragraph)]
    for spans in (list(rows), list(paragraphs(text)), parts):
        rest = [char for at, char in enumerate(text) if not any(span.start <= at < span.end for span in spans)]
        assert all(char.isspace() for char in rest)


@given(TEXT)
@QUICK
def test_all_findings_and_pages_lie_in_the_text(text: str) -> None:
    record = record_of(text)
    whole = Span(0, len(record.text))
    for finding in detect(record, [MarkingDetector(VOCABULARY), ScriptDetector(), TermDetector((rule_of("castro"),))]):
        assert whole.covers(finding.span)
        assert finding.extent is None or finding.extent.covers(finding.span)
    assert lie_in_order(tuple(page.span for page in record.pages if page.span), whole)
    assert [line.span for page in record.pages for line in page.lines] == list(lines(record.text))


@given(TEXT)
@QUICK
def test_dates_and_notices_lie_in_the_text_in_order_and_are_real(text: str) -> None:
    whole = Span(0, len(text) + 1)
    assert lie_in_order(tuple(each.span for each in find_dates(text)), whole)
    assert all(in_century(each, 1962).year for each in find_dates(text))
    assert all(0 <= start < end <= len(text) for start, end, _ in find_notices(text))


@given(st.sampled_from(["U-2", "falcon", "[a-z]+", "a.c", r"\w+-\w+"]), TEXT)
@QUICK
def test_what_an_expression_finds_lies_in_the_text(pattern: str, text: str) -> None:
    rule = Rule("only", Match(MatchKind.REGEX, (pattern,)), Scope.SPAN, Action.REFER, (), "A ground.", "rules.yaml:1", owner="CIA")
    record = record_of(f"x {text}")
    findings = detect(record, [PatternDetector((rule,))])
    assert all(each.span.end <= len(record.text) for each in findings)
    assert len({each.span for each in findings}) == len(findings)


# --- bytes that nobody trusts ---

YAML_PIECES = st.sampled_from(
    [
        *("format: 1\n", "default: release\n", "rules:\n", "  - id: a\n", "    match: {terms: [x]}\n"),
        *("    action: redact\n", "    match: ", "    authority: [1.4(c)]\n", "    rationale: A ground.\n"),
        *("include: [a.yaml]\n", "release: ", "    regex: ", "{regex: '(a'}\n", "%YAML 1.2\n", "---\n", "...\n"),
        *("[", "]", "{", "}", "- ", ": ", "? ", "&a ", "*a", "!!str ", "!x ", "|\n", ">\n", "'", '"', "#", "~"),
        *("\t", "\n", "\u2028", "\x85", "\ufeff", "null", "é", "<<: "),
    ]
)
UNTRUSTED = st.one_of(st.binary(max_size=200), st.lists(YAML_PIECES, max_size=25).map(lambda parts: "".join(parts).encode()))


@given(UNTRUSTED, UNTRUSTED)
@MANY
def test_no_rule_file_brings_anything_but_a_rules_error(top: bytes, other: bytes) -> None:
    def read(path: PurePosixPath) -> bytes:
        if path.name not in {"rules.yaml", "a.yaml"}:
            raise FileNotFoundError(2, "No such file or directory")
        return top if path.name == "rules.yaml" else other

    faults: tuple[str, ...] = ()
    try:
        rules = load_rules(PurePosixPath("rules.yaml"), read)
    except RulesError as error:
        faults = error.faults
    assert bool(faults) or bool(rules.rules)
    for fault in faults:
        name, line, what = fault.split(":", 2)
        assert name in {"rules.yaml", "a.yaml"}
        assert int(line) >= 1
        assert "; expected " in what


@given(st.text(min_size=1, max_size=12).filter(str.isprintable))
@QUICK
def test_every_term_that_loads_can_be_sought(term: str) -> None:
    quoted = term.replace("'", "''")
    text = f"format: 1\ndefault: release\nrules:\n  - {{id: a, match: {{terms: ['{quoted}']}}, action: refer, rationale: A ground.}}\n"
    try:
        rules = load_rules(PurePosixPath("rules.yaml"), lambda _: text.encode())
    except RulesError:
        assert not fold_stream(term).text or not term.strip()
    else:
        record = record_of(f"A {term} b")
        assert detect(record, [TermDetector(rules.rules)])


@given(st.one_of(st.binary(max_size=400), TEXT.map(str.encode), st.text(max_size=80).map(lambda text: text.encode("utf-16"))))
@MANY
@example(b"\xff\xfe")
@example(b"\x00\x00\xfe\xff\x00\x11\x00\x00")
@example(bytes(range(128, 256)) * 4)
def test_no_bytes_bring_anything_but_a_record_or_an_input_error(untrusted: bytes) -> None:
    refusal = None
    try:
        record = ingest(untrusted, name="record.txt", readers=READERS)
    except InputError as error:
        refusal = str(error)
    if refusal is not None:
        assert refusal.startswith("record.txt: ")
        assert "\n" not in refusal
        return
    assert record.text.strip()
    assert record.source.size == len(untrusted)
    again = record.text.encode(record.source.encoding)
    assert untrusted.endswith(again)
    assert untrusted.removesuffix(again) in BOMS


# --- age ---

DAYS = st.dates(dt.date(1700, 1, 1), dt.date(2400, 12, 31))
CODES = st.sampled_from(
    ["1.4(a)", "1.4(c)", "25X1", "25X5", "50X1-HUM", "50X2-WMD", "50X3", "75X", "75X2", "RD", "(b)(6)", "(b)(3) 50 U.S.C. 3507"]
)
CHAINS = st.lists(CODES, max_size=5).map(tuple)
ORDER = list(Stage)


@given(st.none() | st.dates(), st.dates(), st.dates())
@QUICK
def test_the_stage_of_a_record_never_goes_back(origin: dt.date | None, one: dt.date, two: dt.date) -> None:
    earlier, later = sorted((one, two))
    assert ORDER.index(stage(origin, earlier)) <= ORDER.index(stage(origin, later))


@given(CHAINS, DAYS, DAYS, DAYS, st.none() | st.just("A guide of 2010"))
@QUICK
def test_a_lapsed_chain_stays_lapsed(chain: tuple[str, ...], origin: dt.date, one: dt.date, two: dt.date, guide: str | None) -> None:
    earlier, later = sorted((one, two))
    if stage(origin, earlier) is not Stage.ORIG and standing(chain, origin, earlier, guide=guide).is_lapsed:
        assert standing(chain, origin, later, guide=guide).is_lapsed


@given(CHAINS, DAYS, DAYS, DAYS)
@QUICK
def test_a_chain_with_a_code_at_the_first_stage_never_returns_once_it_lapsed(
    chain: tuple[str, ...], origin: dt.date, one: dt.date, two: dt.date
) -> None:
    earlier, later = sorted((one, two))
    whole = ("1.4(c)", *chain)
    if standing(whole, origin, earlier, guide=None).is_lapsed:
        assert standing(whole, origin, later, guide=None).is_lapsed


@given(CHAINS, DAYS, DAYS)
@QUICK
def test_a_guide_gives_only_what_would_else_be_referred(chain: tuple[str, ...], origin: dt.date, today: dt.date) -> None:
    without = standing(chain, origin, today, guide=None)
    given_one = standing(chain, origin, today, guide="A guide of 2010")
    assert without.is_lapsed == given_one.is_lapsed
    assert set(given_one.codes) == {*without.codes, *filter(None, [without.unguided])}


@given(st.text(max_size=20))
@QUICK
def test_every_text_is_a_code_or_has_a_fault_that_says_what_was_expected(text: str) -> None:
    fault = code_fault(text)
    assert fault is None or "; expected " in fault
