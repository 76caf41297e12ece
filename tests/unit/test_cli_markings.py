"""`declass inspect` and `declass marking`: what they print, where, in which keys, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pdfs import page_of, pdf

from pipeline.cli import main

Capture = pytest.CaptureFixture[str]
TEXT = "SECRET\n\nMemorandum\n\nNovember 7, 1962\n\n(TS//NF) One.\n\n(U) Two.\n\nSECRET\n"
LISTS = ["sci", "sap", "aea", "fgi", "non_us", "dissem", "rel_to", "display_only", "non_ic", "legacy"]
MARKING_KEYS = ["kind", "text", "level", *LISTS, "start", "end", "page", "confidence"]
PROBLEM_KEYS = ["code", "message", "start", "end"]
RULES = "format: 1\ndefault: release\nmarkings: [own.yaml]\nrules:\n  - {id: a, match: {terms: [x]}, action: release, rationale: X.}\n"
OWN = "format: 1\ncategory: code-word\ntokens:\n  - {name: ZEBRAWOOD, meaning: A code word of our own.}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a record, at a terminal of a known width."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path("memo.txt").write_text(TEXT)
    Path("own.yaml").write_text(OWN)
    Path("rules.yaml").write_text(RULES)
    return tmp_path


def declass(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as error:
        return int(str(error.code))


def inspected(capsys: Capture, text: str) -> dict[str, Any]:
    """Return what ``inspect --json`` prints of a text."""
    Path("a.txt").write_text(text)
    assert declass("inspect", "a.txt", "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def parsed(capsys: Capture, *strings: str) -> list[dict[str, Any]]:
    """Return what ``marking --json`` prints of strings, a line each."""
    assert declass("marking", *strings, "--json") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


# --- inspect ---


def test_inspect_shows_what_governs_what_there_is_and_what_is_wrong(capsys: Capture) -> None:
    assert declass("inspect", "memo.txt") == 0
    out = capsys.readouterr().out
    assert out.startswith(
        """memo.txt: 1 page, 1962-11-07 (heading)
overall: SECRET, by its banner
the portions require: TOP SECRET//NOFORN

