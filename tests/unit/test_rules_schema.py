"""rules/schema.json says of a rule file what the strict reader says; what an editor cannot see is listed in rule_schema.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rule_schema import KEYS, ROOT, SCHEMA, faults_of, is_valid, problems_of

from pipeline.authority import Regime, regime
from pipeline.model import Action, Custody, Scope
from pipeline.rules.entities import ENTITIES
from pipeline.rules.match import WITHIN

DEFS = SCHEMA["$defs"]


def objects(schema: object) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema that is an object."""
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from objects(part)


def rule(match: str = "{terms: [falcon]}", more: str = "", action: str = "refer", head: str = "") -> str:
    """Return a file of one rule."""
    return (
        f"format: 1\ndefault: refer\n{head}rules:\n"
        f"  - id: a\n    match: {match}\n    action: {action}\n    rationale: A ground.\n"
        + "".join(f"    {row}\n" for row in more.split("\n") if row)
    )


# --- the schema as it stands ---


def test_it_is_a_schema_of_the_draft_it_names() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", KEYS)
def test_the_keys_of_each_mapping_are_those_of_the_reader(name: str) -> None:
    assert sorted(DEFS[name]["properties"]) == sorted(KEYS[name])
    assert DEFS[name]["additionalProperties"] is False


def test_no_mapping_takes_keys_that_are_not_listed() -> None:
    closed = [each for each in objects(SCHEMA) if each.get("type") == "object"]
    assert len(closed) == len(KEYS)
    assert all(each["additionalProperties"] is False for each in closed)


def test_every_choice_is_that_of_the_reader() -> None:
    rule_keys, head = DEFS["rule"]["properties"], DEFS["file"]["properties"]
    assert rule_keys["scope"]["enum"] == [scope.value for scope in Scope]
    assert sorted(rule_keys["action"]["enum"]) == sorted(action.name.lower() for action in Action)
    assert head["default"]["enum"] == ["release", "refer"]
    assert DEFS["custody"]["enum"] == [custody.value for custody in Custody]
    assert DEFS["looked_for"]["properties"]["entity"]["enum"] == sorted(ENTITIES)
    assert DEFS["within"]["anyOf"][0]["enum"] == [unit.value for unit in WITHIN]
    assert DEFS["looked_for"]["properties"]["in"]["enum"] == ["heading", "text"]


def test_every_key_is_explained_in_plain_sentences() -> None:
    for name in KEYS:
        for key, part in DEFS[name]["properties"].items():
            assert re.fullmatch(r"(?:[A-Z]|redact|true).*[.]", part["description"]), (name, key)
            assert len(part["description"]) < 200, (name, key)
    assert all(part["title"] for part in DEFS.values())


def test_every_key_is_shown_by_an_example_that_is_valid_where_it_stands() -> None:
    for name in KEYS:
        for part in DEFS[name]["properties"].values():
            meant = DEFS.get(part.get("$ref", "").rpartition("/")[2], {})
            assert name == "examples" or "examples" in part or "examples" in meant
    for part in objects(DEFS):
        for each in part["examples"] if isinstance(part.get("examples"), list) else ():
            own = {key: value for key, value in part.items() if key != "examples"}
            assert Draft202012Validator({**own, "$defs": DEFS}).is_valid(each), each


def test_every_code_that_is_offered_is_a_code_and_no_code_is_missing() -> None:
    offered = DEFS["code"]["anyOf"][0]["enum"]
    assert len(offered) == len(set(offered))
    assert all(regime(code) for code in offered)
    assert {regime(code) for code in offered} == set(Regime)
    categories = [code for code in offered if regime(code) in {Regime.X25, Regime.X50, Regime.X75}]
    assert DEFS["category"]["enum"] == categories


@given(
    st.one_of(
        st.from_regex(
            r"\A(?:1\.4\([a-i]\)|(?:25|50|75)X[0-9]?(?:-HUM|-WMD)?|\(b\)\([0-9]\)(?:\([A-G]\))?|\([djk]\)\([0-9]\)|P[0-9]|[A-Z]{1,4})\Z"
        ),
        st.from_regex(r"\A\(b\)\(3\)[ ;,§–.()\[\]A-Za-z0-9]{0,20}\Z"),
        st.sampled_from(
            ["(b)(5) deliberative process", "(b)(5) attorney work product", "(b)(5) work product", "(b)(3)", "(b)(1)", "RD", "c"]
        ),
    )
)
@settings(max_examples=500)
def test_the_schema_takes_a_code_where_the_law_of_codes_does(code: str) -> None:
    assert Draft202012Validator({**DEFS["code"], "$defs": DEFS}).is_valid(code) is (regime(code) is not None)


