"""What the outputs must read as, computed from the record and the decisions alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.errors import LeakError
from pipeline.ingest import ingest, read_text
from pipeline.model import Action, Decision, Record, Span, Version
from pipeline.passages import AmountPolicy
from pipeline.statement import ReleasePolicy, make_statement
from pipeline.verify import Expected, expect
from pipeline.verify.expected import canonical, words_of
from pipeline.wording import BlankWords

POLICY = ReleasePolicy(dt.date(2026, 11, 24))
W, R, K, S = Action.REDACT, Action.REFER, Action.RELEASE, "struck"
Part = tuple[str, Action | str]


def made(*parts: Part, codes: Sequence[str] = ("1.4(c)",), owners: Sequence[str] = ("CIA",)) -> tuple[Record, tuple[Decision, ...]]:
    """Return a record of the parts' texts, and the decision of each part."""
    text = "".join(part for part, _ in parts)
    record = ingest(text.encode(), name="record.txt", readers={"text/plain": read_text})
    found, at = [], 0
    for part, what in parts:
        action = Action.RELEASE if isinstance(what, str) else what
        span = Span(at, at + len(part))
        own_codes = tuple(codes) if action is W else ()
        own_owners = tuple(owners) if action is R else ()
        found.append(Decision(span, action, own_codes, own_owners, (), "rule", is_struck=what == S))
        at += len(part)
    return record, tuple(found)


def expected_of(*parts: Part, policy: ReleasePolicy = POLICY) -> Expected:
    return expect(*made(*parts), Version.RELEASED, policy)


def shape(expected: Expected) -> list[str]:
    """Return the parts as text: blanks by their line, cancelled markings in braces."""
    return [
        part.line if isinstance(part, BlankWords) else f"{{{part}}}" if index in expected.struck else part
        for index, part in enumerate(expected.parts)
    ]


# --- canonical streams ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("two words", "twowords"),
        (" \t\n\r\f\x0b\x85\u00a0\u2003\u2028\u3000", ""),
        ("!~", "!~"),
        ('"#$%&()*+,-./09:;<=>?@AZ[\\]^_`az{|}', '"#$%&()*+,-./09:;<=>?@AZ[\\]^_`az{|}'),
        ("\x7f", "[U+007F]"),
        ("\x00", "[U+0000]"),
        ("é", "[U+00E9]"),
        ("e\u0301", "[U+00E9]"),
        ("中", "[U+4E2D]"),
        ("\U0001f600", "[U+1F600]"),
        ("ﬁve ﬂags", "fiveflags"),
        ("ﬀ", "[U+FB00]"),
        ("\u200b\u00ad\ufeff", "[U+200B][U+00AD][U+FEFF]"),
    ],
)
def test_a_canonical_stream_has_no_white_space_and_writes_out_what_is_no_printable_ascii(text: str, expected: str) -> None:
    assert canonical(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", set()),
        ("-- ... --", set()),
        ("The ship, the SHIP; U-2.", {"the", "ship", "u", "2"}),
        ("Straße", {"strasse"}),
        ("a_b's", {"a", "b", "s"}),
        ("Посол", {"посол"}),
    ],
)
def test_words_are_runs_of_letters_and_digits_without_case(text: str, words: set[str]) -> None:
    assert words_of(text) == words


# --- the parts and their order ---


def test_released_text_stands_as_it_is_and_neighbours_are_one_part() -> None:
    expected = expected_of(("All of ", K), ("this is ", K), ("released.", K))
    assert shape(expected) == ["All of this is released."]
    assert expected.withheld == frozenset()
    assert expected.codes == frozenset()
    assert expected.struck == frozenset()


