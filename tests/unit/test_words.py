"""Vocabulary files: what their words become, every fault with its line, and a rule set's own words of markings."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordbook import VOCABULARY

from pipeline.detect import MarkingDetector
from pipeline.errors import RulesError
from pipeline.flow import detectors_for
from pipeline.ingest import ingest, read_text
from pipeline.markings import Vocabulary, parse
from pipeline.model import Category, Token
from pipeline.rulebook import open_rules, shipped_rules, vocabulary_of
from pipeline.rules.words import read_words

NAME = "own.yaml"
TOP = "format: 1\ncategory: caveat\n"
FILE_KEYS = "format, category, owner, source, tokens"
TOKEN_KEYS = (
    "name, portion, meaning, since, until, opens, successor, owner, level, source, also, levels, requires, excludes, sub_levels, "
    "sub_requires, members"
)
CATEGORIES = (
    "sci, sap, aea, fgi, dissem, non-ic, level, nato, nato-control, country, group, cui, cui-dissem, caveat, channel, code-word, "
    "copy-control, precedence, slug, caption, lead, instruction"
)
RULES = """format: 1
default: release
{markings}rules:
  - {{id: fish, match: {{terms: [zebrafish]}}, action: release, rationale: Fish.}}
"""
OWN = "format: 1\ncategory: code-word\nsource: Ours.\ntokens:\n  - {name: ZEBRAWOOD, meaning: A code word of our own.}\n"


def token(more: str = "") -> str:
    return f"{TOP}tokens:\n  - {{name: HERON, meaning: A bird.{more}}}\n"


def faults_of(data: bytes | str) -> list[str]:
    """Return the faults with which a vocabulary file is refused."""
    with pytest.raises(RulesError) as caught:
        read_words(NAME, data.encode() if isinstance(data, str) else data)
    assert {fault.file for fault in caught.value.places} == {NAME}
    return [f"{fault.line}:{fault.column}: {fault.what}" for fault in caught.value.places]


# --- what words become ---


def test_a_word_becomes_a_token_with_all_that_is_said_of_it() -> None:
    text = """format: 1
category: aea
owner: DOE
source: The manual.
tokens:
  - name: heron data
    portion: hd
    also: [bird data]
    meaning: Of herons.
    since: 1946
    until: 1954
    successor: RD
    level: SECRET
    levels: [SECRET]
    requires: [NOFORN]
    excludes: [RELIDO]
    sub_levels: [TOP SECRET]
    sub_requires: [ORCON]
    members: [USA]
    opens: true
  - {name: EGRET, meaning: Of egrets., owner: DOD, source: Another manual.}
