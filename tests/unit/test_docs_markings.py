"""docs/markings.md: its tables name every problem, kind and category there is, and its example adds a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import blocks

from pipeline.markings import PROBLEMS, parse
from pipeline.model import Category
from pipeline.rulebook import open_rules, shipped_vocabulary, vocabulary_of

GUIDE = Path(__file__).parents[2] / "docs" / "markings.md"
TEXT = GUIDE.read_text("utf-8")
FILES = {block.name: block.body for block in blocks(GUIDE) if block.language == "yaml"}


def test_every_problem_stands_in_the_guide_as_it_is_told() -> None:
    rows = {match[1]: (match[2], match[3]) for match in re.finditer(r"^[|] `([a-z-]+)` [|] (.+) [|] (.+) [|]$", TEXT, re.MULTILINE)}
    told = {code: (re.sub(r"[{]\w+[}]", "…", kind.sentence), kind.rule) for code, kind in PROBLEMS.items()}
    assert {code: rows.get(code) for code in told} == told


def test_every_category_stands_in_the_guide() -> None:
    listed = TEXT[TEXT.index("Categories:") : TEXT.index("## Problems")]
    assert set(re.findall(r"`([a-z-]+)`", listed)) == {category.value for category in Category}


def test_the_word_of_the_example_is_known_to_its_rule_set(tmp_path: Path) -> None:
    for name, body in FILES.items():
        (tmp_path / name).write_text(body, "utf-8")
    assert parse("SECRET ZEBRAWOOD", shipped_vocabulary()) is None
    reading = parse("SECRET ZEBRAWOOD", vocabulary_of(open_rules(tmp_path / "my-rules.yaml").words))
    assert reading is not None
    assert reading.marking.legacy == ("ZEBRAWOOD",)


@pytest.mark.parametrize(
    "kind",
    [
        *("banner", "portion", "authority-block", "notice", "channel", "copy-control", "precedence", "slug", "checkbox", "release-stamp"),
    ],
)
def test_every_kind_stands_in_the_guide(kind: str) -> None:
    assert re.search(rf"^[|] {kind} [|]", TEXT, re.MULTILINE)
