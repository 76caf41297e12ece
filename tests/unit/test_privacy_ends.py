"""When codes that guard privacy alone end for a person, how a rule set says so, and how it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from pipeline.authority import PRIVACY, Standing, basis
from pipeline.cli import main
from pipeline.decide import decide
from pipeline.decide.privacy import privacy_ends
from pipeline.errors import RulesError
from pipeline.flow import open_rules
from pipeline.model import Action, Decision, Finding, PrivacyEnds, Record, RuleSet, Span, Subject, Version
from pipeline.rules import load_rules
from pipeline.statement import ReleasePolicy, make_statement

MakeRecord = Callable[[str], Record]
DAY = dt.date(2026, 11, 24)
TEXT = "SECRET\n\nMemorandum\nNovember 7, 1962\n\nThe falcon flew. The heron stood.\n"
HUNDRED = PrivacyEnds(100)
HEAD = "format: 1\ndefault: release\nrelease: {permanent: true}\n"
RULE = "rules:\n  - {id: bird, match: {terms: [falcon, heron]}, action: redact, authority: ['(b)(6)'], rationale: A ground.}\n"


@pytest.mark.parametrize(
    ("subject", "stated", "expected"),
    [
        (None, HUNDRED, None),
        (Subject(), HUNDRED, None),
        (Subject(is_official=True), PrivacyEnds(), dt.date.min),
        (Subject(is_deceased=True), PrivacyEnds(), dt.date.min),
        (Subject(born=dt.date(1889, 5, 4)), PrivacyEnds(), None),
        (Subject(born=dt.date(1889, 5, 4)), HUNDRED, dt.date(1989, 5, 4)),
        (Subject(born=dt.date(1800, 2, 28)), HUNDRED, dt.date(1900, 2, 28)),
        (Subject(born=dt.date(1804, 2, 29)), PrivacyEnds(96), dt.date(1900, 3, 1)),
        (Subject(born=dt.date(9950, 1, 1)), HUNDRED, None),
    ],
)
def test_the_day_on_which_privacy_ends(subject: Subject | None, stated: PrivacyEnds, expected: dt.date | None) -> None:
    assert privacy_ends(subject, stated) == expected


def test_the_codes_of_privacy_are_those_that_say_so() -> None:
    assert {code: basis(code) for code in PRIVACY if code != "(b)(7)(C)"} == {
        "(b)(6)": "Personal privacy (5 U.S.C. 552(b)(6))",
        "P6": "Personal privacy (44 U.S.C. 2204(a)(6))",
    }


def test_what_is_left_without_privacy_is_everything_else() -> None:
    assert Standing(("25X1", "(b)(6)", "P6", "(b)(7)(C)", "(b)(7)(A)"), "50X1").without_privacy() == Standing(("25X1", "(b)(7)(A)"), "50X1")
    assert Standing(("(b)(6)",), None).without_privacy().is_lapsed


def decided(record: Record, rules: RuleSet, *subjects: Subject | None, version: Version = Version.RELEASED) -> tuple[Decision, ...]:
    """Return the decisions on the words falcon and heron, found as of these persons."""
    found = []
    for word, subject in zip(("falcon", "heron"), subjects, strict=False):
        at = record.text.index(word)
        found.append(Finding(Span(at, at + len(word)), "entity", "entities", 1.0, "a person", rule="bird", subject=subject))
    return decide(record, tuple(found), rules, version=version, as_of=DAY)


def withheld(record: Record, decisions: tuple[Decision, ...]) -> str:
    return " ".join(record.text[each.span.start : each.span.end] for each in decisions if each.action is not Action.RELEASE)


def rules_of(text: str) -> RuleSet:
    return load_rules(PurePosixPath("rules.yaml"), lambda _: text.encode())


def test_each_finding_has_its_own_person(make_record: MakeRecord) -> None:
    record, rules = make_record(TEXT), rules_of(HEAD + RULE)
    assert withheld(record, decided(record, rules, Subject(is_official=True), None)) == "heron"
    assert withheld(record, decided(record, rules, None, Subject(is_deceased=True))) == "falcon"
    assert withheld(record, decided(record, rules, None, None)) == "falcon heron"


def test_a_referral_that_names_no_code_waits_for_its_owner_whoever_is_named(make_record: MakeRecord) -> None:
    record = make_record(TEXT)
    rules = rules_of(HEAD + RULE.replace("action: redact, authority: ['(b)(6)']", "action: refer, owner: Privacy Office"))
    assert withheld(record, decided(record, rules, Subject(is_official=True), Subject(is_deceased=True))) == "falcon heron"


def test_a_code_in_doubt_still_waits_for_a_reviewer(make_record: MakeRecord) -> None:
    record = make_record(TEXT)
    rules = rules_of(HEAD + RULE.replace("(b)(6)", "P6"))
    settled = decided(record, replace(rules, custody=None), Subject(is_official=True))
    assert {each.owners for each in settled if each.action is not Action.RELEASE} <= {("reviewer",)}


def test_the_redacted_version_counts_what_the_presumption_has_ended_since(make_record: MakeRecord) -> None:
    record, rules = make_record(TEXT), replace(rules_of(HEAD + RULE), privacy_ends=HUNDRED)
    born = Subject(born=dt.date(1889, 5, 4))
    settled = decided(record, rules, born, None, version=Version.REDACTED)
    statement = make_statement(record, settled, Version.REDACTED, ReleasePolicy(DAY, is_permanent=True))
    assert "1 of 2 have since lapsed" in str(statement)


# --- how a rule set says it ---


def test_a_rule_set_says_when_privacy_ends_and_for_whom() -> None:
    files = {
        "rules.yaml": HEAD.replace("true}", "true, privacy_ends: {years_after_birth: 90, deceased: [Ann Pell], deceased_file: dead.txt}}")
        + RULE,
        "dead.txt": "# from the register\n\nBen  Pell\nBen Pell\n",
    }
    rules = load_rules(PurePosixPath("rules.yaml"), lambda path: files[str(path)].encode())
    assert rules.privacy_ends == PrivacyEnds(90, ("Ann Pell", "Ben Pell"))
    assert [file.name for file in rules.files] == ["rules.yaml", "dead.txt"]


@pytest.mark.parametrize(
    ("stated", "line", "told"),
    [
        ("{years_after_birth: 0}", 3, "'years_after_birth' of privacy_ends is '0'; expected a number of years from 1 to 150, such as 100"),
        (
            "{years_after_birth: 151}",
            3,
            "'years_after_birth' of privacy_ends is '151'; expected a number of years from 1 to 150, such as 100",
        ),
        ("{deceased: [Pell]}", 3, "this is a surname alone, and others bear it; expected the first names before it"),
        ("{deceased: ['Pell, Ann']}", 3, "this name gives its surname first; expected it as it is spoken, such as John A. Smith"),
        ("{}", 3, "privacy_ends says nothing; expected one of years_after_birth, deceased, deceased_file"),
        ("{yers: 3}", 3, "unknown key 'yers' in privacy_ends; expected one of years_after_birth, deceased, deceased_file"),
        ("{deceased_file: none.txt}", 3, "file of the deceased none.txt cannot be read (No such file); expected a text file there"),
        ("{deceased_file: empty.txt}", 3, "file of the deceased empty.txt holds no name; expected one a line"),
        ("{deceased_file: wrong.txt}", 2, "this is a surname alone, and others bear it; expected the first names before it"),
    ],
)
def test_a_fault_of_what_ends_privacy_is_told_where_it_stands(stated: str, line: int, told: str) -> None:
    files = {
        "rules.yaml": HEAD.replace("true}", f"true, privacy_ends: {stated}}}") + RULE,
        "empty.txt": "# none\n",
        "wrong.txt": "Ann Pell\nPell\n",
    }

    def read(path: PurePosixPath) -> bytes:
        if str(path) not in files:
            raise FileNotFoundError(2, "No such file")
        return files[str(path)].encode()

    with pytest.raises(RulesError) as raised:
        load_rules(PurePosixPath("rules.yaml"), read)
    assert [(fault.line, fault.what) for fault in raised.value.places if "expected one of permanent" not in fault.what][:1] == [
        (line, told)
    ]


OWN = "format: 1\nofficials:\n  - {name: Ann Pell, office: Director of the Harbor Office, since: 1958, until: 1964, is_woman: true}\n"
NAMES = "rules:\n  - {id: names, match: {entity: PERSON}, action: redact, authority: ['(b)(6)'], rationale: Names.}\n"


def opened(folder: Path, release: str, rules: str = NAMES) -> RuleSet:
    (folder / "own.yaml").write_text(OWN)
    (folder / "rules.yaml").write_text(f"format: 1\ndefault: release\nrelease: {release}\n{rules}")
    return open_rules(folder / "rules.yaml")


def test_a_rule_set_has_the_officials_that_ship_and_its_own(tmp_path: Path) -> None:
    names = {each.name for each in opened(tmp_path, "{officials_file: own.yaml}").officials.officials}
    assert {"Ann Pell", "Dean Rusk"} <= names
    assert [each.name for each in opened(tmp_path, "{officials_file: own.yaml, officials: false}").officials.officials] == ["Ann Pell"]
    assert opened(tmp_path, "{officials: false}").officials.officials == ()


def test_the_lists_that_ship_are_of_the_rule_set_only_where_a_rule_names_persons(tmp_path: Path) -> None:
    files = {file.name for file in opened(tmp_path, "{permanent: true}").files}
    assert files - {file.name for file in opened(tmp_path, "{permanent: true}", RULE).files} == {"officials.yaml", "people"}
    without = {file.name for file in opened(tmp_path, "{officials: false}").files}
    assert files - without == {"officials.yaml"}


def test_a_fault_of_a_list_of_officials_is_told_in_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(OWN.replace("1964", "1954"))
    with pytest.raises(RulesError) as raised:
        opened(tmp_path, "{officials_file: wrong.yaml}")
    assert [(Path(fault.file).name, fault.line) for fault in raised.value.places] == [("wrong.yaml", 3)]


RECORD = (
    "SECRET\n\nMemorandum of Conversation\nNovember 7, 1962\n\n"
    "Miss Pell met Mr. Ilya Stavnik, born in 1889, and James Whitlock, who was glad.\n\nMr. Boris Karmin came too.\n\nSECRET\n"
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Miss Pell",
            (
                '"Miss Pell" (page 1, line 6) names an official of the time (Director of the Harbor Office, 1958-1964). '
                "So in both versions (b)(6) claims nothing there."
            ),
        ),
        (
            "Ilya Stavnik",
            (
                '"Mr. Ilya Stavnik" (page 1, line 6) is of a person born on 31 December 1889 at the latest, and privacy ends 100 years '
                "after birth, on 31 December 1989. So in the released version (b)(6) claims nothing there."
            ),
        ),
        (
            "Boris Karmin",
            (
                '"Mr. Boris Karmin" (page 1, line 8) names somebody on the rule set\'s list of the deceased. '
                "So in both versions (b)(6) claims nothing there."
            ),
        ),
    ],
)
def test_why_privacy_ended_is_explained(words: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened(tmp_path, "{permanent: true, officials_file: own.yaml, privacy_ends: {years_after_birth: 100, deceased: [Boris Karmin]}}")
    (tmp_path / "memo.txt").write_text(RECORD)
    command = ["rules", "explain", str(tmp_path / "memo.txt"), "--rules", str(tmp_path / "rules.yaml"), "--as-of", "2026-11-24"]
    assert main([*command, "--text", words]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert told in said
    assert "What rule names would guard is no private matter here." in said


def test_nothing_of_who_was_an_official_stands_in_what_may_be_published(tmp_path: Path) -> None:
    opened(tmp_path, "{permanent: true, officials_file: own.yaml, privacy_ends: {years_after_birth: 100, deceased: [Boris Karmin]}}")
    (tmp_path / "memo.txt").write_text(RECORD)
    out = tmp_path / "out"
    assert (
        main(["run", str(tmp_path / "memo.txt"), "--rules", str(tmp_path / "rules.yaml"), "--as-of", "2026-11-24", "--out", str(out)]) == 0
    )
    logs = [file.read_text() for file in (out / "memo").glob("*.jsonl")]
    assert len(logs) == 2
    assert not any(word in log for log in logs for word in ("Pell", "Karmin", "Stavnik", "1889", "Harbor Office", "official of"))
    released = (out / "memo" / "released.txt").read_text()
    assert [word in released for word in ("Pell", "Karmin", "Stavnik", "Whitlock")] == [True, True, True, False]