"""
    heron, egret = read_words(NAME, text.encode())
    assert heron == Token(
        *("HERON DATA", Category.AEA, "HD", ("BIRD DATA",), "Of herons.", "The manual.", 1946, 1954, "RD", "DOE", "SECRET"),
        levels=("SECRET",),
        requires=("NOFORN",),
        excludes=("RELIDO",),
        sub_levels=("TOP SECRET",),
        sub_requires=("ORCON",),
        members=("USA",),
        opens=True,
    )
    assert (egret.owner, egret.source, egret.portion, egret.opens) == ("DOD", "Another manual.", "EGRET", False)


def test_the_vocabulary_that_ships_has_every_category() -> None:
    assert {each.category for each in VOCABULARY.tokens} == set(Category)
    assert all(each.meaning and (each.source or each.category in {Category.CUI, Category.CUI_DISSEM}) for each in VOCABULARY.tokens)


@pytest.mark.parametrize("path", sorted((shipped_rules() / "markings").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_that_ships_is_read_in_its_order(path: Path) -> None:
    words = read_words(path.name, path.read_bytes())
    assert [each.name for each in VOCABULARY.tokens if each.category is words[0].category] == [each.name for each in words]


def test_no_rule_of_a_word_names_what_the_vocabulary_does_not_know() -> None:
    names = {each.name for each in VOCABULARY.tokens} | {"COMPARTMENT"}  # any compartment, of a system that cannot stand alone
    for each in VOCABULARY.tokens:
        assert {*each.levels, *each.sub_levels} <= set(VOCABULARY.levels), each.name
        assert {*each.requires, *each.excludes, *each.sub_requires} <= names, each.name
        assert each.level is None or each.level in VOCABULARY.levels, each.name


def test_a_vocabulary_without_levels_is_refused() -> None:
    with pytest.raises(ValueError, match="a vocabulary needs levels"):
        Vocabulary(read_words(NAME, OWN.encode()))


# --- faults ---


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is empty; expected 'format: 1', 'category:' and 'tokens:'"),
        ("- a\n", f"1:1: the file is no mapping; expected the keys {FILE_KEYS}"),
        ("category: caveat\ntokens:\n  - {name: A, meaning: B.}\n", "1:1: the file has no 'format'; expected it"),
        ("format: 2\ncategory: caveat\ntokens:\n  - {name: A, meaning: B.}\n", "1:9: format '2' is not known; expected 1"),
        ("format: 1\ntokens:\n  - {name: A, meaning: B.}\n", "1:1: the file has no 'category'; expected it"),
        (
            "format: 1\ncategory: colour\ntokens:\n  - {name: A, meaning: B.}\n",
            f"2:11: 'category' of the file is 'colour'; expected one of {CATEGORIES}",
        ),
        (
            f"{TOP}colour: red\ntokens:\n  - {{name: A, meaning: B.}}\n",
            f"3:1: unknown key 'colour' in the file; expected one of {FILE_KEYS}",
        ),
        (TOP, "1:1: the file has no 'tokens'; expected it"),
        (f"{TOP}tokens:\n", "3:8: 'tokens' of the file is empty; expected a list"),
        (f"{TOP}tokens: A\n", "3:9: 'tokens' of the file is text; expected a list"),
        (f"{TOP}tokens: []\n", "3:9: the file has no tokens; expected at least one"),
        (f"{TOP}tokens:\n  - A\n", f"4:5: the token is no mapping; expected the keys {TOKEN_KEYS}"),
        (f"{TOP}tokens:\n  - {{meaning: B.}}\n", "4:5: the token has no 'name'; expected it"),
        (f"{TOP}tokens:\n  - {{name: A}}\n", "4:5: the token has no 'meaning'; expected it"),
        (f"{TOP}tokens:\n  - {{name: '', meaning: B.}}\n", "4:12: 'name' of the token is empty; expected text"),
        (f"{TOP}tokens:\n  - {{name: [A], meaning: B.}}\n", "4:12: 'name' of the token is a list; expected text"),
        (f"{TOP}tokens:\n  - {{name: A, meaning: B.}}\n  - {{name: a, meaning: C.}}\n", "5:5: token 'A' stands twice; expected it once"),
        (token(", colour: red"), f"4:37: unknown key 'colour' in the token; expected one of {TOKEN_KEYS}"),
        (token(", name: EGRET"), "4:37: duplicate key 'name' in the token, first on line 4; expected it once"),
        (token(", since: soon"), "4:44: 'since' of the token is 'soon'; expected a year of four digits"),
        (token(", until: 62"), "4:44: 'until' of the token is '62'; expected a year of four digits"),
        (token(", until: ١٩٦٢"), "4:44: 'until' of the token is '١٩٦٢'; expected a year of four digits"),
        (token(", opens: maybe"), "4:44: 'opens' of the token is 'maybe'; expected true or false"),
        *(
            (
                token(f", {key}: A"),
                f"4:{39 + len(key)}: '{key}' of the token is text; expected a list in square brackets or with dashes",
            )
            for key in ("also", "levels", "requires", "excludes", "sub_levels", "sub_requires", "members")
        ),
        (token(", also: [[A]]"), "4:44: 'also' of the token is a list; expected text"),
    ],
)
def test_a_fault_of_a_vocabulary_file_is_told_with_its_line(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = (
        f"{TOP}tokens:\n  - {{name: A, meaning: B., since: soon, also: C}}\n  - {{name: D}}\n  - {{name: a, meaning: E., opens: no way}}\n"
    )
    assert [fault.partition(" ")[0] for fault in faults_of(text)] == ["4:35:", "4:47:", "5:5:", "6:5:", "6:35:"]


def test_a_file_that_is_no_yaml_is_told_where_it_breaks_and_not_called_empty() -> None:
    (fault,) = faults_of(f"{TOP}tokens:\n  - name: A\n   meaning: B.\n")
    assert fault.startswith("5:4: not valid YAML")


def test_bytes_that_are_no_text_are_refused() -> None:
    assert faults_of(b"\xff\xfe\x00") == ["1:1: this is no plain text; expected a text file saved as UTF-8"]


# --- a rule set's own words ---


def own_rules(folder: Path, *files: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(RULES.format(markings=f"markings: [{', '.join(files)}]\n" if files else ""))
    return path


def known(vocabulary: Vocabulary, text: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the kinds of what is found in a text, and the caveats and code words of each."""
    record = ingest(text.encode(), name="a.txt", readers={"text/plain": read_text})
    found = list(MarkingDetector(vocabulary).find(record))
    return [each.kind for each in found], [each.marking.legacy for each in found if each.marking]