page line kind            level              marking
   1    1 banner          SECRET             SECRET
   1    7 portion         TOP SECRET         (TS//NF)
   1    9 portion         UNCLASSIFIED       (U)
   1   11 banner          SECRET             SECRET

2 problems:
"""
    )
    assert "  line 1: banner-below-portions: the banner SECRET is lower than a portion marked TOP SECRET (CAPCO 2016 D.2)\n" in out


def test_inspect_json_is_one_object_with_the_promised_keys(capsys: Capture) -> None:
    found = inspected(capsys, TEXT)
    assert list(found) == ["record", "overall", "markings", "problems"]
    assert list(found["record"]) == ["id", "name", "sha256", "pages", "date", "date_certain"]
    assert list(found["overall"]) == ["level", "legacy", "dissem", "text", "basis", "rollup"]
    assert all(list(each) == MARKING_KEYS for each in found["markings"])
    assert all(list(each) == PROBLEM_KEYS for each in found["problems"])


def test_inspect_json_says_what_the_record_is_and_where_each_marking_stands(capsys: Capture) -> None:
    found = inspected(capsys, TEXT)
    assert {**found["record"], "sha256": ""} == {
        "id": "a",
        "name": "a.txt",
        "sha256": "",
        "pages": 1,
        "date": "1962-11-07",
        "date_certain": True,
    }
    assert found["overall"] == {
        "level": "SECRET",
        "legacy": [],
        "dissem": [],
        "text": "SECRET",
        "basis": "banner",
        "rollup": "TOP SECRET//NOFORN",
    }
    assert [(each["kind"], each["level"], TEXT[each["start"] : each["end"]], each["page"]) for each in found["markings"]] == [
        *(("banner", "SECRET", "SECRET", 1), ("portion", "TOP SECRET", "(TS//NF)", 1)),
        *(("portion", "UNCLASSIFIED", "(U)", 1), ("banner", "SECRET", "SECRET", 1)),
    ]
    assert found["markings"][1]["dissem"] == ["NOFORN"]
    assert [each["code"] for each in found["problems"]] == ["banner-below-portions", "rollup-mismatch"]


@pytest.mark.parametrize(
    ("text", "level", "basis", "codes"),
    [
        ("SECRET\n\nText.", "SECRET", "banner", []),
        ("SECRET\n\nText.\n\nTOP SECRET\n", "TOP SECRET", "banner", []),
        ("(C) Text.\n\n(U) More.", "CONFIDENTIAL", "portions", []),
        ("Text.\n\nClassified by 012345\n", None, "block", []),
        ("Text.", None, "none", ["no-marking"]),
        ("UNCLASSIFIED\n\nText.", "UNCLASSIFIED", "banner", []),
        ("SECRET CONFIDENTIAL UNCLASSIFIED\n\nText.", None, "none", ["no-marking"]),
        ("SECRET\n\nText.\n\nDeclassify on: OADR\n", "SECRET", "banner", ["obsolete-instruction"]),
        ("SECRET\n\nText.\n\nDeclassify on: 19870101\n", "SECRET", "banner", ["stale-declassification-date"]),
    ],
)
def test_inspect_says_by_what_a_record_is_governed(capsys: Capture, text: str, level: str | None, basis: str, codes: list[str]) -> None:
    found = inspected(capsys, text)
    assert (found["overall"]["level"], found["overall"]["basis"]) == (level, basis)
    assert [each["code"] for each in found["problems"]] == codes


def test_inspect_says_the_same_of_an_obsolete_word_once(capsys: Capture) -> None:
    found = inspected(capsys, "SECRET/NO FOREIGN DISSEM\n\nText.\fSECRET/NO FOREIGN DISSEM\n\nMore.\n")
    assert [each["code"] for each in found["problems"]] == ["obsolete-marking"]
    assert found["overall"]["legacy"] == ["NO FOREIGN DISSEM"]
    assert found["record"]["pages"] == 2


def test_inspect_says_that_a_reading_is_not_sure(capsys: Capture) -> None:
    Path("a.txt").write_text("SEGRET\n\nThe text.\n")
    assert declass("inspect", "a.txt") == 0
    assert "SEGRET  [0.80: damaged, read as SECRET]" in capsys.readouterr().out


def test_inspect_shows_a_long_marking_in_one_line_of_the_terminal(capsys: Capture) -> None:
    Path("a.txt").write_text(f"TOP SECRET//{'/'.join(f'{each:03}' for each in range(30))}//NOFORN\n\nText.\n")
    assert declass("inspect", "a.txt") == 0
    assert all(len(line) <= 100 for line in capsys.readouterr().out.splitlines() if "banner " in line)


def test_inspect_reads_a_pdf(capsys: Capture) -> None:
    Path("memo.pdf").write_bytes(pdf(page_of(["SECRET", "", "The text."]), page_of(["SECRET", "", "More text."])))
    assert declass("inspect", "memo.pdf", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["record"]["pages"], [each["page"] for each in found["markings"]]) == (2, [1, 2])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.txt", "declass: none.txt: cannot be read (No such file or directory); name one file that is there\n"),
        (".", "declass: .: cannot be read (Is a directory); name one file that is there\n"),
    ],
)
def test_a_record_that_is_not_there_is_refused(capsys: Capture, name: str, message: str) -> None:
    assert declass("inspect", name) == 3
    assert tuple(capsys.readouterr()) == ("", message)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03", b"\x81\x8d\x8f\x90\x9d"])
def test_a_record_that_cannot_be_read_is_refused_without_a_word_of_it(capsys: Capture, data: bytes) -> None:
    Path("a.txt").write_bytes(data)
    assert declass("inspect", "a.txt") == 3
    out, err = capsys.readouterr()
    assert (out, err.startswith("declass: a.txt")) == ("", True)


# --- marking ---


def test_marking_shows_each_string_with_its_words_and_its_problems(capsys: Capture) -> None:
    assert declass("marking", "(TS//NF)", "SECRET//ORCON//TK", "SEGRET", "the falcon") == 0
    assert (
        capsys.readouterr().out
        == """(TS//NF)
  kind      portion
  level     TOP SECRET
  dissem    NOFORN

SECRET//ORCON//TK
  kind      banner
  level     SECRET
  sci       TK
  dissem    ORCON
  problem   category-order: TK is out of order; the order is SCI, SAP, AEA, FGI, dissemination, non-IC (CAPCO 2016 A.6)
            SECRET//ORCON//TK
                           ^^

SEGRET
  kind      banner
  level     SECRET
  read as   SECRET, confidence 0.80

the falcon
  kind      none
  problem   not-a-marking: these words are no marking that the vocabulary knows (rules/markings)
            the falcon
            ^^^^^^^^^^
"""
    )


def test_marking_json_is_an_object_a_line_with_the_promised_keys(capsys: Capture) -> None:
    portion, none = parsed(capsys, "(TS//NF)", "the falcon")
    assert list(portion) == list(none) == [*MARKING_KEYS, "problems"]
    assert portion == {
        "kind": "portion",
        "text": "(TS//NF)",
        "level": "TOP SECRET",
        **{name: [] for name in LISTS},
        "dissem": ["NOFORN"],
        "start": 0,
        "end": 8,
        "page": None,
        "confidence": 1.0,
        "problems": [],
    }
    assert (none["kind"], none["level"], [each["code"] for each in none["problems"]]) == ("none", None, ["not-a-marking"])
    assert list(none["problems"][0]) == PROBLEM_KEYS


@pytest.mark.parametrize(
    ("string", "kind", "level"),
    [
        ("SECRET", "banner", "SECRET"),
        ("(C)", "portion", "CONFIDENTIAL"),
        ("LIMITED OFFICIAL USE", "banner", "LIMITED OFFICIAL USE"),
        ("CUI//SP-CTI", "banner", "CUI"),
        ("Classified by 012345", "authority-block", None),
        ("This document contains Restricted Data", "notice", None),
        ("HANDLE VIA COMINT CHANNELS ONLY", "channel", None),
        ("Copy No. 3 of 12 copies", "copy-control", None),
        ("NIACT", "precedence", None),
        ("RYBAT", "slug", None),
        ("SECRET CONFIDENTIAL UNCLASSIFIED", "checkbox", None),
        ("13-00000", "release-stamp", None),
    ],
)
def test_marking_tells_each_kind(capsys: Capture, string: str, kind: str, level: str | None) -> None:
    (found,) = parsed(capsys, string)
    assert (found["kind"], found["level"], found["text"]) == (kind, level, string)


def test_a_problem_ends_with_the_rule_it_rests_on(capsys: Capture) -> None:
    (found,) = parsed(capsys, "SECRET//NOFORN/ORCON")
    (problem,) = found["problems"]
    assert (problem["code"], problem["start"], problem["end"]) == ("list-order", 15, 20)
    assert problem["message"].endswith("(CAPCO 2016 A.6)")


@pytest.mark.parametrize("command", [("marking", "SECRET/ZEBRAWOOD"), ("inspect", "own.txt")])
def test_words_of_a_rule_file_count_in_both_commands(capsys: Capture, command: tuple[str, str]) -> None:
    Path("own.txt").write_text("SECRET/ZEBRAWOOD\n\nThe text.\n")
    assert declass(*command) == 0
    assert "unknown-token" in capsys.readouterr().out
    assert declass(*command, "--rules", "rules.yaml") == 0
    out = capsys.readouterr().out
    assert "ZEBRAWOOD" in out
    assert "unknown-token" not in out


@pytest.mark.parametrize("command", [("marking", "SECRET"), ("inspect", "memo.txt")])
def test_a_vocabulary_that_is_wrong_is_told_and_nothing_is_read(capsys: Capture, command: tuple[str, str]) -> None:
    Path("own.yaml").write_text(OWN.replace("meaning", "meening"))
    assert declass(*command, "--rules", "rules.yaml") == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert "own.yaml:4:23: unknown key 'meening' in the token (did you mean 'meaning'?)" in err


@pytest.mark.parametrize(
    "arguments", [("marking",), ("inspect",), ("inspect", "memo.txt", "memo.txt"), ("marking", "SECRET", "--out", "x")]
)
def test_wrong_usage_is_told(capsys: Capture, arguments: tuple[str, ...]) -> None:
    assert declass(*arguments) == 2
    assert "usage: declass" in capsys.readouterr().err


@pytest.mark.parametrize("string", ["", " ", "\n", "(", "//", "\u202eTERCES", "S\tE", "x" * 5000, "🔒"])
def test_any_string_is_answered(capsys: Capture, string: str) -> None:
    (found,) = parsed(capsys, string)
    assert found["text"] == string
    assert declass("marking", string) == 0


@pytest.mark.parametrize("text", ["SECRET\x1b[31m", "SECRET//SI\x07//TK"])
def test_signs_that_a_terminal_would_obey_are_shown_as_escapes(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["marking", text]) == 0
    shown = capsys.readouterr().out
    assert all(char.isprintable() or char == "\n" for char in shown)