# --- files that are right ---


def shipped() -> list[Path]:
    """Return the rule files that ship."""
    files = sorted([*(ROOT / "rules").glob("*.yaml"), *(ROOT / "rules" / "packs").glob("*.yaml")])
    return [file for file in files if re.search(r"^rules:", file.read_text(), re.MULTILINE)]


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.name)
def test_every_rule_file_that_ships_is_valid(file: Path) -> None:
    assert problems_of(file.read_text()) == []


def test_every_file_of_the_page_is_valid_where_the_reader_takes_it() -> None:
    files = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "rules.md").read_text(), re.DOTALL)
    right = [file for file in files if faults_of(file) == []]
    assert len(right) >= 4
    assert all(is_valid(file) for file in right)


def test_a_file_as_an_editor_reads_it_is_valid_too() -> None:
    text = rule("{terms: [1962, no, 1.5], exact_case: true, pages: 3}", "when: {since: 1945-01-01}\nequity: true\nowner: CIA")
    as_an_editor = yaml.safe_load(text)
    as_an_editor["rules"][0]["when"]["since"] = "1945-01-01"  # YAML 1.2, of editors, knows no dates
    assert Draft202012Validator(SCHEMA).is_valid(as_an_editor)
    assert (is_valid(text), faults_of(text)) == (True, [])


def test_the_first_line_of_the_starter_tells_an_editor_where_the_schema_is() -> None:
    assert (ROOT / "rules" / "starter.yaml").read_text().startswith("# yaml-language-server: $schema=schema.json\n")


# --- files that are wrong ---