def test_a_code_word_of_a_rule_sets_own_file_is_known_without_any_change_of_code(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(OWN)
    vocabulary = vocabulary_of(open_rules(own_rules(tmp_path, NAME)).words)
    reading = parse("SECRET/ZEBRAWOOD", vocabulary)
    assert reading is not None
    assert (reading.marking.level, reading.marking.legacy, reading.problems) == ("SECRET", ("ZEBRAWOOD",), ())
    assert known(vocabulary, "SECRET/ZEBRAWOOD\n\nThe text.") == (["banner"], [("ZEBRAWOOD",)])
    assert known(vocabulary, "SECRET ZEBRAWOOD\n\nThe text.") == (["banner"], [("ZEBRAWOOD",)])


def test_a_code_word_that_nobody_listed_is_a_problem_and_hides_no_level() -> None:
    reading = parse("SECRET/ZEBRAWOOD", VOCABULARY)
    assert reading is not None
    assert (reading.marking.level, reading.marking.legacy) == ("SECRET", ())
    assert [each.code for each in reading.problems] == ["unknown-token"]


def test_the_words_of_a_rule_set_reach_the_run(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(OWN)
    rules = open_rules(own_rules(tmp_path, NAME))
    (detector,) = [each for each in detectors_for(rules) if isinstance(each, MarkingDetector)]
    assert "ZEBRAWOOD" in detector.vocabulary.rank
    assert [file.name for file in rules.files] == ["rules.yaml", NAME, "markings", "law.yaml", "identifiers.yaml"]
    assert rules.digest != open_rules(own_rules(tmp_path)).digest


def test_words_of_an_included_file_count_and_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / NAME).write_text(OWN)
    (tmp_path / "packs" / "pack.yaml").write_text(RULES.format(markings=f"markings: [{NAME}]\n").replace("fish", "bird"))
    top = tmp_path / "rules.yaml"
    top.write_text(RULES.format(markings=f"include: [packs/pack.yaml]\nmarkings: [packs/{NAME}]\n"))
    rules = open_rules(top)
    assert [each.name for each in rules.words].count("ZEBRAWOOD") == 1


def test_faults_of_a_rule_sets_vocabulary_stand_at_their_own_lines(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(OWN.replace("meaning", "meening"))
    with pytest.raises(RulesError) as caught:
        open_rules(own_rules(tmp_path, NAME, "none.yaml"))
    told = [f"{Path(fault.file).name}:{fault.line}: {fault.what.partition(';')[0]}" for fault in caught.value.places]
    assert told == [
        "own.yaml:5: unknown key 'meening' in the token (did you mean 'meaning'?)",
        "rules.yaml:3: vocabulary file none.yaml cannot be read (No such file or directory)",
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("    levels: [TOP SECRT]", "there is no level 'TOP SECRT' (did you mean 'TOP SECRET'?); expected one of SECRET, TOP SECRET"),
        ("    level: HIGH", "there is no level 'HIGH'; expected one of SECRET, TOP SECRET"),
        ("    also: ['--']", "a word without letters or digits is never found; expected some"),
    ],
)
def test_a_level_nobody_knows_and_a_word_without_letters_are_faults(line: str, what: str) -> None:
    text = f"format: 1\ncategory: caveat\ntokens:\n  - name: ZEBRAWOOD\n    meaning: An example.\n{line}\n"
    with pytest.raises(RulesError) as error:
        read_words("own.yaml", text.encode(), frozenset({"TOP SECRET", "SECRET"}))
    assert [(fault.line, fault.what) for fault in error.value.places] == [(6, what)]
