"""The rule packs that ship: what each rule owes, which law they cover between them, and how the rule sets are put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.rulebook import open_rules

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
LAW = RULES / "law.yaml"
IDENTIFIERS = RULES / "identifiers.yaml"
SETS = tuple(RULES / f"{name}.yaml" for name in ("default", "modern", "presidential", "donated"))
OFFERED = RULES / "packs" / "private-persons.yaml"  # withholds every private name: for those who include it
PACKS = (*sorted((RULES / "packs").glob("*.yaml")), LAW, IDENTIFIERS)
SEED = (ROOT / "seeds" / "excomm-meeting-22.txt").read_text("utf-8")

LEAST_EXAMPLES = 2
SHARED_WORDS = 6  # so many words in a row that an example shares with the seed are the seed's
GROUND = re.compile(r"\bsections? \d|\b\d+ U\.S\.C\. \d|\bparagraph\b|\bPublic Law \d|\bRule of Criminal Procedure\b|\bexemption \(b\)")
HEAD = ("What it is for:", "The law", "How to edit:")
CODES = {
    *(f"1.4({letter})" for letter in "abcdefgh"),
    *(f"25X{number}" for number in range(1, 10)),
    "50X1-HUM",
    "50X2-WMD",
    "(b)(2)",
    "(b)(4)",
    "(b)(5) deliberative process",
    "(b)(5) attorney-client privilege",
    "(b)(5) attorney work product",
    "(b)(6)",
    *(f"(b)(7)({letter})" for letter in "ABCDEF"),
    "(b)(8)",
    "(b)(9)",
    *(f"P{number}" for number in range(1, 7)),
    "C",
}
STATUTES = {
    "50 U.S.C. 3024(i)(1)",
    "50 U.S.C. 3507",
    "50 U.S.C. 3605",
    "18 U.S.C. 798",
    "10 U.S.C. 424",
    "10 U.S.C. 130",
    "10 U.S.C. 130b",
    "10 U.S.C. 455",
    "42 U.S.C. 2168",
    "8 U.S.C. 1202(f)",
    "22 U.S.C. 4004",
    "22 U.S.C. 2778(e)",
    "50 U.S.C. 4820(h)",
    "26 U.S.C. 6103",
    "Fed. R. Crim. P. 6(e)",
    "13 U.S.C. 8-9",
    "41 U.S.C. 4702",
    "35 U.S.C. 122",
    "35 U.S.C. 205",
    "31 U.S.C. 5319",
    "49 U.S.C. 114(r)",
    "5 U.S.C. 13107",
    "50 U.S.C. 3141",
    "50 U.S.C. 3142",
    "50 U.S.C. 3143",
    "50 U.S.C. 3144",
}
AGENCIES = {"CIA", "NSA", "NRO", "NGA", "DIA", "FBI", "DOE", "Department of State", "Department of the Treasury"}


def read(path: Path) -> dict[str, Any]:
    """Return a file as mappings, lists and text: no word is a number or a date."""
    found = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # it makes text, lists and mappings alone
    assert isinstance(found, dict)
    return found


def rules_of(*paths: Path) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield from read(path)["rules"]


def examples_of(rule: dict[str, Any]) -> list[str]:
    return [text for texts in rule["examples"].values() for text in texts]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


RULE_CASES = [pytest.param(rule, id=rule["id"]) for rule in rules_of(*PACKS)]
CODES_USED = {code for rule in rules_of(*PACKS) for code in rule.get("authority", ())}


@pytest.mark.parametrize("path", [*PACKS, *SETS], ids=lambda path: path.stem)
def test_a_file_loads_alone_and_its_examples_hold(path: Path) -> None:
    assert open_rules(path).rules


@pytest.mark.parametrize("rule", RULE_CASES)
def test_a_rule_has_two_examples_of_each_kind(rule: dict[str, Any]) -> None:
    assert set(rule["examples"]) == {rule["action"], "keep"}
    assert min(len(set(texts)) for texts in rule["examples"].values()) >= LEAST_EXAMPLES


@pytest.mark.parametrize("rule", RULE_CASES)
def test_a_rule_says_its_ground(rule: dict[str, Any]) -> None:
    assert GROUND.search(rule["rationale"])


@pytest.mark.parametrize("rule", RULE_CASES)
def test_no_example_is_the_seeds(rule: dict[str, Any]) -> None:
    taken = [text for text in examples_of(rule) if runs(text, SHARED_WORDS) & runs(SEED, SHARED_WORDS)]
    assert not taken
    assert not [text for text in examples_of(rule) if " ".join(words(text)) in " ".join(words(SEED))]


def test_ids_are_unique_over_all_packs() -> None:
    ids = [rule["id"] for rule in rules_of(*PACKS)]
    assert len(ids) == len(set(ids))


def test_the_packs_cover_the_codes() -> None:
    assert not CODES - CODES_USED


def test_the_packs_name_the_statutes() -> None:
    named = {code.removeprefix("(b)(3) ") for code in CODES_USED if code.startswith("(b)(3)")}
    assert not STATUTES - named


def test_one_rule_stands_for_one_statute() -> None:
    cited = [code for rule in rules_of(RULES / "packs" / "statutes.yaml") for code in rule["authority"]]
    assert len(cited) == len(set(cited))
    assert all(code.startswith("(b)(3) ") for code in cited)


def test_an_old_citation_maps_to_a_statute_that_a_rule_cites() -> None:
    citations = read(RULES / "citations.yaml")["citations"]
    assert citations
    old = [each["old"] for each in citations]
    assert len(old) == len(set(old))
    assert all(each["covers"] for each in citations)
    assert not {f"(b)(3) {each['new']}" for each in citations} - CODES_USED
    assert not {f"(b)(3) {each}" for each in old} & CODES_USED


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_says_what_it_is_for(path: Path) -> None:
    head = path.read_text("utf-8").partition("format: 1")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert all(f"# {word}" in head for word in HEAD)
    assert read(path)["default"] == "refer"


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule["id"]) for rule in rules_of(LAW)])
def test_the_laws_own_rules_hold_a_page_and_claim_nothing(rule: dict[str, Any]) -> None:
    assert (rule["scope"], rule["action"], rule["owner"]) == ("page", "refer", "DOE")
    assert rule["id"].startswith("kyl-lott-")
    assert "authority" not in rule


def test_the_laws_own_rules_are_in_no_rule_set() -> None:
    assert not [path for path in SETS if any(LAW.name in name for name in read(path)["include"])]


def test_every_pack_is_in_a_rule_set() -> None:
    included = {RULES / name for path in SETS for name in read(path)["include"]}
    assert included == set(PACKS) - {LAW, IDENTIFIERS, OFFERED}


@pytest.mark.parametrize(
    ("name", "custody"), [("default", "federal"), ("modern", "federal"), ("presidential", "presidential"), ("donated", "donated")]
)
def test_a_rule_set_says_whose_records_it_is_for(name: str, custody: str) -> None:
    assert read(RULES / f"{name}.yaml")["release"]["custody"] == custody


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule["id"]) for rule in rules_of(RULES / "packs" / "equities.yaml")])
def test_an_equity_waits_for_its_owner(rule: dict[str, Any]) -> None:
    assert (rule["action"], rule["equity"]) == ("refer", "true")
    assert rule["owner"] in AGENCIES


def test_every_agency_has_an_equity() -> None:
    assert {rule["owner"] for rule in rules_of(RULES / "packs" / "equities.yaml")} == AGENCIES


@pytest.mark.parametrize("rule", RULE_CASES)
def test_a_code_of_one_custody_is_claimed_there_alone(rule: dict[str, Any]) -> None:
    """44 U.S.C. 2204 reaches records from 20 January 1981; it leaves (b)(5) out; a deed binds what it gave."""
    for code in rule.get("authority", ()):
        if re.fullmatch(r"P[1-6]", code):
            assert rule["when"] == {"custody": ["presidential"], "since": "1981-01-20"}
        elif code == "C":
            assert rule["when"] == {"custody": ["donated"]}
        elif code.startswith("(b)(5)"):
            assert rule["when"]["custody"] == ["federal"]