FAULTY = {
    "no format": "default: refer\nrules: []\n",
    "format 2": rule().replace("format: 1", "format: 2"),
    "no rules": "format: 1\ndefault: refer\n",
    "rules of text": "format: 1\ndefault: refer\nrules: [falcon]\n",
    "rules are a text": "format: 1\ndefault: refer\nrules: falcon\n",
    "default redact": rule().replace("default: refer", "default: redact"),
    "unknown key of the file": rule(head="includes: [a.yaml]\n"),
    "include is a text": rule(head="include: a.yaml\n"),
    "include holds a mapping": rule(head="include: [{a: b}]\n"),
    "release is a text": rule(head="release: federal\n"),
    "unknown custody": rule(head="release: {custody: president}\n"),
    "category of section 1.4": rule(head="release: {categories: [1.4(c)]}\n"),
    "categories are a text": rule(head="release: {categories: 25X1}\n"),
    "permanent maybe": rule(head="release: {permanent: maybe}\n"),
    "officials are a list": rule(head="release: {officials: [Ann Pell]}\n"),
    "privacy that ends after no years": rule(head="release: {privacy_ends: {years_after_birth: 0}}\n"),
    "privacy that ends after too many years": rule(head="release: {privacy_ends: {years_after_birth: 151}}\n"),
    "privacy that ends in words": rule(head="release: {privacy_ends: {years_after_birth: hundred}}\n"),
    "privacy that ends of nothing": rule(head="release: {privacy_ends: {}}\n"),
    "privacy that ends for a text": rule(head="release: {privacy_ends: {deceased: Ann Pell}}\n"),
    "privacy that is a number": rule(head="release: {privacy_ends: 100}\n"),
    "agency is a list": rule(head="release: {agency: [CIA]}\n"),
    "no id": "format: 1\ndefault: refer\nrules:\n  - {match: {terms: [a]}, action: refer, rationale: why}\n",
    "id all": rule().replace("id: a", "id: all"),
    "no rationale": rule().replace("    rationale: A ground.\n", ""),
    "empty rationale": rule().replace("A ground.", ""),
    "unknown action": rule(action="withhold"),
    "redact without authority": rule(action="redact"),
    "redact with owner": rule(action="redact", more="authority: [1.4(c)]\nowner: CIA"),
    "unknown code": rule(action="redact", more="authority: [1.4(z)]"),
    "(b)(1)": rule(action="redact", more="authority: ['(b)(1)']"),
    "(b)(3) without its statute": rule(action="redact", more="authority: ['(b)(3)']"),
    "unknown privilege": rule(action="redact", more="authority: ['(b)(5) work product']"),
    "no code at the first stage": rule(action="redact", more="authority: [25X1, 50X1-HUM]"),
    "authority is a text": rule(action="redact", more="authority: 1.4(c)"),
    "authority is empty": rule(action="redact", more="authority: []"),
    "release with authority": rule(action="release", more="authority: [1.4(c)]"),
    "release with owner": rule(action="release", more="owner: CIA"),
    "owner in brackets": rule(more="owner: '[CIA]'"),
    "unknown scope": rule(more="scope: word"),
    "equity without owner": rule(more="equity: true"),
    "equity that redacts": rule(action="redact", more="authority: [1.4(c)]\nequity: true"),
    "equity with a chain": rule(more="owner: CIA\nequity: yes\nauthority: [1.4(c)]"),
    "overrides by refer": rule(more="overrides: {rules: all, reason: said before}"),
    "overrides without reason": rule(action="release", more="overrides: {rules: all}"),
    "overrides none": rule(action="release", more="overrides: {rules: [], reason: said before}"),
    "overrides all in a list": rule(action="release", more="overrides: {rules: [all], reason: said before}"),
    "overrides an id without brackets": rule(action="release", more="overrides: {rules: b, reason: said before}"),
    "when is a date": rule(more="when: 1962-11-07"),
    "when of a year": rule(more="when: {since: 1962}"),
    "when of 31 June": rule(more="when: {since: 1962-06-31}"),
    "when of one custody without brackets": rule(head="release: {custody: federal}\n", more="when: {custody: federal}"),
    "when of no agency": rule(head="release: {agency: CIA}\n", more="when: {agency: []}"),
    "examples of another action": rule(more="examples: {redact: [The falcon.]}"),
    "examples are a list": rule(more="examples: [The falcon.]"),
    "match is a text": rule("falcon"),
    "match is empty": rule("{}"),
    "two kinds": rule("{terms: [a], regex: b}"),
    "a file of terms and a person": rule("{terms_file: words.txt, person: [Ann Smith]}"),
    "conditions alone": rule("{near: {terms: [a]}}"),
    "terms are a text": rule("{terms: falcon}"),
    "no terms": rule("{terms: []}"),
    "a term of signs": rule("{terms: ['--']}"),
    "a file of terms without its name": rule("{terms_file: }"),
    "regex is a list": rule("{regex: [a, b]}"),
    "unknown entity": rule("{entity: PERSONS}"),
    "portion is a text": rule("{portion: SECRET}"),
    "portion without what is asked": rule("{portion: {}}"),
    "banner carries a text": rule("{banner: {carries: NOFORN}}"),
    "all of one": rule("{all: [{terms: [a]}]}"),
    "all of texts": rule("{all: [a, b]}"),
    "any of nothing": rule("{any: }"),
    "within in words": rule("{all: [{terms: [a]}, {terms: [b]}], within: five words}"),
    "within no words": rule("{all: [{terms: [a]}, {terms: [b]}], within: 0 words}"),
    "within a portion": rule("{all: [{terms: [a]}, {terms: [b]}], within: portion}"),
    "within beside terms": rule("{terms: [a], within: line}"),
    "within beside any": rule("{any: [{terms: [a]}, {terms: [b]}], within: line}"),
    "within beside terms inside all": rule("{all: [{terms: [a], within: line}, {terms: [b]}]}"),
    "near without a match": rule("{terms: [a], near: {within: line}}"),
    "near a text": rule("{terms: [a], near: harbor}"),
    "near nothing": rule("{terms: [a], near: []}"),
    "unless without a match": rule("{terms: [a], unless: [{in: heading}]}"),
    "in the title": rule("{terms: [a], in: title}"),
    "page 0": rule("{terms: [a], pages: 0}"),
    "pages from the last": rule("{terms: [a], pages: last-3}"),
    "pages with a comma at the end": rule("{terms: [a], pages: '1,'}"),
    "case of an entity": rule("{entity: PERSON, exact_case: true}"),
    "case of a combination": rule("{any: [{terms: [a]}, {terms: [b]}], exact_case: true}"),
}


def test_the_file_that_faults_are_put_into_is_right() -> None:
    assert (is_valid(rule()), faults_of(rule())) == (True, [])
    assert len(FAULTY) >= 40


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_file_is_refused_by_both(name: str) -> None:
    assert faults_of(FAULTY[name])
    assert not is_valid(FAULTY[name])
