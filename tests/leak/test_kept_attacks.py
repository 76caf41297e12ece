"""Attacks on PDFs that keep their pages: what a person reads is never released, and nothing beside a bar tells how long its words were.

Each file is one of ``kept_attacks.py``. A refusal is safe, a release that holds the word, or its width, is not.
"""

from __future__ import annotations

import datetime as dt
import re

import kept_attacks
import pypdfium2
import pytest
from combining import findings_of, rules_of

from pipeline.decide import decide
from pipeline.errors import InputError, LeakError
from pipeline.ingest import ingest, readers_for
from pipeline.model import Version
from pipeline.render import render
from pipeline.statement import ReleasePolicy
from pipeline.verify import verify

POLICY = ReleasePolicy(dt.date(2026, 11, 24), is_stated_unclassified=True)
ALIKE = (kept_attacks.CODE_WORD, "ZANZIBIR-7734", "ZANZIIBAR-734")  # as many letters, of other widths


def released(untrusted: bytes) -> bytes | None:
    """Return the release of a file, read back by every probe, or None where it is refused."""
    rules = rules_of(*(f"{{terms: [{each}]}}" for each in ALIKE))
    try:
        record = ingest(untrusted, name="attack.pdf", readers=readers_for())
        findings = findings_of(record, rules)
        settled = decide(record, findings, rules, version=Version.RELEASED, as_of=POLICY.as_of, is_stated_unclassified=True)
        draft = render(record, settled, POLICY, version=Version.RELEASED)
        verify(draft, record, settled, policy=POLICY)
    except (InputError, LeakError):
        return None
    return draft.pdf


def folded(pdf: bytes) -> str:
    return re.sub(r"[^A-Z0-9]", "", "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)))


@pytest.mark.parametrize("name", kept_attacks.FINDERS)
def test_a_word_that_a_person_reads_is_not_released_however_its_letters_are_drawn(name: str) -> None:
    pdf = released(kept_attacks.FINDERS[name]())
    assert pdf is None or not any(part in folded(pdf) for part in ("ZANZI", "NZIBA", "7734"))


@pytest.mark.parametrize("name", kept_attacks.MEASURES)
def test_a_release_is_the_same_whatever_the_width_of_the_word(name: str) -> None:
    one, *others = (released(kept_attacks.MEASURES[name](word)) for word in ALIKE)
    assert one is not None
    assert all(each == one for each in others)


@pytest.mark.parametrize("name", kept_attacks.PICTURES)
def test_a_release_is_the_same_whatever_word_a_picture_shows(name: str) -> None:
    one, *others = (released(kept_attacks.PICTURES[name](word)) for word in ALIKE)
    assert one is not None
    assert all(each == one for each in others)
