"""The rule language beyond terms: each fault is one sentence, at the line and column of what has to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import RulesError
from pipeline.model import MatchKind
from pipeline.rulebook import read_book
from pipeline.rules.load import MAX_RULE_BYTES

KINDS = "terms, regex, entity, person, office, portion, banner, all, any"
LEVELS = "CONFIDENTIAL, CUI, LIMITED OFFICIAL USE, OFFICIAL USE ONLY, RESTRICTED, SECRET, TOP SECRET, UNCLASSIFIED"
ONE_KIND = f"a match looks for one kind of thing; expected exactly one of {KINDS}"
CLOSE = "expected sentence, line, paragraph, page, record, or a number such as 5 words"
PAGES = "expected numbers and ranges such as 1, 3-5, last"
TWO = "needs a list of two matches or more; expected such as [{terms: [a]}, {terms: [b]}]"
BRACKETS = "expected a list in square brackets or with dashes"
CASED = "expected it beside terms, terms_file, regex or office"
BESIDE_ALL = "'within' says how close the parts of 'all' must stand; expected it beside 'all', or inside 'near' or 'unless'"
STATED = "and the rule set states none; expected release"
OWNED = "an equity is another agency's; expected action: refer and its owner"
NO_TEXT = "this is no plain text; expected a text file saved as UTF-8"
RELEASES = "action: release, rationale: w"


def rule(match: str, action: str = "refer", more: str = "", head: str = "") -> str:
    """Return a file of one rule; its match stands in line 5 behind column 12, what is more in line 8."""
    return f"format: 1\ndefault: refer\n{head}rules:\n  - id: a\n    match: {match}\n    action: {action}\n    rationale: w\n" + (
        f"    {more}\n" if more else ""
    )


def beside(other: str) -> str:
    """Return a file of a refer rule ``a`` and, in line 8, another one."""
    return rule("{terms: [x]}") + f"  - {{{other}}}\n"


def told(folder: Path, text: str | bytes) -> list[str]:
    """Return every fault of a file on disk, as ``line:column: what``."""
    file = folder / "f.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RulesError) as caught:
        read_book(file)
    assert caught.value.exit_code == 4
    return [
        f"{'' if fault.file == str(file) else fault.file + ':'}{fault.line}:{fault.column}: {fault.what}" for fault in caught.value.places
    ]


MATCHES = [
    ("{all: [{terms: [x]}]}", f"5:18: 'all' of match {TWO}"),
    ("{any: {terms: [x]}}", f"5:18: 'any' of match {TWO}"),
    ("{all: [{terms: [x]}, {terms: [y]}], within: five words}", f"5:56: 'within' is 'five words'; {CLOSE}"),
    ("{all: [{terms: [x]}, {terms: [y]}], within: portion}", f"5:56: 'within' is 'portion'; {CLOSE}"),
    ("{all: [{terms: [x]}, {terms: [y]}], within: sentense}", f"5:56: 'within' is 'sentense' (did you mean 'sentence'?); {CLOSE}"),
    ("{all: [{terms: [x]}, {terms: [y]}], within: 10000 words}", f"5:56: 'within' is '10000 words'; {CLOSE}"),
    ("{terms: [x], within: line}", f"5:33: {BESIDE_ALL}"),
    ("{any: [{terms: [x]}, {terms: [y]}], within: line}", f"5:56: {BESIDE_ALL}"),
    ("{all: [{terms: [x]}, {terms: [y]}], terms: [z]}", f"5:12: {ONE_KIND}"),
    ("{terms_file: words.txt, person: [Ann Smith]}", f"5:12: {ONE_KIND}"),
    ("{terms: [x], near: {within: line}}", f"5:31: {ONE_KIND}"),
    ("{terms: [x], unless: [{terms: [y]}, {}]}", f"5:48: {ONE_KIND}"),
    ("{terms: [x], near: []}", "5:31: 'near' of match is an empty list; expected a match, or a list of them"),
    ("{terms: [x], near: {terms: [y], unless: []}}", "5:52: 'unless' of near is an empty list; expected a match, or a list of them"),
    ("{terms: [x], in: body}", "5:29: 'in' of match is 'body'; expected one of heading, text"),
    ("{terms: [x], pages: 3-1}", f"5:32: 'pages' is '3-1'; {PAGES}"),
    ("{terms: [x], pages: last-3}", f"5:32: 'pages' is 'last-3'; {PAGES}"),
    ("{terms: [x], pages: 0}", f"5:32: 'pages' is '0'; {PAGES}"),
    ("{terms: [x], pages: '1,'}", f"5:32: 'pages' is '1,'; {PAGES}"),
    ("{terms: [x], pages: [1, 2]}", "5:32: 'pages' of match is a list; expected text"),
    ("{portion: {at_least: SECERT}}", f"5:33: there is no level 'SECERT' (did you mean 'SECRET'?); expected one of {LEVELS}"),
    ("{banner: {at_least: hush}}", f"5:32: there is no level 'hush'; expected one of {LEVELS}"),
    (
        "{portion: {carries: [NOFRON]}}",
        "5:33: no vocabulary has the word 'NOFRON' (did you mean 'NOFORN'?); expected one that 'declass marking' reads",
    ),
    (
        "{portion: {at_lest: SECRET}}",
        "5:23: unknown key 'at_lest' in portion (did you mean 'at_least'?); expected one of at_least, carries",
    ),
    ("{banner: {carries: NOFORN}}", f"5:31: 'carries' of banner is text; {BRACKETS}"),
    ("{banner: {}}", "5:21: a banner without what is asked of it; expected at_least, carries or both"),
    ("{entity: PERSON, exact_case: true}", f"5:41: 'exact_case' says nothing of 'entity'; {CASED}"),
    ("{person: [Ann Smith], exact_case: true}", f"5:46: 'exact_case' says nothing of 'person'; {CASED}"),
    ("{person: Ann Smith}", f"5:21: 'person' of match is text; {BRACKETS}"),
    ("{office: []}", "5:21: 'office' of match is an empty list; expected at least one member"),
    ("{terms_file: nope.txt}", "5:25: file of terms nope.txt cannot be read (No such file or directory); expected a text file there"),
    ("{terms_file: folder}", "5:25: file of terms folder cannot be read (Is a directory); expected a text file there"),
    ("{terms_file: empty.txt}", "5:25: file of terms empty.txt holds no term; expected one a line"),
    (r'{terms_file: "a\tb"}', "5:25: 'terms_file' of match holds a control character; expected the plain name of a file"),
    (
        "{regex: '(?:[ -~]|[a-z])+[^\\x00-\\xff]'}",
        "5:20: the expression takes over a second for one line; expected one without nested repetition",
    ),
    ("{regex: 'a{99999999999999999999}'}", "5:23: not a regular expression (repeat count too big); expected one that compiles"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with files that rules name."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "words.txt").write_text("alpha\n# a remark\n\nbeta\nalpha\n")
    (tmp_path / "empty.txt").write_text("# a remark alone\n\n")
    return tmp_path


@pytest.mark.parametrize(("match", "fault"), MATCHES, ids=[match for match, _ in MATCHES])
def test_what_is_wrong_with_a_match(folder: Path, match: str, fault: str) -> None:
    assert told(folder, rule(match)) == [fault]


RULES = [
    (rule("{terms: [x]}", more="when: {since: 1 Jan 1962}"), "8:19: 'since' of when is '1 Jan 1962'; expected a date such as 1962-11-07"),
    (rule("{terms: [x]}", more="when: {until: 1962-02-30}"), "8:19: 'until' of when is '1962-02-30'; expected a date such as 1962-11-07"),
    (rule("{terms: [x]}", more="when: {since: 1990-01-01, until: 1980-01-01}"), "8:38: 'until' lies before 'since'; expected a later date"),
    (
        rule("{terms: [x]}", more="when: {custody: [presidential]}"),
        f"8:11: the rule asks for custody, {STATED}: {{custody: ...}} in the file you name",
    ),
    (rule("{terms: [x]}", more="when: {agency: [CIA]}"), f"8:11: the rule asks for agency, {STATED}: {{agency: ...}} in the file you name"),
    (
        rule("{terms: [x]}", more="when: {custody: [donatd]}", head="release: {custody: donated}\n"),
        "9:22: unknown custody 'donatd' (did you mean 'donated'?); expected one of federal, presidential, donated",
    ),
    (rule("{terms: [x]}", more="equity: true"), f"8:13: {OWNED}"),
    (rule("{terms: [x]}", "redact", "{authority: [1.4(c)], equity: true}".strip("{}").replace(", e", "\n    e")), f"9:13: {OWNED}"),
    (
        rule("{terms: [x]}", more="owner: CIA\n    equity: true\n    authority: [1.4(c)]"),
        "10:16: an equity ends by law and has no chain of its own; expected no authority",
    ),
    (
        beside(f"id: b, match: {{terms: [x]}}, {RELEASES}, overrides: {{rules: [a], reason: w}}"),
        "8:85: rule 'a' is no redact rule, and nothing else is overridden; expected the id of one",
    ),
    (
        beside(f"id: b, match: {{terms: [x]}}, {RELEASES}, overrides: {{rules: [zz], reason: w}}"),
        "8:85: there is no rule 'zz'; expected the id of a redact rule, or all",
    ),
    (
        beside(f"id: b, match: {{terms: [x]}}, {RELEASES}, overrides: {{rules: a, reason: w}}"),
        "8:84: 'rules' of overrides is 'a'; expected a list of ids in square brackets, or all",
    ),
    (
        beside(f"id: b, match: {{terms: [x]}}, {RELEASES}, overrides: {{rules: [all], reason: w}}"),
        "8:85: 'all' stands in a list of ids; expected rules: all, or the ids alone",
    ),
    (
        beside(f"id: b, match: {{terms: [x]}}, {RELEASES}, overrides: {{rules: all}}"),
        "8:76: overrides has no 'reason'; expected it",
    ),
    (
        beside("id: b, match: {terms: [x]}, action: refer, rationale: w, overrides: {rules: all, reason: w}"),
        "8:74: only a release rule overrides others; expected action: release",
    ),
    (
        beside(f"id: all, match: {{terms: [x]}}, {RELEASES}"),
        "8:10: 'all' stands for every rule where a rule overrides others; expected another id",
    ),
    (
        rule("{terms: [x]}", head="release: {categories: [1.4(c)]}\n"),
        "3:24: '1.4(c)' is no category of 25X, 50X or 75X; expected such as 25X1, 50X1-HUM",
    ),
    (
        rule("{terms: [x]}", head="release: {categories: [25x2]}\n"),
        "3:24: '25x2' is no category of 25X, 50X or 75X (did you mean '25X2'?); expected such as 25X1, 50X1-HUM",
    ),
    (
        rule("{terms: [x]}", head='markings: ["a\\tb"]\n'),
        "3:12: 'markings' of the file holds a control character; expected the plain name of a file",
    ),
    (
        rule("{terms: [x]}", head="markings: [none.yaml]\n"),
        "3:12: vocabulary file none.yaml cannot be read (No such file or directory); expected a vocabulary file there",
    ),
    (
        rule("{terms: [x]}", "redact", "authority: [k1]"),
        "8:17: unknown code 'k1' (did you mean '(k)(1)'?); expected such as 1.4(c), 25X1, 50X1-HUM, (b)(6), RD",
    ),
]


@pytest.mark.parametrize(("text", "fault"), RULES, ids=[fault for _, fault in RULES])
def test_what_is_wrong_with_a_rule_or_the_head(folder: Path, text: str, fault: str) -> None:
    assert told(folder, text) == [fault]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"alpha\nbe\0ta\n", f"1:1: {NO_TEXT}"),
        ("alpha\nbeta\n".encode("utf-16"), f"1:1: {NO_TEXT}"),
        ("alpha\nbeta\n".encode("utf-16-le"), f"1:1: {NO_TEXT}"),
        ("alpha\nM\xfcller\n".encode("latin-1"), "2:2: byte 0xfc is not UTF-8; expected a text file saved as UTF-8"),
        (b"alpha\nbe\x07ta\n", "2:3: control character U+0007; expected text without control characters"),
        (b"alpha\n--\n", "2:1: a term without letters or digits matches nothing; expected words"),
    ],
)
def test_what_is_wrong_with_a_file_of_terms_is_told_in_that_file(folder: Path, data: bytes, fault: str) -> None:
    (folder / "bad.txt").write_bytes(data)
    assert told(folder, rule("{terms_file: bad.txt}")) == [f"{folder / 'bad.txt'}:{fault}"]


def test_a_file_of_terms_is_read_with_those_of_the_rule_each_once(folder: Path) -> None:
    (folder / "f.yaml").write_text(rule("{terms: [gamma, beta], terms_file: words.txt}"))
    book = read_book(folder / "f.yaml").rules
    assert (book.rules[0].match.kind, book.rules[0].match.values) == (MatchKind.TERMS, ("gamma", "beta", "alpha"))
    assert [file.name for file in book.files] == ["f.yaml", "words.txt"]


def test_of_a_file_of_terms_with_thousands_of_faults_the_first_are_shown(folder: Path) -> None:
    (folder / "bad.txt").write_bytes("M\xfcller\n".encode("latin-1") * 5_000)
    own, *others = sorted(told(folder, rule("{terms_file: bad.txt}")), key=len)
    assert own == "5:25: file of terms bad.txt has 5,000 faults, of which 20 are shown; expected one term a line in UTF-8"
    assert len(others) == 20
    assert f"{folder / 'bad.txt'}:20:2: byte 0xfc is not UTF-8; expected a text file saved as UTF-8" in others


def test_a_rule_file_that_is_too_big_or_no_text_is_refused(folder: Path) -> None:
    text = rule("{terms: [x]}")
    assert told(folder, text + "#" * 10_000_000) == [f"1:1: f.yaml is over {MAX_RULE_BYTES:,} bytes; expected a smaller file"]
    assert told(folder, text.encode("utf-16")) == [f"1:1: {NO_TEXT}"]


def test_files_that_include_each_other_are_refused_where_the_circle_closes(folder: Path) -> None:
    (folder / "two.yaml").write_text("format: 1\ninclude: [f.yaml]\nrules: []\n")
    (fault,) = told(folder, rule("{terms: [x]}", head="include: [two.yaml]\n"))
    assert fault == f"{folder / 'two.yaml'}:2:11: f.yaml includes itself in a circle; expected no cycle"


def test_what_narrows_a_match_is_read_though_the_match_is_lost(folder: Path) -> None:
    assert told(folder, rule("{terms_file: nope.txt, near: {within: line}, pages: 0}")) == [
        "5:25: file of terms nope.txt cannot be read (No such file or directory); expected a text file there",
        f"5:41: {ONE_KIND}",
        f"5:64: 'pages' is '0'; {PAGES}",
    ]


def test_a_rule_that_is_broken_otherwise_is_there_to_be_overridden(folder: Path) -> None:
    text = beside(f"id: b, match: {{terms: [x]}}, {RELEASES}, overrides: {{rules: [c], reason: w}}")
    text += "  - {id: c, match: {terms: [x]}, action: redact, authority: [1.4(c)]}\n"
    assert told(folder, text) == ["9:5: the rule has no 'rationale'; expected it"]


@pytest.mark.parametrize("task", ["check", "test", "list"])
def test_the_command_ends_with_exit_code_four(folder: Path, task: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "f.yaml").write_text(rule("{all: [{terms: [x]}]}"))
    assert main(["rules", task, str(folder / "f.yaml")]) == 4
    out, err = capsys.readouterr()
    assert f"f.yaml:5:18: 'all' of match {TWO}\n" in out + err
