"""Rule files: what they become, and every fault with its file, its line and what was expected."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from pipeline.errors import RulesError
from pipeline.model import Action, Match, MatchKind, RuleSet, Scope
from pipeline.rules import load_rules

MakeRules = Callable[[str], RuleSet]
ROOT = Path(__file__).parents[2]
RELEASE_KEYS = "permanent, officer, guide, custody, agency, categories, identifiers, officials, officials_file, privacy_ends"
TOP = "format: 1\ndefault: release\n"
RULE = "rules:\n  - {id: a, match: {terms: [falcon]}, action: release, rationale: A ground.}\n"
KINDS = "terms, regex, entity, person, office, portion, banner, all, any"
ONE_KIND = f"a match looks for one kind of thing; expected exactly one of {KINDS}"
KEYS = "id, match, when, scope, action, authority, owner, equity, guide, overrides, rationale, examples"
QUOTES = "expected quotes around a text that holds a colon, or the key in the column of its neighbours"
UNCLOSED = "opened here is not closed where it should be); expected its end on this line"
EXPECTED_CODE = "expected such as 1.4(c), 25X1, 50X1-HUM, (b)(6), RD"
NAME = "rules.yaml"


def load(files: dict[str, str | bytes], top: str = NAME) -> RuleSet:
    """Load a rule set from files given by name."""

    def read(path: PurePosixPath) -> bytes:
        if path.name == "packs":
            raise IsADirectoryError(21, "Is a directory", str(path))
        if str(path) not in files:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        data = files[str(path)]
        return data if isinstance(data, bytes) else data.encode()

    return load_rules(PurePosixPath(top), read)


def faults_of(files: dict[str, str | bytes] | str | bytes) -> list[str]:
    """Return the faults with which a rule set is refused."""
    with pytest.raises(RulesError) as caught:
        load(files if isinstance(files, dict) else {NAME: files})
    assert str(caught.value) == "\n".join(caught.value.faults) == "\n".join(map(str, caught.value.places))
    return [f"{fault.file}:{fault.line}: {fault.what}" for fault in caught.value.places]


def rule(**changes: str | None) -> str:
    """Return a file of one rule, a key a line, in which some keys are changed or left out."""
    keys: dict[str, str | None] = {
        "id": "a",
        "match": "{terms: [falcon]}",
        "action": "redact",
        "authority": "[1.4(c)]",
        "rationale": "A ground.",
        **changes,
    }
    rows = [f"{key}: {value}" for key, value in keys.items() if value is not None]
    return f"{TOP}rules:\n  - " + "\n    ".join(rows) + "\n"


# --- what a file becomes ---


def test_the_smallest_rule_set_of_the_contract_loads(make_rules: MakeRules) -> None:
    rules = make_rules(
        "format: 1\ndefault: release\nrelease: {permanent: true, officer: 'B. Chief, CIA', guide: A guide}\nrules:\n"
        "  - id: overhead-reconnaissance\n    match: {terms: [U-2, low-level flights]}\n    scope: sentence\n    action: redact\n"
        "    authority: [1.4(c), 25X1]\n    guide: A guide of 2010\n    rationale: Capabilities of aerial reconnaissance.\n"
        "    examples: {redact: [Two U-2 flights were flown.], keep: [Flights were late.]}\n"
    )
    assert (rules.default, rules.is_permanent, rules.officer, rules.guide) == (Action.RELEASE, True, "B. Chief, CIA", "A guide")
    (only,) = rules.rules
    assert only.id == "overhead-reconnaissance"
    assert only.match == Match(MatchKind.TERMS, ("U-2", "low-level flights"))
    assert (only.scope, only.action, only.authority) == (Scope.SENTENCE, Action.REDACT, ("1.4(c)", "25X1"))
    assert (only.guide, only.owner, only.place) == ("A guide of 2010", None, "rules.yaml:5")
    assert (only.must_match, only.must_keep) == (("Two U-2 flights were flown.",), ("Flights were late.",))


def test_scalars_stay_the_text_that_was_written(make_rules: MakeRules) -> None:
    rules = make_rules(rule(id="1962", match="{terms: [NO, 1962, on, 1e3, 0x10, 12:30, 'null', yes, 1_000, 2001-01-01]}", rationale="no"))
    assert rules.rules[0].match.values == ("NO", "1962", "on", "1e3", "0x10", "12:30", "null", "yes", "1_000", "2001-01-01")
    assert (rules.rules[0].id, rules.rules[0].rationale) == ("1962", "no")


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("{terms: [Falcon], exact_case: true}", Match(MatchKind.TERMS, ("Falcon",), exact_case=True)),
        ("{terms: [Falcon], exact_case: no}", Match(MatchKind.TERMS, ("Falcon",))),
        ("{regex: 'U-[0-9]'}", Match(MatchKind.REGEX, ("U-[0-9]",))),
        ("{entity: PERSON}", Match(MatchKind.ENTITY, ("PERSON",))),
    ],
)
def test_a_rule_looks_for_terms_an_expression_or_an_entity(make_rules: MakeRules, match: str, expected: Match) -> None:
    assert make_rules(rule(match=match)).rules[0].match == expected


def test_without_more_words_a_rule_is_of_its_span_and_a_referral_waits_for_the_originating_agency(make_rules: MakeRules) -> None:
    only = make_rules(rule(action="refer", authority=None)).rules[0]
    assert (only.scope, only.owner, only.authority, only.guide) == (Scope.SPAN, "originating agency", (), None)


def test_a_file_saved_with_a_byte_order_mark_loads() -> None:
    assert len(load({NAME: b"\xef\xbb\xbf" + (TOP + RULE).encode()}).rules) == 1


def test_includes_are_read_once_and_from_where_the_file_stands() -> None:
    pack = "format: 1\ninclude: [../shared/b.yaml]\nrules:\n  - {id: p, match: {terms: [x]}, action: refer, rationale: A ground.}\n"
    base = "format: 1\nrules:\n  - {id: b, match: {terms: [y]}, action: refer, rationale: A ground.}\n"
    top = f"{TOP}include: [packs/p.yaml, shared/b.yaml, ./packs/p.yaml]\n{RULE}"
    rules = load({NAME: top, "packs/p.yaml": pack, "shared/b.yaml": base})
    assert [(each.id, each.place) for each in rules.rules] == [("b", "shared/b.yaml:3"), ("p", "packs/p.yaml:4"), ("a", "rules.yaml:5")]
    assert [each.name for each in rules.files] == ["rules.yaml", "p.yaml", "b.yaml"]


def test_the_digest_is_of_all_files_read() -> None:
    files: dict[str, str | bytes] = {NAME: f"{TOP}include: [b.yaml]\n{RULE}", "b.yaml": "format: 1\nrules: []\n"}
    first = load(files)
    assert load(dict(files)).digest == first.digest
    assert load({**files, "b.yaml": "format: 1\nrules: []\n# a remark\n"}).digest != first.digest


def test_a_file_knows_whether_it_is_one_of_the_projects_own() -> None:
    data = (TOP + RULE).encode()
    digest = hashlib.sha256(data).hexdigest()
    for shipped in (frozenset[str](), frozenset({digest})):
        (only,) = load_rules(PurePosixPath(NAME), lambda _: data, shipped=shipped).files
        assert (only.sha256, only.is_shipped) == (digest, bool(shipped))


def test_the_rule_packs_that_ship_have_no_fault() -> None:
    rules = load_rules(PurePosixPath("default.yaml"), lambda path: (ROOT / "rules" / path).read_bytes())
    assert rules.rules
    assert all(each.rationale for each in rules.rules)


# --- faults of the file ---


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1: the file is empty; expected at least 'format: 1' and 'rules:'"),
        ("# a remark\n", "1: the file is empty; expected at least 'format: 1' and 'rules:'"),
        (f"{TOP}# \xff\n{RULE}".encode("latin-1"), "3: byte 0xff is not UTF-8; expected a text file saved as UTF-8"),
        ((TOP + RULE).encode("utf-16"), "1: this is no plain text; expected a text file saved as UTF-8"),
        ("規則".encode("utf-16"), "1: this is no plain text; expected a text file saved as UTF-8"),
        (b"%PDF-1.7\n\0", "1: this is no plain text; expected a text file saved as UTF-8"),
        ("format: 1\nrules: [a\n", f"2: not valid YAML (the bracket {UNCLOSED}"),
        (f"{TOP}rules: *none\n", "3: alias 'none' means nothing; expected an anchor &none before it"),
        (
            "a: b: c\n",
            f"1: not valid YAML (mapping values are not allowed in this context); {QUOTES}",
        ),
        (f"{TOP}{RULE}---\n{TOP}", "5: a second document begins here; expected one document a file"),
        (f"{TOP}# \x07\n{RULE}", "3: control character U+0007; expected text without control characters"),
        ("- a\n- b\n", "1: the file is no mapping; expected the keys format, default, include, markings, release, rules"),
        ("text\n", "1: the file is no mapping; expected the keys format, default, include, markings, release, rules"),
        (f"default: release\n{RULE}", "1: the file has no 'format'; expected it"),
        (f"format: 1\n{RULE}", "1: the file has no 'default'; expected default: release or default: refer"),
        (TOP, "1: the file has no 'rules'; expected it"),
        (f"{TOP}rules: []\n", "3: the rule set has no rules; expected at least one"),
        (f"{TOP}rules: none\n", "3: 'rules' of the file is text; expected a list"),
        (f"{TOP}rules:\n", "3: 'rules' of the file is empty; expected a list"),
        (f"{TOP}rules: {{a: b}}\n", "3: 'rules' of the file is a mapping; expected a list"),
        (f"format: 2\ndefault: release\n{RULE}", "1: format '2' is not known; expected 1"),
        (f"format: 1.0\ndefault: release\n{RULE}", "1: format '1.0' is not known; expected 1"),
        (f"format: [1]\ndefault: release\n{RULE}", "1: 'format' of the file is a list; expected text"),
        (f"format: 1\ndefault: redact\n{RULE}", "2: 'default' of the file is 'redact'; expected one of release, refer"),
        (
            f"{TOP}colour: red\n{RULE}",
            "3: unknown key 'colour' in the file; expected one of format, default, include, markings, release, rules",
        ),
        (f"{TOP}? [a]\n: b\n{RULE}", "3: unknown key '?' in the file; expected one of format, default, include, markings, release, rules"),
        (f"{TOP}format: 1\n{RULE}", "3: duplicate key 'format' in the file, first on line 1; expected it once"),
        (
            f"{TOP}release: yes\n{RULE}",
            f"3: release is no mapping; expected the keys {RELEASE_KEYS}",
        ),
        (
            f"{TOP}release:\n  when: now\n{RULE}",
            f"4: unknown key 'when' in release; expected one of {RELEASE_KEYS}",
        ),
        (f"{TOP}release: {{permanent: maybe}}\n{RULE}", "3: 'permanent' of release is 'maybe'; expected true or false"),
        (f"{TOP}release: {{officer: ~}}\n{RULE}", "3: 'officer' of release is empty; expected text"),
        (f"{TOP}release: {{guide: null}}\n{RULE}", "3: 'guide' of release is empty; expected text"),
        (f"{TOP}rules:\n  - text\n", f"4: the rule is no mapping; expected the keys {KEYS}"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(text: str | bytes, fault: str) -> None:
    assert faults_of(text) == [f"rules.yaml:{fault}"]


# --- faults of a rule: its keys stand on the lines 4 (id), 5 (match), 6 (action), 7 (authority), 8 (rationale), 9 (more) ---


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": None}, "4: the rule has no 'id'; expected it"),
        ({"match": None}, "4: the rule has no 'match'; expected it"),
        ({"rationale": None}, "4: the rule has no 'rationale'; expected it"),
        ({"action": None}, "4: the rule has no 'action'; expected it"),
        ({"id": "[a]"}, "4: 'id' of the rule is a list; expected text"),
        ({"id": "''"}, "4: 'id' of the rule is empty; expected text"),
        ({"rationale": "{a: b}"}, "8: 'rationale' of the rule is a mapping; expected text"),
        ({"rationale": "~"}, "8: 'rationale' of the rule is empty; expected text"),
        ({"colour": "red"}, f"9: unknown key 'colour' in the rule; expected one of {KEYS}"),
        ({"<<": "{id: b}"}, f"9: unknown key '<<' in the rule (mappings are not merged; write the keys out); expected one of {KEYS}"),
        ({"'id'": "b"}, "9: duplicate key 'id' in the rule, first on line 4; expected it once"),
        (
            {"match": "falcon"},
            f"5: match is no mapping; expected the keys {KINDS}, terms_file, within, near, unless, in, pages, exact_case",
        ),
        ({"match": "{}"}, f"5: {ONE_KIND}"),
        ({"match": "{terms: [a], entity: PERSON}"}, f"5: {ONE_KIND}"),
        ({"match": "{terms: falcon}"}, "5: 'terms' of match is text; expected a list in square brackets or with dashes"),
        ({"match": "{terms: []}"}, "5: 'terms' of match is an empty list; expected at least one member"),
        ({"match": "{terms: [[a]]}"}, "5: 'terms' of match is a list; expected text"),
        ({"match": "{terms: [falcon, '--']}"}, "5: a term without letters or digits matches nothing; expected words"),
        ({"match": '{terms: ["\\u3164"]}'}, "5: a term without letters or digits matches nothing; expected words"),
        ({"match": "{terms: [a], exact_case: maybe}"}, "5: 'exact_case' of match is 'maybe'; expected true or false"),
        ({"match": "{regex: '('}"}, "5: not a regular expression (missing )); expected one that compiles"),
        (
            {"match": "{regex: '(?a)(?u)x'}"},
            "5: not a regular expression (ASCII, LOCALE and UNICODE flags are mutually incompatible); expected one that compiles",
        ),
        ({"match": "{regex: 'a{99999999999}'}"}, "5: not a regular expression (repeat count too big); expected one that compiles"),
        ({"match": "{regex: 'a*'}"}, "5: the expression matches an empty text; expected one that needs at least a character"),
        ({"match": "{regex: [a]}"}, "5: 'regex' of match is a list; expected text"),
        ({"action": "hide"}, "6: 'action' of the rule is 'hide'; expected one of redact, refer, release"),
        (
            {"scope": "chapter"},
            "9: 'scope' of the rule is 'chapter'; expected one of span, sentence, line, paragraph, portion, page, record",
        ),
        ({"authority": None}, "4: a redaction without its authority; expected such as authority: [1.4(c), 25X1]"),
        ({"authority": "1.4(c)"}, "7: 'authority' of the rule is text; expected a list in square brackets or with dashes"),
        ({"authority": "[1.4(z)]"}, f"7: unknown code '1.4(z)'; {EXPECTED_CODE}"),
        ({"authority": "[secret]"}, f"7: unknown code 'secret'; {EXPECTED_CODE}"),
        (
            {"authority": "['(b)(1)']"},
            "7: (b)(1) stands for no reason of its own; expected the paragraph of sec. 1.4, such as 1.4(c)",
        ),
        ({"authority": "['(b)(3)']"}, "7: (b)(3) without its statute; expected such as (b)(3) 50 U.S.C. 3024(i)(1)"),
        ({"authority": "[25X1]"}, "7: no code at the first stage; expected the chain to begin with such as 1.4(c) or (b)(6)"),
        ({"action": "release"}, "7: a release rule withholds nothing; expected no authority"),
        ({"owner": "CIA"}, "9: only a refer rule waits for an owner; expected no owner here"),
        (
            {"action": "refer", "owner": "'CIA; DIA'"},
            "9: an owner's name holds brackets, a semicolon or a line break; expected a plain name",
        ),
        (
            {"action": "refer", "owner": "'[CIA]'"},
            "9: an owner's name holds brackets, a semicolon or a line break; expected a plain name",
        ),
        (
            {"action": "refer", "owner": '"CIA\\u2028DIA"'},
            "9: an owner's name holds brackets, a semicolon or a line break; expected a plain name",
        ),
        ({"guide": "null"}, "9: 'guide' of the rule is empty; expected text"),
        ({"examples": "[a]"}, "9: examples is no mapping; expected the keys redact, keep"),
        ({"examples": "{refer: [a]}"}, "9: unknown key 'refer' in examples; expected one of redact, keep"),
        ({"examples": "{keep: a}"}, "9: 'keep' of examples is text; expected a list in square brackets or with dashes"),
    ],
)
def test_a_fault_of_a_rule_is_told_with_its_line(changes: dict[str, str | None], fault: str) -> None:
    assert faults_of(rule(**changes)) == [f"rules.yaml:{fault}"]


# --- faults over several files ---


@pytest.mark.parametrize(
    ("include", "fault"),
    [
        ("[none.yaml]", "3: included file none.yaml cannot be read (No such file or directory); expected a rule file there"),
        ("[packs]", "3: included file packs cannot be read (Is a directory); expected a rule file there"),
        ("[rules.yaml]", "3: rules.yaml includes itself in a circle; expected no cycle"),
        ("[packs/../rules.yaml]", "3: packs/../rules.yaml includes itself in a circle; expected no cycle"),
        ("none.yaml", "3: 'include' of the file is text; expected a list"),
        ("[{a: b}]", "3: 'include' of the file is a mapping; expected text"),
        ("['']", "3: 'include' of the file is empty; expected text"),
        ('["a\\0b"]', "3: 'include' of the file holds a control character; expected the plain name of a file"),
    ],
)
def test_an_include_that_cannot_be_read_is_a_fault_where_it_is_named(include: str, fault: str) -> None:
    assert faults_of({NAME: f"{TOP}include: {include}\n{RULE}"}) == [f"rules.yaml:{fault}"]


def test_a_missing_top_file_is_a_fault_of_its_first_line() -> None:
    with pytest.raises(RulesError) as caught:
        load({}, "packs/rules.yaml")
    expected = "packs/rules.yaml:1:1: rules.yaml cannot be read (No such file or directory); expected a rule file there"
    assert caught.value.faults == (expected,)


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert faults_of(b"#" * (20 * 2**20 + 1)) == ["rules.yaml:1: rules.yaml is over 4,194,304 bytes; expected a smaller file"]


def test_a_circle_over_two_files_is_told_where_it_closes() -> None:
    files: dict[str, str | bytes] = {NAME: f"{TOP}include:\n  - b.yaml\n{RULE}", "b.yaml": "format: 1\ninclude: [rules.yaml]\nrules: []\n"}
    assert faults_of(files) == ["b.yaml:2: rules.yaml includes itself in a circle; expected no cycle"]


def test_an_id_that_is_taken_names_the_place_that_took_it() -> None:
    files: dict[str, str | bytes] = {NAME: f"{TOP}include: [packs/b.yaml]\n{RULE}", "packs/b.yaml": f"format: 1\n{RULE}"}
    assert faults_of(files) == ["rules.yaml:5: rule id 'a' is taken by packs/b.yaml:3; expected a name of its own"]


def test_a_wrong_value_in_an_included_file_is_a_fault_though_the_top_file_decides() -> None:
    files: dict[str, str | bytes] = {
        NAME: f"{TOP}include: [b.yaml]\n{RULE}",
        "b.yaml": "format: 1\ndefault: never\nrelease: {permanent: maybe}\nrules: []\n",
    }
    assert faults_of(files) == [
        "b.yaml:2: 'default' of the file is 'never'; expected one of release, refer",
        "b.yaml:3: 'permanent' of release is 'maybe'; expected true or false",
    ]


def test_all_faults_of_all_files_are_told_at_once_and_in_order() -> None:
    top = (
        "format: 7\ndefault: never\ncolour: red\ninclude: [b.yaml, none.yaml]\nrules:\n"
        "  - id: a\n    match: {regex: '('}\n    action: hide\n    scope: chapter\n    authority: [25X1, x]\n"
        "  - text\n"
    )
    files: dict[str, str | bytes] = {NAME: top, "b.yaml": "format: 1\nrules:\n  - {id: b}\n"}
    assert faults_of(files) == [
        "b.yaml:3: the rule has no 'action'; expected it",
        "b.yaml:3: the rule has no 'match'; expected it",
        "b.yaml:3: the rule has no 'rationale'; expected it",
        "rules.yaml:1: format '7' is not known; expected 1",
        "rules.yaml:2: 'default' of the file is 'never'; expected one of release, refer",
        "rules.yaml:3: unknown key 'colour' in the file; expected one of format, default, include, markings, release, rules",
        "rules.yaml:4: included file none.yaml cannot be read (No such file or directory); expected a rule file there",
        "rules.yaml:6: the rule has no 'rationale'; expected it",
        "rules.yaml:7: not a regular expression (missing )); expected one that compiles",
        "rules.yaml:8: 'action' of the rule is 'hide'; expected one of redact, refer, release",
        "rules.yaml:9: 'scope' of the rule is 'chapter'; expected one of span, sentence, line, paragraph, portion, page, record",
        f"rules.yaml:10: unknown code 'x'; {EXPECTED_CODE}",
        f"rules.yaml:11: the rule is no mapping; expected the keys {KEYS}",
    ]


# --- files made to break a parser ---

DEEP = "nested deeper than 20 levels; expected fewer lists and mappings inside each other"
LAUGHS = "a: &a0 [x]\n" + "".join(f"b{n}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(30))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("format: 1\nrules: " + "[" * 25 + "]" * 25, f"2: {DEEP}"),
        ("format: 1\nrules: " + "[" * 1_000_000, f"2: {DEEP}"),
        (f"{TOP}rules:\n" + "".join("  " * n + "- \n" for n in range(1, 30)), f"23: {DEEP}"),
        ("format: 1\nrules: " + "{a: " * 100_000, f"2: {DEEP}"),
        (LAUGHS, f"20: {DEEP}"),
        (f"{TOP}rules: &a [*a]\n", "3: alias 'a' stands inside what it means; expected the value written out"),
    ],
)
def test_nesting_without_end_is_a_fault_and_costs_nothing(text: str, fault: str) -> None:
    start = time.monotonic()
    assert faults_of(text) == [f"rules.yaml:{fault}"]
    assert time.monotonic() - start < 5


def test_a_bomb_of_aliases_within_the_limit_is_read_in_no_time() -> None:
    bomb = "".join(f"  - &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(15))
    start = time.monotonic()
    faults = faults_of(f"{TOP}rules:\n  - &a0 [x]\n{bomb}")
    assert faults[0] == f"rules.yaml:4: the rule is no mapping; expected the keys {KEYS}"
    assert time.monotonic() - start < 5


def test_an_expression_of_a_thousand_parentheses_is_a_fault() -> None:
    pattern = "(" * 5_000 + "x" + ")" * 5_000
    (fault,) = faults_of(rule(match=f"{{regex: '{pattern}'}}"))
    assert fault == "rules.yaml:5: the expression is nested too deep; expected fewer brackets inside each other"


def test_an_anchor_and_its_alias_serve_two_rules(make_rules: MakeRules) -> None:
    text = f"{TOP}rules:\n  - {{id: a, match: &m {{terms: [x]}}, action: refer, rationale: A ground.}}\n"
    rules = make_rules(f"{text}  - {{id: b, match: *m, action: refer, rationale: A ground.}}\n")
    assert rules.rules[0].match == rules.rules[1].match