BLANK, HOLD = "[withheld: (b)(1) 1.4(c); one word or less]", "[referred: CIA; one word or less]"
FEW = "[withheld: (b)(1) 1.4(c); part of a line]"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("A ", K), ("secret", W), (" word", K)], ["A ", BLANK, " word"]),
        ([("A ", K), ("hold", R), (" word", K)], ["A ", HOLD, " word"]),
        ([("one", W), ("two", W)], [BLANK]),
        ([("one", W), (" ", K), ("two", W)], [FEW]),
        ([("one", W), (" ", W), ("two", W)], [FEW]),
        ([("one", W), ("\n", K), ("two", W)], [FEW]),
        ([("one", W), ("\n\n", K), ("two", W)], [BLANK, BLANK]),
        ([("one", W), ("\r\n \t\r\n", K), ("two", W)], [BLANK, BLANK]),
        ([("one", W), ("\f", K), ("two", W)], [BLANK, BLANK]),
        ([("one", W), ("\n\n", W), ("two", W)], [FEW]),
        ([("one", W), (" and ", K), ("two", W)], [BLANK, " and ", BLANK]),
        ([("one", W), ("two", R)], [BLANK, HOLD]),
        ([("one", R), (" ", K), ("two", R)], ["[referred: CIA; part of a line]"]),
        ([("one", R), ("two", W), ("three", R)], [HOLD, BLANK, HOLD]),
        ([("TOP SECRET", S), ("\n\n", K), ("Text.", K)], ["{TOP SECRET}", "Text."]),
        ([("TOP ", S), ("SECRET", S), (" text", K)], ["{TOP SECRET}", " text"]),
        ([("TOP SECRET", S), (" ", K), ("NOFORN", S), (" x", K)], ["{TOP SECRET}", "{NOFORN}", " x"]),
        ([("SECRET", S), ("one", W)], ["{SECRET}", BLANK]),
        ([("text", K), (" ", K), ("text", K)], ["text text"]),
        ([("text", K), ("\n\n", K), ("text", K)], ["text\n\ntext"]),
        ([("(S)", S), ("text", K)], ["{(S)}", "text"]),
    ],
)
def test_neighbours_that_read_as_one_are_one_part(parts: list[Part], expected: list[str]) -> None:
    assert shape(expected_of(*parts)) == expected


def test_blanks_are_numbered_by_kind_in_reading_order() -> None:
    expected = expected_of(("one", W), (" a ", K), ("two", R), (" b ", K), ("three", W), (" c ", K), ("four", R))
    marks = [part.mark for part in expected.parts if isinstance(part, BlankWords)]
    assert marks == ["W0001", "R0001", "W0002", "R0002"]


@pytest.mark.parametrize(
    ("amount", "line"),
    [
        (AmountPolicy.NONE, "[withheld: (b)(1) 1.4(c)]"),
        (AmountPolicy.BUCKET, "[withheld: (b)(1) 1.4(c); 1-3 lines]"),
        (AmountPolicy.EXACT, "[withheld: (b)(1) 1.4(c); 2 lines, 11 words]"),
    ],
)
def test_the_amount_counts_the_words_of_the_whole_blank(amount: AmountPolicy, line: str) -> None:
    policy = replace(POLICY, amount=amount)
    expected = expected_of(("a ", K), ("one two three four five ", W), ("six seven eight nine ten eleven", W), (" z", K), policy=policy)
    assert shape(expected)[1] == line


def test_a_blank_names_every_code_and_owner_of_its_decisions_once() -> None:
    record, decisions = made(("one", W), ("two", W), ("three", W), (" and ", K), ("four", R), ("five", R))
    codes = [("1.4(c)",), ("1.4(a)", "1.4(c)"), ("1.4(a)",), (), (), ()]
    owners = [(), (), (), (), ("NSA",), ("CIA", "NSA")]
    settled = tuple(replace(each, codes=code, owners=owner) for each, code, owner in zip(decisions, codes, owners, strict=True))
    expected = expect(record, settled, Version.RELEASED, POLICY)
    assert shape(expected) == [
        "[withheld: (b)(1) 1.4(c), (b)(1) 1.4(a); one word or less]",
        " and ",
        "[referred: NSA, CIA; one word or less]",
    ]
    assert expected.codes == {"1.4(c)", "1.4(a)"}


def test_words_of_released_and_withheld_text_are_kept_apart() -> None:
    expected = expected_of(("The Ship ", K), ("met Zebra", W), (" and ", K), ("the Falcon", R), (" SECRET", S))
    assert expected.kept == {"the", "ship", "and", "secret"}
    assert expected.withheld == {"met", "zebra", "the", "falcon"}
    assert expected.secret() == {"met", "zebra", "falcon"}


def test_words_of_parts_that_touch_are_not_run_together() -> None:
    expected = expected_of(("Ship", K), ("zebra", W), ("falcon", R), ("Port", K))
    assert expected.kept == {"ship", "port"}
    assert expected.withheld == {"zebra", "falcon"}


