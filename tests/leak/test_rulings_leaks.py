"""What a ruling must not bring out: by the other version, by what the run tells, or by a file that lies among the records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.authority import code_fault
from pipeline.cli import main
from pipeline.rules.rulings import read_rulings

TEXT = """SECRET

MEMORANDUM FOR THE RECORD

22 October 1962

Jon Quorvexil met the ambassador in Landrumtosk.

The weather was fine in Zibbelflax.

SECRET
"""
RULES = """format: 1
default: release
release: {permanent: true}
rules:
  - {id: names, match: {terms: [Jon Quorvexil]}, action: redact, authority: ['(b)(6)'], rationale: A ground.}
"""


def run(folder: Path, *rulings: Mapping[str, object], options: tuple[str, ...] = (), record: str = "memo.txt") -> int:
    """Run the record under rulings, each of which names its passage as ``text``."""
    (folder / "memo.txt").write_text(TEXT)
    (folder / "rules.yaml").write_text(RULES)
    entries = [{**each, "start": (start := TEXT.index(str(each["text"]))), "end": start + len(str(each["text"]))} for each in rulings]
    said = {"source": hashlib.sha256(TEXT.encode()).hexdigest(), "by": "Q. Roe, Records", "at": "2026-11-24"}
    (folder / "rulings.json").write_text(
        json.dumps({"format": 1, **said, "rulings": [{"reason": "A ground.", **each} for each in entries]})
    )
    rules, given = str(folder / "rules.yaml"), str(folder / "rulings.json")
    return main(
        ["run", str(folder / record), "--rules", rules, "--rulings", given, "--as-of", "2026-11-24", "--out", str(folder / "out"), *options]
    )


def shown(folder: Path, version: str, record: str = "memo") -> str:
    return (folder / "out" / record / f"{version}.txt").read_text("utf-8")


def test_a_first_review_shows_nothing_that_rules_withhold_from_the_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, {"text": "Jon Quorvexil met", "action": "release", "versions": ["redacted"]}) == 0
    assert "Quorvexil" not in shown(tmp_path, "released")
    assert "Quorvexil" not in shown(tmp_path, "redacted")
    assert "met the ambassador" in " ".join(shown(tmp_path, "redacted").split())
    assert "the released version withholds what this releases" in capsys.readouterr().out


def test_what_has_lapsed_may_be_shown_in_a_first_review_alone(tmp_path: Path) -> None:
    lapsed = RULES.replace("(b)(6)", "1.4(c)")
    (tmp_path / "lapsed.yaml").write_text(lapsed)
    ruling = {"text": "Jon Quorvexil", "action": "release", "versions": ["redacted"]}
    assert run(tmp_path, ruling, options=("--rules", str(tmp_path / "lapsed.yaml"))) == 0
    assert "Quorvexil" in shown(tmp_path, "redacted")


@pytest.mark.parametrize("options", [(), ("--strict",), ("--json",)])
def test_a_withheld_date_is_not_told_by_the_day_on_which_a_code_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    date = {"text": "22 October 1962", "action": "redact", "codes": ["(b)(6)"]}
    stale = {"text": "Zibbelflax", "action": "redact", "codes": ["(b)(5) deliberative process", "25X1"]}
    assert run(tmp_path, date, stale, options=options) == (4 if "--strict" in options else 0)
    told = "".join(capsys.readouterr())
    assert "a day that is withheld" in told
    for day in ("1962", "1987", "2012"):
        assert day not in told.replace(str(tmp_path), "")


def test_a_withheld_date_is_not_told_by_the_day_of_automatic_declassification(tmp_path: Path) -> None:
    assert run(tmp_path, {"text": "22 October 1962", "action": "redact", "codes": ["(b)(6)"]}) == 0
    for version in ("redacted", "released"):
        assert "E.O. 13526 sec. 3.3(a), 31 December, 25 years after origin" in shown(tmp_path, version)
        assert "1987" not in shown(tmp_path, version)


def test_a_statute_without_end_is_no_code() -> None:
    """A page cannot hold it, and to look for a place took minutes."""
    assert code_fault("(b)(3) 50 U.S.C. 3024(i)(1)") is None
    assert "letters" in (code_fault("(b)(3) " + "a" * 5000) or "")


def test_a_json_file_with_a_byte_order_mark_keeps_its_signs() -> None:
    text = json.dumps({"format": 1, "by": "Q. \U0001d49c, Records", "rulings": []})
    assert "\\ud835" in text
    assert read_rulings("rulings.json", b"\xef\xbb\xbf" + text.encode()).undecided == 0


def test_the_rulings_of_a_run_are_no_record_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They hold what they withhold: nobody has ruled on the rulings themselves."""
    ruling = {"text": "Landrumtosk", "action": "redact", "codes": ["(b)(6)"]}
    options = ("--status", "unclassified")
    assert run(tmp_path, ruling, options=options, record="") == 0
    assert not any(b"Landrumtosk" in path.read_bytes() for path in (tmp_path / "out").glob("[!i]*/*"))
    assert "passed over: 2 files named by an option of this run" in capsys.readouterr().err
    assert run(tmp_path, ruling, options=options, record="rulings.json") == 4  # a ruling on no file of the run
    assert run(tmp_path, options=options, record="rulings.json") == 3
    assert "named by an option of this run" in capsys.readouterr().err
