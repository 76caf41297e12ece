"""Where faults stand: columns, widths, the line itself; YAML that is none; and one broken rule hides no other."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from pipeline.errors import Fault, RulesError
from pipeline.rules import read_rules

TOP = "format: 1\ndefault: release\n"
GOOD = "  - {id: good, match: {terms: [owl]}, action: refer, rationale: A ground.}\n"
NAME = "rules.yaml"


def faults_of(text: str | bytes, **included: str) -> tuple[Fault, ...]:
    """Return the faults with which a file is refused; none where it loads."""
    data = {NAME: text if isinstance(text, bytes) else text.encode()}
    data |= {f"{name}.yaml": each.encode() for name, each in included.items()}

    def read(path: PurePosixPath) -> bytes:
        if str(path) not in data:
            raise FileNotFoundError(2, "No such file or directory")
        return data[str(path)]

    try:
        read_rules(PurePosixPath(NAME), read)
    except RulesError as error:
        return error.places
    return ()


def underlined_of(text: str | bytes, **included: str) -> list[tuple[int, str]]:
    """Return the line of each fault, and the part of it that is underlined."""
    return [(each.line, each.source_line[each.column - 1 :][: each.width]) for each in faults_of(text, **included)]


def rule(match: str = "{terms: [falcon]}", *, action: str = "refer", more: str = "") -> str:
    """Return a rule of four lines, and what comes on top."""
    return f"  - id: a\n    match: {match}\n    action: {action}\n    rationale: A ground.\n{more}"


# --- what is underlined ---


@pytest.mark.parametrize(
    ("rules", "line", "part"),
    [
        (rule(more="    scop: line\n"), 8, "scop"),
        (rule(more="    scope: lines\n"), 8, "lines"),
        (rule(more="    'scope': 'lines'\n"), 8, "'lines'"),
        (rule(more="    id: b\n"), 8, "id"),
        (rule(action="hide"), 6, "hide"),
        (rule("{terms: [falcon, '--', owl]}"), 5, "'--'"),
        (rule("{terms: [falcon, [a, b]]}"), 5, "[a, b]"),
        (rule("{regex: 'falc(on'}"), 5, "n"),
        (rule("{regex: falc)on}"), 5, ")"),
        (rule('{regex: "fal\\\\wc)on"}'), 5, '"fal\\\\wc)on"'),
        (rule("{regex: 'a*'}"), 5, "'a*'"),
        (rule("{entity: PERSONS}"), 5, "PERSONS"),
        (rule(action="redact", more="    authority: [1.4(c), 25X1, 26X1]\n"), 8, "26X1"),
        (rule(action="redact", more="    authority: [25X1, 50X1]\n"), 8, "[25X1, 50X1]"),
        (rule(action="redact"), 4, "id: a"),
        (rule(more="    owner: [x]   # remark\n"), 8, "[x]"),
        (rule(more="    guide: >\n\n      \n"), 8, ">"),
        (rule(more="    examples:\n      refer:\n        - x\n        - [y]\n"), 11, "[y]"),
        ("  - text\n", 4, "text"),
        ("  -\n", 4, ""),
        ("  - id: 日本\n    日本語: x\n", 5, "日本語"),
    ],
)
def test_the_very_node_is_underlined(rules: str, line: int, part: str) -> None:
    assert (line, part) in underlined_of(f"{TOP}rules:\n{rules}")


def test_lines_are_those_of_an_editor_and_columns_are_characters() -> None:
    row = "    match: {terms: ['é\u0301 \u2028 \x85 \U0001f600', '--']}"
    text = f"{TOP}# a remark\nrules:\n" + rule().replace("    match: {terms: [falcon]}", row)
    for breaks in ("\n", "\r\n", "\r"):
        (fault,) = faults_of(text.replace("\n", breaks))
        assert (fault.line, fault.column, fault.width, fault.source_line) == (6, 33, 4, row)
    (fault,) = faults_of(b"\xef\xbb\xbf" + text.encode())
    assert (fault.line, fault.column) == (6, 33)


def test_the_line_is_in_no_repr_and_no_message() -> None:
    (fault,) = faults_of(f"{TOP}rules:\n" + rule(more="    scop: zebrafish\n"))
    assert "zebrafish" in fault.source_line
    assert "zebrafish" not in repr(fault) + str(fault) + repr(RulesError(fault)) + str(RulesError(fault))


def test_no_message_steers_a_terminal() -> None:
    (fault,) = faults_of(f'{TOP}rules:\n{rule()}"\\e[2J\\u202e": x\n')
    assert str(fault).startswith("rules.yaml:8:1: unknown key '\\x1b[2J\\u202e' in the file; expected one of ")
    assert str(Fault("a\x1b]0;x\x07\udc80", 1, 1, "b\u202e")) == "a\\x1b]0;x\\x07\\udc80:1:1: b\\u202e"


# --- did you mean ---


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (rule(more="    Scope: line\n"), "unknown key 'Scope' in the rule (did you mean 'scope'?)"),
        (rule(more="    exampels: {}\n"), "unknown key 'exampels' in the rule (did you mean 'examples'?)"),
        (rule("{term: [falcon]}"), "unknown key 'term' in match (did you mean 'terms'?)"),
        (rule(action="redacted"), "'action' of the rule is 'redacted' (did you mean 'redact'?)"),
        (rule(more="    scope: sentance\n"), "'scope' of the rule is 'sentance' (did you mean 'sentence'?)"),
        (rule("{entity: email address}"), "unknown entity 'email address' (did you mean 'EMAIL_ADDRESS'?)"),
        (rule("{terms: [a], exact_case: ture}"), "'exact_case' of match is 'ture' (did you mean 'true'?)"),
        (rule(action="redact", more="    authority: [1.4 C]\n"), "unknown code '1.4 C' (did you mean '1.4(c)'?)"),
        (rule(action="redact", more="    authority: [b6]\n"), "unknown code 'b6' (did you mean '(b)(6)'?)"),
        (rule(action="redact", more="    authority: [25x1]\n"), "unknown code '25x1' (did you mean '25X1'?)"),
    ],
)
def test_what_was_most_likely_meant_is_said_and_nothing_follows_from_it(rules: str, said: str) -> None:
    (fault,) = faults_of(f"{TOP}rules:\n{rules}")
    assert fault.what.startswith(f"{said}; expected ")


@pytest.mark.parametrize(
    "rules",
    [
        rule(more="    colour: red\n"),
        rule(action="hide"),
        rule(more="    scope: chapter\n"),
        rule("{entity: ASTROLOGER}"),
        rule(action="redact", more="    authority: [1.4(z)]\n"),
        rule(action="redact", more="    authority: [1.4(c), 25X]\n"),
    ],
)
def test_no_other_ground_and_no_far_word_is_offered(rules: str) -> None:
    (fault,) = faults_of(f"{TOP}rules:\n{rules}")
    assert "did you mean" not in fault.what


# --- YAML that is none ---

BROKEN = {
    "a tab before a key": (rule(more="\tscope: line\n"), 8, "\t"),
    "a tab before a dash": ("\t- id: a\n", 4, "\t"),
    "a colon in a text": (rule(more="    owner: The office: of trade\n"), 8, ":"),
    "a quote that is never closed": (rule(more="    owner: 'The office\n"), 8, "'"),
    "a double quote that is never closed": (rule(more='    owner: "The office\n'), 8, '"'),
    "a quote that closes in a later line": (rule(more="    owner: 'The office\n    guide: 'A guide'\n"), 8, "'"),
    "a bracket that is never closed": (rule(more="    authority: [1.4(c)\n    guide: x\n"), 8, "["),
    "a brace that is never closed": (rule(more="    examples: {keep: [x]\n    guide: x\n"), 8, "{"),
    "the wrong bracket": (rule(more="    authority: [1.4(c)}\n"), 8, "}"),
    "a quote inside quotes": (rule(more="    owner: 'it's'\n"), 8, "s"),
    "a text that begins with a sign of YAML": (rule(more="    owner: @office\n"), 8, "@"),
    "a text that begins with a per cent": (rule(more="    owner: %office\n"), 8, "%"),
    "a backslash in double quotes": (rule('{regex: "\\d+"}'), 5, "\\"),
    "a key without its colon": (rule(more="    owner\n    guide: x\n"), 8, "owner"),
    "a key too far left": (rule(more="   owner: x\n"), 8, "o"),
    "a key too far right": (rule(more="     owner: x\n"), 8, ":"),
    "a dash too far right": (rule(more="   - id: b\n      action: refer\n"), 8, "-"),
    "a dash too far left": (rule(more=" - id: b\n   action: refer\n"), 8, "-"),
    "a dash without its blank": (rule(more="  -id: b\n    action: refer\n"), 8, "-"),
    "a first rule without its dash": (f"  # remark\n\n    id: b\n    action: refer\n{rule()}", 6, "i"),
    "a first rule without a blank behind its dash": (f"  -id: b\n    action: refer\n{rule()}", 4, "-"),
    "a tab behind a dash": (rule().replace("- id", "-\tid"), 4, "\t"),
    "a blank of another kind": (rule(more="\xa0\xa0\xa0\xa0owner: x\n"), 8, "\xa0"),
    "a key without the blank behind its colon": (rule(more="    owner:x\n    guide: y\n"), 8, "owner:x"),
    "a list beside a text": (rule(more="    owner: - x\n"), 8, "-"),
    "a closing bracket alone": (rule(more="    owner: ]\n"), 8, "]"),
    "a tag that nobody knows": (rule(more="    owner: !e!x y\n"), 8, "!"),
    "an alias to nothing": (rule(more="    owner: *nobody\n"), 8, "*nobody"),
    "an alias to itself": (rule(more="    examples: &e {keep: [*e]}\n"), 8, "*e"),
    "a tag": (rule(more="    owner: !secret x\n"), 8, "!secret x"),
    "a python object": (rule(more="    owner: !!python/object:os.system x\n"), 8, "!!python/object:os.system x"),
    "an anchor twice": ("  - &a {id: a, match: &a {terms: [x]}, action: refer, rationale: x}\n", 4, "&a"),
    "a nest without end": (rule(more=f"    owner: {'[' * 30}{']' * 30}\n"), 8, "["),
    "a control character": (rule(more="    # \x08\n"), 8, "\x08"),
    "a byte that is no UTF-8": (rule(more="    owner: \udcff\n"), 8, "\ufffd"),
}


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("case", BROKEN)
def test_broken_yaml_is_told_where_it_must_be_mended_and_the_other_rules_are_judged(case: str, breaks: str) -> None:
    broken, line, part = BROKEN[case]
    text = f"{TOP}rules:  # remark\n{broken}{GOOD.replace('refer', 'hide')}"
    found = underlined_of(text.replace("\n", breaks).encode(errors="surrogateescape"))
    assert found == [(line, part), (text.count("\n"), "hide")]


def test_a_broken_head_hides_no_rule_and_a_broken_rule_no_head() -> None:
    head = "format: 1\ndefault: [release\nrules:\n" + GOOD.replace("refer", "hide")
    assert underlined_of(head) == [(2, "["), (4, "hide")]
    rules = "format: 1\ndefault: relase\nrules:\n  - id: 'a\n" + GOOD.replace("refer", "hide")
    assert underlined_of(rules) == [(2, "relase"), (4, "'"), (5, "hide")]


def test_a_head_with_its_rules_all_broken_is_told_no_more_than_that() -> None:
    assert underlined_of(f"{TOP}rules:\n  - id: 'a\n  - id: \"b\n") == [(4, "'"), (5, '"')]


def test_what_stands_behind_the_rules_is_read_as_well() -> None:
    text = "format: 1\nrules:\n- id: 'a\n" + GOOD.replace("  - ", "- ", 1) + "default: never\n"
    assert underlined_of(text) == [(3, "'"), (5, "never")]


def test_an_alias_to_a_broken_rule_is_no_fault_of_its_own() -> None:
    text = (
        f"{TOP}rules:\n  - id: a\n    match: &m {{terms: [x]}}\n    action: 'refer\n  - {{id: b, match: *m, action: hide, rationale: x}}\n"
    )
    assert underlined_of(text) == [(6, "'"), (7, "hide")]


def test_broken_yaml_without_a_list_of_rules_is_one_fault() -> None:
    assert underlined_of("{") == [(1, "")]
    assert underlined_of("rules:\n") == [(1, "rules:"), (1, "rules:"), (1, "")]
    assert underlined_of(f"{TOP}rules: [{{id: a}}\n") == [(3, "[")]
    assert underlined_of(f"{TOP}rules:#\n{GOOD}") == [(3, "rules:#")]
    assert underlined_of(f"rules:\n{TOP}- [\n") == [(4, "-")]


def test_a_second_document_is_a_fault_and_the_first_is_judged() -> None:
    text = f"{TOP}rules:\n{GOOD.replace('refer', 'hide')}---\n{TOP}"
    assert underlined_of(text) == [(4, "hide"), (5, "---")]


def test_lines_lie_within_the_file_also_where_its_end_is_the_fault() -> None:
    for text in ("format: 1\nrules: {\n", "a: 'b\n\n\n", "rules:\n  - id: [\n", "{", "[", "a:\n  - b: {c: [d\n"):
        for fault in faults_of(text):
            assert 1 <= fault.line <= len(text.splitlines())
            assert 1 <= fault.column <= len(fault.source_line) + 1


def test_a_fault_that_an_alias_repeats_is_told_once() -> None:
    rules = "  - {id: a, match: &m {regex: '('}, action: refer, rationale: x}\n  - {id: b, match: *m, action: refer, rationale: x}\n"
    assert underlined_of(f"{TOP}rules:\n{rules}") == [(4, "(")]


def test_a_head_in_quotes_ends_the_rules_too() -> None:
    text = f'format: 1\nrules:\n  - id: \'a\n{GOOD}"default": never\n'
    assert underlined_of(text) == [(3, "'"), (5, "never")]


def test_an_expression_that_takes_forever_is_told_before_any_record_is_read() -> None:
    (fault,) = faults_of(f"{TOP}rules:\n" + rule("{regex: '(?:[ -~]|[a-z])+[^\\x00-\\xff]'}"))
    assert fault.what == "the expression takes over a second for one line; expected one without nested repetition"


def test_an_expression_that_finds_places_and_no_text_is_a_fault() -> None:
    for pattern in (r"\b", "^", "(?=x)", "x*"):
        (fault,) = faults_of(f"{TOP}rules:\n" + rule(f"{{regex: '{pattern}'}}"))
        assert fault.what == "the expression matches an empty text; expected one that needs at least a character"


def test_an_id_is_one_line_of_printable_text() -> None:
    (fault,) = faults_of(f"{TOP}rules:\n" + rule().replace("id: a", 'id: "a\\nb"'))
    assert fault.what == "an id holds a line break or a control character; expected a plain name"


def test_the_column_of_most_rules_is_the_right_one() -> None:
    rules = "".join(f"{' ' * indent}- id: r{indent}{n}\n" for n, indent in enumerate((4, 2, 2, 0, 2)))
    said = [(each.line, each.column) for each in faults_of(f"{TOP}rules:\n{rules}") if "another column" in each.what]
    assert said == [(4, 5), (7, 1)]


# --- several files ---


def test_a_fault_of_an_included_file_has_the_place_in_that_file() -> None:
    included = f"format: 1\nrules:\n{GOOD.replace('refer', 'hide')}  - id: 'b\n"
    first, second = faults_of(f"{TOP}include: [pack.yaml]\nrules: []\n", pack=included)
    assert (first.file, first.line, first.source_line) == ("pack.yaml", 3, GOOD.replace("refer", "hide").rstrip())
    assert (second.file, second.line, second.column) == ("pack.yaml", 4, 9)


def test_an_included_file_that_is_no_text_is_told_by_its_own_name() -> None:
    (fault,) = faults_of(f"{TOP}include: [pack.yaml]\nrules: []\n", pack="a\0b")
    assert (fault.file, fault.line) == ("pack.yaml", 1)


def test_files_that_include_each_other_without_end_are_a_fault() -> None:
    chain = {f"f{number}": f"format: 1\ninclude: [f{number + 1}.yaml]\nrules: []\n" for number in range(200)}
    (fault,) = faults_of(f"{TOP}include: [f0.yaml]\nrules: []\n", **chain)
    assert str(fault) == "f29.yaml:2:11: f30.yaml is included over more than 30 files; expected a shorter way"


def test_an_id_of_a_broken_rule_is_taken_all_the_same() -> None:
    text = f"{TOP}rules:\n" + rule(action="hide") + rule()
    assert [(each.line, each.what.partition(";")[0]) for each in faults_of(text)] == [
        (6, "'action' of the rule is 'hide'"),
        (8, "rule id 'a' is taken by rules.yaml:4"),
    ]


def test_what_cannot_be_salvaged_is_left_at_what_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.rules.salvage._only_rules", lambda *_: "[")
    assert underlined_of(f"format: 1\ndefault: [x\nrules:\n{GOOD}") == [(2, "[")]