def test_letters_are_those_of_released_text_and_of_what_a_release_adds() -> None:
    policy = replace(POLICY, case="Ä-7", approved_by="José")
    record, decisions = made(("Ørsted e\u0301 ", K), ("Жук", W), (" Ωmega", S), (" x ", K), ("q", R), owners=["Büro"])
    letters = expect(record, decisions, Version.RELEASED, policy).letters
    assert {"Ø", "\u0301", "é", "Ω", "Ä", "ü"} <= letters
    assert "Ж" not in letters
    assert "ß" not in letters
    assert "X" not in letters


def test_letters_of_a_code_may_stand_on_its_box_and_in_the_closing_table() -> None:
    record, decisions = made(("a ", K), ("b", W), codes=["(b)(3) 42 U.S.C. § 2162"])
    assert "§" in expect(record, decisions, Version.RELEASED, POLICY).letters


def test_the_statement_is_that_of_the_version() -> None:
    record, decisions = made(("Ships\n\n", K), ("one", W))
    for version in Version:
        expected = expect(record, iter(decisions), version, POLICY)
        assert expected.statement == make_statement(record, decisions, version, POLICY)
        assert expected.statement.withheld == 1


def test_text_of_the_record_is_in_no_repr() -> None:
    shown = repr(expected_of(("Title\n\nThe kept ", K), ("zebrafish", W), (" Øre.", K)))
    assert "zebrafish" not in shown
    assert "kept" not in shown.replace("kept=", "")
    assert "Ø" not in shown


# --- the partition ---


@pytest.mark.parametrize(
    ("spans", "place"),
    [
        ([], "offset 0"),
        ([(1, 10)], "offset 0"),
        ([(0, 9)], "offset 9"),
        ([(0, 4), (5, 10)], "offset 4"),
        ([(0, 5), (4, 10)], "offset 5"),
        ([(5, 10), (0, 5)], "offset 0"),
        ([(0, 10), (0, 10)], "offset 10"),
        ([(0, 11)], "offset 11"),
        ([(0, 5), (5, 10), (10, 12)], "offset 12"),
    ],
)
def test_decisions_that_do_not_cover_the_record_once_are_a_leak(spans: list[tuple[int, int]], place: str) -> None:
    record, _ = made(("0123456789", K))
    decisions = [Decision(Span(*span), Action.RELEASE, (), (), (), "rule") for span in spans]
    with pytest.raises(LeakError) as caught:
        expect(record, decisions, Version.RELEASED, POLICY)
    assert str(caught.value) == f"leak check 'decisions', {place}: the decisions do not cover the record exactly once; nothing was written"
    assert (caught.value.probe, caught.value.place) == ("decisions", place)


# --- the statement ---


@pytest.mark.parametrize(
    ("field", "words", "is_leak"),
    [
        ("title", "Memorandum on ships", False),
        ("title", "Memorandum  on\nships", False),
        ("title", None, False),
        ("title", "", False),
        ("title", "Memorandum on zebrafish", True),
        ("title", "zebrafish", True),
        ("title", "ships. It", True),
        ("title", "before after", True),
        ("banner", "SECRET", False),
        ("banner", None, False),
        ("banner", "TOP SECRET", True),
        ("banner", "zebrafish", True),
    ],
)
def test_title_and_banner_must_stand_together_in_released_text(
    monkeypatch: pytest.MonkeyPatch, field: str, words: str | None, is_leak: bool
) -> None:
    record, decisions = made(("SECRET", S), ("\n\nMemorandum on ships\n\nIt was before ", K), ("zebrafish", W), (" after.", K))
    real = make_statement(record, decisions, Version.RELEASED, POLICY)
    said = replace(real, title=words) if field == "title" else replace(real, banner=words)
    monkeypatch.setattr("pipeline.verify.expected.make_statement", lambda *_: said)
    if not is_leak:
        assert expect(record, decisions, Version.RELEASED, POLICY).statement == said
        return
    with pytest.raises(LeakError) as caught:
        expect(record, decisions, Version.RELEASED, POLICY)
    assert str(caught.value) == (
        f"leak check 'statement', {field}: it holds words that do not stand together in released text; nothing was written"
    )
