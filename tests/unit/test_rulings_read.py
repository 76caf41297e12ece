"""Rulings files: what they become, every fault with its line and what was expected, and not a word of them on the way."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time

import pytest

from pipeline.errors import RulesError
from pipeline.model import Action, Ruling, Span, Version
from pipeline.rules import read_rulings
from pipeline.rules.rulings import MAX_RULINGS_BYTES

SOURCE, DIGEST = "a" * 64, hashlib.sha256(b"Two planes").hexdigest()
HEAD = f'format: 1\nsource: {SOURCE}\nby: "Q. Roe, Records"\nat: 2026-11-24\nrulings:\n'
NAME = "rulings.yaml"


def entry(**changes: str | None) -> str:
    """Return one entry, a key a line, in which some keys are changed or left out."""
    keys: dict[str, str | None] = {
        "start": "3",
        "end": "13",
        "digest": DIGEST,
        "action": "redact",
        "codes": "['1.4(c)', '(b)(6)']",
        "reason": "A source is alive.",
    }
    rows = [f"{key}: {value}" for key, value in {**keys, **changes}.items() if value is not None]
    return "  - " + "\n    ".join(rows) + "\n"


def faults_of(text: str | bytes) -> list[str]:
    """Return the faults with which a file is refused, without its name."""
    with pytest.raises(RulesError) as caught:
        read_rulings(NAME, text if isinstance(text, bytes) else text.encode())
    assert caught.value.exit_code == 4
    assert caught.value.places == ()  # ``rules test`` could not show these lines
    assert all(fault.startswith(f"{NAME}:") for fault in caught.value.faults)
    return [fault.removeprefix(f"{NAME}:") for fault in caught.value.faults]


def one(text: str) -> Ruling:
    rulings = read_rulings(NAME, text.encode())
    assert len(rulings.rulings) == 1
    return rulings.rulings[0]


# --- what a file becomes ---


def test_a_redaction_is_read_with_all_that_stands_at_the_head() -> None:
    assert one(HEAD + entry()) == Ruling(
        SOURCE,
        Span(3, 13),
        DIGEST,
        (Version.REDACTED, Version.RELEASED),
        Action.REDACT,
        "A source is alive.",
        "Q. Roe, Records",
        dt.date(2026, 11, 24),
        "rulings.yaml:6",
        codes=("1.4(c)", "(b)(6)"),
    )


def test_what_an_entry_says_of_itself_goes_before_the_head() -> None:
    own = entry(source="B" * 64, by="A. Poe, State", at="2026-01-02", second="N. Doe, CIA", versions="[released]", guide="A guide of 1990")
    read = one(HEAD + own)
    assert (read.source, read.by, read.at) == ("b" * 64, "A. Poe, State", dt.date(2026, 1, 2))
    assert (read.second, read.versions, read.guide) == ("N. Doe, CIA", (Version.RELEASED,), "A guide of 1990")


def test_a_referral_and_a_release_are_read() -> None:
    refer = entry(action="refer", codes=None, owner="DOE")
    release = entry(action="release", codes=None, start="20", end="30", settled="{DOE: its letter of 3 May, State: by telephone}")
    first, second = read_rulings(NAME, (HEAD + refer + release).encode()).rulings
    assert (first.action, first.owner, first.codes) == (Action.REFER, "DOE", ())
    assert second.action is Action.RELEASE
    assert second.settled == (("DOE", "its letter of 3 May"), ("State", "by telephone"))


def test_an_entry_without_an_action_is_undecided_and_owes_nothing() -> None:
    blank = "  - {page: 1, text: Two planes}\n  - {}\n" + entry(action="null", reason=None, codes="~")
    read = read_rulings(NAME, ("format: 1\nrulings:\n" + blank).encode())
    assert (read.rulings, read.undecided) == ((), 3)
    assert read_rulings(NAME, (HEAD + entry() + blank).encode()).undecided == 3


@pytest.mark.parametrize("text", ["format: 1\nrulings: []\n", '{"format": 1, "rulings": []}'])
def test_a_file_without_entries_is_no_fault(text: str) -> None:
    assert read_rulings(NAME, text.encode()).rulings == ()


def test_a_key_without_a_value_is_as_good_as_absent() -> None:
    read = one(HEAD + entry(owner="", guide="null", second="~", settled="", versions="", source=""))
    assert (read.owner, read.guide, read.second, read.settled, read.source) == (None, None, None, (), SOURCE)
    assert read.versions == tuple(Version)


def test_text_binds_as_its_digest_does() -> None:
    assert one(HEAD + entry(digest=None, text="Two planes")).digest == DIGEST
    assert one(HEAD + entry(text="Two planes")).digest == DIGEST


@pytest.mark.parametrize("indent", [None, 1, "\t"])
def test_json_is_read_by_the_same_reader_in_any_form_that_programs_write(indent: int | str | None) -> None:
    text = 'Rocket \U0001f680 \\ud83d "x"\n\ttab / \u0001'
    given = {"start": 0, "end": 9, "text": text, "action": "redact", "codes": ["RD"], "reason": "\u00e9\U0001f680", "settled": {}}
    head = {"format": 1, "source": SOURCE, "by": "Q. Roe, R", "at": "2026-11-24", "second": None, "rulings": [given]}
    for is_ascii in (True, False):
        read = one(json.dumps(head, indent=indent, ensure_ascii=is_ascii))
        assert (read.reason, read.second) == ("\u00e9\U0001f680", None)
        assert read.digest == hashlib.sha256(text.encode()).hexdigest()


# --- faults ---

KEYS = "source, by, at, second, start, end, digest, versions, action, codes, owner, guide, reason, settled, proposed, text, page, passage"
CASES = {
    "a key misspelled": (
        entry(reson="x", reason=None),
        ["11:5: unknown key in the ruling (did you mean 'reason'?)"],
    ),
    "a key that nobody knows": (entry(zebra="x"), [f"12:5: unknown key in the ruling; expected one of {KEYS}"]),
    "a key twice": (entry() + "    end: 14\n", ["12:5: duplicate key 'end' in the ruling, first on line 7; expected it once"]),
    "a wrong digest": (entry(digest="12ab"), ["8:13: 'digest' of the ruling is no SHA-256 digest; expected 64 signs of 0-9 and a-f"]),
    "a wrong source": (entry(source="memo.txt"), ["12:13: 'source' of the ruling is no SHA-256 digest; expected 64 signs of"]),
    "a day that is none": (entry(at="24 November"), ["12:9: 'at' of the ruling is no date; expected it as 2026-11-24"]),
    "an offset below nothing": (entry(start="-3"), ["6:12: 'start' of the ruling is no offset; expected a whole number of characters"]),
    "an offset that is no number": (entry(end="1e3"), ["7:10: 'end' of the ruling is no offset"]),
    "an offset in other digits": (entry(end="١٢"), ["7:10: 'end' of the ruling is no offset"]),
    "an offset beyond all bounds": (entry(end="9" * 10), ["7:10: 'end' of the ruling is no offset"]),
    "an empty passage": (entry(end="3"), ["7:10: the passage ends where it begins, or before; expected 'end' behind 'start'"]),
    "a version that is none": (
        entry(versions="[redacted, relased]"),
        ["12:26: there is no such version (did you mean 'released'?); expected one of redacted, released"],
    ),
    "a version that is no list": (entry(versions="released"), ["12:15: 'versions' of the ruling is text; expected a list"]),
    "no version at all": (entry(versions="[]"), ["12:15: 'versions' of the ruling is an empty list; expected at least one member"]),
    "an action that is none": (
        entry(action="relese"),
        ["9:13: 'action' of the ruling is not known (did you mean 'release'?); expected one of redact, refer, release, or nothing"],
    ),
    "a code that is none": (entry(codes="[1.4c]"), ["10:13: unknown code (did you mean '1.4(c)'?); expected such as 1.4(c)"]),
    "a code without its statute": (entry(codes="['(b)(3)']"), ["10:13: (b)(3) without its statute; expected such as"]),
    "codes that are no list": (entry(codes="RD"), ["10:12: 'codes' of the ruling is text; expected a list"]),
    "a redaction without codes": (entry(codes=None), ["9:13: a redaction without its reason in law; expected such as codes: "]),
    "a release with codes": (entry(action="release"), ["10:12: only a redaction has codes; expected none, or action: redact"]),
    "a referral to nobody": (entry(action="refer", codes=None), ["9:13: a referral to nobody; expected an owner, such as owner: DOE"]),
    "a redaction with an owner": (entry(owner="DOE"), ["12:12: only a referral has an owner; expected none, or action: refer"]),
    "an owner who breaks a blank": (
        entry(action="refer", codes=None, owner='"DOE]; x"'),
        ["11:12: an owner's name holds brackets or a semicolon, or is long; expected a plain name"],
    ),
    "no reason": (entry(reason=None), ["9:13: the ruling has no 'reason'; expected why it was decided so"]),
    "an empty reason": (entry(reason='" "'), ["11:13: 'reason' of the ruling is empty; expected text"]),
    "no digest": (entry(digest=None), ["8:13: the ruling has no 'digest'; expected the SHA-256 of the passage, or its text"]),
    "no span": (
        entry(start=None, end=None),
        ["7:13: the ruling has no 'end'; expected where the passage ends", "7:13: the ruling has no 'start'; expected where"],
    ),
    "a text that was changed": (entry(text="Two plans"), ["12:11: 'text' is not the passage of which 'digest' is; expected both as"]),
    "a text that is none": (entry(text="[Two planes]"), ["12:11: 'text' of the ruling is no text; expected the passage"]),
    "an owner settled without a decision": (entry(settled="{DOE: }"), ["12:20: 'settled' of the ruling is empty; expected text"]),
    "an owner settled twice": (entry(settled="{DOE: a, DOE: b}"), ["12:23: this owner stands twice in 'settled'; expected it once"]),
    "settled as text": (entry(settled="yes"), ["12:14: 'settled' of the ruling is no mapping; expected each owner with its own"]),
    "a name on two lines": (
        entry(by='"Q. Roe,\\nRecords"'),
        ["12:9: 'by' of the ruling holds a line break or a sign that shows nothing; expected one line"],
    ),
    "a second who is the first": (
        entry(second="q. roe, records"),
        ["12:13: who concurred is who decided; expected another person, or no 'second'"],
    ),
    "an entry that is text": ("  - release all\n", [f"6:5: the ruling is no mapping; expected the keys {KEYS}"]),
    "a merge": (entry(**{"<<": "{}"}), ["12:5: unknown key in the ruling (mappings are not merged; write the keys out)"]),
    "an alias": (entry(reason="*zebra"), ["11:13: a word behind '*' or '&' that cannot be followed; expected the value in quotes"]),
    "a tag": (entry(reason="!!python/name:os.system x"), ["11:13: a tag (a word that begins with '!'); expected the value without it"]),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_at_its_place_with_what_was_expected(case: str) -> None:
    text, expected = CASES[case]
    told = faults_of(HEAD + text)
    assert len(told) == len(expected)
    assert [fault[: len(start)] for fault, start in zip(told, expected, strict=True)] == expected
    assert all(";" in fault and "expected" in fault for fault in told)
    assert not any("zebra" in fault for fault in told)


TOPS = {
    "": "1:1: the file is empty; expected at least 'format: 1' and 'rulings:'",
    "# nothing\n": "1:1: the file is empty; expected at least",
    "rulings: []\n": "1:1: the file has no 'format'; expected it",
    "format:\nrulings: []\n": "1:1: the file has no 'format'; expected it",
    "format: 2\nrulings: []\n": "1:9: 'format' of the file is not known; expected 1",
    "format: 1\nrulings:\n": "1:1: the file has no 'rulings'; expected it",
    "format: 1\nrulings: x\n": "2:10: 'rulings' of the file is text; expected a list",
    "- a\n": "1:1: the file is no mapping; expected the keys format, source, by, at, second, rulings",
    "format: 1\nrulings: [\n": "2:11: not valid YAML (did not find expected node content); expected a value here",
    "format: 1\nrulings: []\n---\nformat: 1\n": "3:1: a second document begins here; expected one document a file",
    "format: 1\nrulings: []\nat: tomorrow\n": "3:5: 'at' of the file is no date; expected it as 2026-11-24",
}


@pytest.mark.parametrize("text", TOPS)
def test_a_file_is_refused_for_what_is_wrong_with_its_head(text: str) -> None:
    told = faults_of(text)
    assert [fault[: len(TOPS[text])] for fault in told] == [TOPS[text]]


@pytest.mark.parametrize("data", [HEAD.encode("utf-16"), HEAD.encode() + b"\0", b"\xfe\xff"])
def test_a_file_that_is_no_plain_text_is_refused_as_rule_files_are(data: bytes) -> None:
    assert faults_of(data) == ["1:1: this is no plain text; expected a text file saved as UTF-8"]


def test_a_file_over_the_limit_has_its_own_sentence() -> None:
    told = faults_of(b" " * (MAX_RULINGS_BYTES + 1))
    assert told == ["1:1: the file is over 67,108,864 bytes; expected rulings in a smaller file"]


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    told = faults_of(HEAD + entry(start="x", reason=None) + entry(codes="[zz]", start="50", end="60") + entry(digest="y"))
    assert [fault.split(":")[0] for fault in told] == ["6", "9", "15", "19"]


def test_bytes_that_are_no_utf_8_are_told_with_their_line() -> None:
    assert faults_of((HEAD + entry()).encode().replace(b"alive", b"al\xfcve"))[0].startswith("11:27: byte 0xfc is not UTF-8")


# --- overlaps ---


def test_two_rulings_over_one_another_are_a_fault_at_the_second_with_the_line_of_the_first() -> None:
    told = faults_of(HEAD + entry() + entry(start="12", end="20"))
    assert told == ["12:5: this ruling overlaps the one on line 6 in the same version; expected one ruling on a passage"]
    told = faults_of(HEAD + entry(start="12", end="20") + entry())
    assert told == ["12:5: this ruling overlaps the one on line 6 in the same version; expected one ruling on a passage"]


def test_a_ruling_under_a_wide_one_is_found_though_another_stands_between() -> None:
    told = faults_of(HEAD + entry(start="0", end="90") + entry(start="1", end="2") + entry(start="80", end="85"))
    assert [fault.split(";")[0] for fault in told] == [
        "12:5: this ruling overlaps the one on line 6 in the same version",
        "18:5: this ruling overlaps the one on line 6 in the same version",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"end": "12"}, {"start": "12"}),
        ({"versions": "[redacted]"}, {"versions": "[released]"}),
        ({}, {"source": "b" * 64}),
        ({}, {"action": None}),
    ],
)
def test_rulings_beside_each_other_in_other_versions_on_other_files_or_undecided_do_not_overlap(
    first: dict[str, str | None], second: dict[str, str | None]
) -> None:
    assert read_rulings(NAME, (HEAD + entry(**first) + entry(**second)).encode()).rulings


# --- nothing of it is quoted, and it is fast ---

SECRET = "Quorvexilandrumtosk"


@pytest.mark.parametrize(
    "text",
    [
        *(entry(**{key: SECRET}) for key in ("start", "end", "digest", "versions", "action", "codes", "settled", "at", "source", SECRET)),
        *(entry(**{key: f"[{SECRET}]"}) for key in ("codes", "versions", "reason", "owner", "by", "text")),
        *(entry(reason=f"{sign}{SECRET}") for sign in ("*", "&x *", "!", "@", "%", "[", "{", '"', "'", "a: ")),
        entry(reason=f"&{SECRET} a", guide=f"&{SECRET} b"),
        entry(codes=f"['(b)(3) [{SECRET}']"),
        entry(settled=f"{{{SECRET}: a, {SECRET}: b}}"),
        entry(text=f"|-\n      Two\n   {SECRET}: of it"),
        f"{SECRET}\n",
        f"{SECRET}: x\n",
    ],
)
def test_no_fault_quotes_what_stands_in_the_file(text: str) -> None:
    with pytest.raises(RulesError) as caught:
        read_rulings(NAME, (HEAD + text).encode())
    assert SECRET not in str(caught.value) + repr(caught.value)


def test_no_value_shows_names_or_free_text() -> None:
    shown = repr(one(HEAD + entry(second="A. Poe, State", settled="{DOE: its letter}")))
    assert not any(word in shown for word in ("Roe", "Poe", "alive", "letter"))


def test_a_file_of_thousands_of_rulings_is_read_in_seconds() -> None:
    many = "".join(entry(start=str(at * 10), end=str(at * 10 + 9)) for at in range(3000))
    begun = time.perf_counter()
    assert len(read_rulings(NAME, (HEAD + many).encode()).rulings) == 3000
    assert time.perf_counter() - begun < 10
