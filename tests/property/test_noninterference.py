"""Two sources that differ only inside withheld passages give the same release, byte for byte.

Public logs differ in nothing but commitments and the chain digests over them.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audit import public_log
from pipeline.ingest import ingest, read_text
from pipeline.model import Action, Claim, Decision, Draft, Record, Release, RuleSet, Span, Version
from pipeline.passages import AmountPolicy
from pipeline.render import render
from pipeline.statement import ReleasePolicy
from pipeline.verify import PROBES, expect

POLICY = ReleasePolicy(dt.date(2026, 11, 24), is_permanent=True)
RULES = RuleSet((), Action.RELEASE, (), "0" * 64)
OPEN, CLOSE = "⟦", "⟧"

# Each place holds one hole; what fills it is withheld.
PLACES = {
    "line start": "A heading\n\nNovember 7, 1962\n\nThe first line ends here,\n⟦⟧ begins the second line and\nthe third line closes it.\n",
    "line middle": "A heading\n\nNovember 7, 1962\n\nThe first line ends here,\nand here ⟦⟧ stands in the\nmiddle of the second line.\n",
    "line end": "A heading\n\nNovember 7, 1962\n\nThe first line ends with ⟦⟧\nand the second line goes\non as it did before.\n",
    "heading": "Record of ⟦⟧\n\nNovember 7, 1962\n\nThe paragraph stands below.\n",
    "whole heading": "⟦⟧\n\nNovember 7, 1962\n\nThe paragraph stands below.\n",
    "table": "Ship        Port        Day\nAlpha       ⟦⟧       3\nBravo       Havana      4\n\nNovember 7, 1962\n",
    "label": "TO:   ⟦⟧\nFROM: The Secretary\nSUBJECT: Ships\n\nNovember 7, 1962\n\nText.\n",
    "across paragraphs": "November 7, 1962\n\nOne starts ⟦⟧ and one ends.\n\nA last paragraph.\n",
    "across pages": "November 7, 1962\n\nPage one ⟦⟧ page two.\n\nA last paragraph.\n",
    "whole page": "November 7, 1962\n\nPage one.\f⟦⟧\fPage three.\n",
    "side by side": "November 7, 1962\n\nHere ⟦⟧ ⟦⟧ stand two, and ⟦⟧⟦⟧ two more.\n",
    "before a stop": "November 7, 1962\n\nIt was ⟦⟧. It was (⟦⟧), too.\n",
    "with a banner": "TOP SECRET\n\nNovember 7, 1962\n\nIt was ⟦⟧.\n\nTOP SECRET\n",
    "whole record": "⟦⟧",
    "last words": "November 7, 1962\n\nIt ended with ⟦⟧",
}
# Twenty sources of 1 to 400 characters, Latin and Cyrillic, with what a typist, a forger or a parser may put there.
FILLS = (
    "x",
    "I.",
    "Ж",
    "Castro",
    "ДОКУМЕНТ",
    "five U-2 flights",
    "a" * 72,
    "THE WHOLE LINE IS IN CAPITALS AND GOES ON",
    "one\ntwo",
    "one two three\n\nfour five six",
    "SECRET\n\n(S) not a banner",
    "Посол сообщил\nо переговорах\n\nи об ответе.",
    "tabs\there\tand there",
    "[withheld: (b)(1) 1.4(c); 1-3 lines]",
    "hyphen-\nated word at a line's end-",
    "zero\u200bwidth and no\u00adbreak",
    "Zürich, Besançon, Łódź",
    "the quick brown fox jumps over the lazy dog " * 9,
    "слово за слово, строка за строкой, страница за страницей; " * 6,
    "w" * 400,
)
BREAKING = ("page one\fpage two", "\n\f\n;\n\f")


def filled(place: str, fills: tuple[str, ...]) -> tuple[Record, tuple[Decision, ...]]:
    """Return the record with its holes filled, and the decisions that withhold exactly the fills."""
    text, claims = "", []
    for index, part in enumerate(PLACES[place].split(OPEN + CLOSE)):
        if index:
            fill = fills[(index - 1) % len(fills)]
            claims.append(Span(len(text), len(text) + len(fill)))
            text += fill
        text += part
    bare = ingest(PLACES[place].replace(OPEN + CLOSE, "x").encode(), name="a.txt", readers={"text/plain": read_text})
    source = replace(bare.source, sha256=f"{hash(text) & 0xFFFF:064x}")
    date = replace(bare.date, span=Span(at, at + 16) if (at := text.find("November 7, 1962")) >= 0 else None) if bare.date else None
    record = replace(bare, text=text, source=source, date=date)
    return record, decisions_for(record, claims)


def decisions_for(record: Record, spans: list[Span]) -> tuple[Decision, ...]:
    """Withhold the spans, strike whole-line banners outside them, release all else."""
    decisions: list[Decision] = []
    at = 0
    for span in [*spans, None]:
        end = span.start if span else len(record.text)
        for part, is_struck in kept_parts(record.text, at, end):
            decisions.append(Decision(part, Action.RELEASE, (), (), (), "default", is_struck=is_struck))
        if span:
            claim = Claim(span, Action.REDACT, "rule", ("1.4(c)",), ("1.4(c)", "25X1"))
            decisions.append(Decision(span, Action.REDACT, ("1.4(c)",), (), (claim,), "rule"))
            at = span.end
    return tuple(decisions)


def kept_parts(text: str, start: int, end: int) -> list[tuple[Span, bool]]:
    """Cut released text at its banners."""
    parts: list[tuple[Span, bool]] = []
    while start < end:
        found = text.find("TOP SECRET", start, end)
        if found < 0:
            return [*parts, (Span(start, end), False)]
        if found > start:
            parts.append((Span(start, found), False))
        parts.append((Span(found, found + 10), True))
        start = found + 10
    return parts


def rendered(place: str, fills: tuple[str, ...], amount: AmountPolicy, version: Version = Version.REDACTED) -> Draft:
    record, decisions = filled(place, fills)
    return render(record, decisions, replace(POLICY, amount=amount), version=version)


def log_without_commitments(place: str, fills: tuple[str, ...], amount: AmountPolicy) -> list[object]:
    """Return the public log with commitments and chain digests taken out."""
    record, decisions = filled(place, fills)
    policy = replace(POLICY, amount=amount)
    release = Release(render(record, decisions, policy, version=Version.REDACTED), ("all",))
    log = public_log(release, record, decisions, RULES, policy=policy, case_key=b"k" * 32, tools={})
    events = [json.loads(line) for line in log.to_bytes().splitlines()]
    for event in events:
        del event["hash"], event["prev"]
        if "commitment" in event["data"]:
            event["data"]["commitment"]["value"] = ""
    return events


@pytest.mark.parametrize("place", PLACES)
def test_twenty_sources_give_one_release_when_no_amount_is_shown(place: str) -> None:
    first = rendered(place, (FILLS[0],), AmountPolicy.NONE)
    for fill in (*FILLS[1:], *BREAKING):
        other = rendered(place, (fill,), AmountPolicy.NONE)
        assert other.text == first.text
        assert other.pdf == first.pdf
        assert other.pages_of == first.pages_of


@pytest.mark.parametrize("place", PLACES)
def test_twenty_sources_give_one_public_log_but_for_commitments(place: str) -> None:
    first = log_without_commitments(place, (FILLS[0],), AmountPolicy.NONE)
    assert all(log_without_commitments(place, (fill,), AmountPolicy.NONE) == first for fill in (*FILLS[1:], *BREAKING))


BUCKETS = (
    ("x", "Castro", "a" * 72, "w" * 400, "Ж"),
    ("one two", "five U-2 flights", "one\n\ntwo three", "Посол сообщил о переговорах и об ответе", "a b c d e f g h i"),
    ("a " * 10, "word " * 30, "слово\n" * 22, "the quick brown fox " * 5),
    ("a " * 31, "word " * 100, "слово\n\n" * 50),
    ("a " * 101, "word " * 300),
    ("a " * 301, "word " * 590),
)


@pytest.mark.parametrize("bucket", BUCKETS)
@pytest.mark.parametrize("place", ["line start", "line middle", "line end", "heading", "table", "across paragraphs", "across pages"])
def test_sources_within_one_bucket_give_one_release(place: str, bucket: tuple[str, ...]) -> None:
    texts = {rendered(place, (fill.strip(),), AmountPolicy.BUCKET).text for fill in bucket}
    pdfs = {rendered(place, (fill.strip(),), AmountPolicy.BUCKET).pdf for fill in bucket}
    assert len(texts) == len(pdfs) == 1


letters = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters=OPEN + CLOSE), min_size=1, max_size=400
).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PLACES)), letters, letters, st.sampled_from(Version))
def test_any_two_sources_give_one_release(place: str, one: str, other: str, version: Version) -> None:
    first = rendered(place, (one,), AmountPolicy.NONE, version)
    second = rendered(place, (other,), AmountPolicy.NONE, version)
    assert (first.pdf, first.text, first.pages_of) == (second.pdf, second.text, second.pages_of)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(PLACES)), letters, st.sampled_from(AmountPolicy))
def test_whatever_is_withheld_every_probe_reads_back_what_was_released(place: str, fill: str, amount: AmountPolicy) -> None:
    record, decisions = filled(place, (fill,))
    policy = replace(POLICY, amount=amount)
    draft = render(record, decisions, policy, version=Version.REDACTED)
    expected = expect(record, decisions, Version.REDACTED, policy)
    read = [name for name, probe in PROBES.items() if not probe(draft, expected)]  # a probe raises or returns nothing
    assert read == list(PROBES)
