"""Words that stand in, beside or under a marking are released by it only where the law is sure of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from wordbook import VOCABULARY

from pipeline.decide import decide
from pipeline.detect import MarkingDetector, detect
from pipeline.model import Action, Record, RuleSet, Version

MakeRecord = Callable[[str], Record]
MakeRules = Callable[[str], RuleSet]
AS_OF = dt.date(2026, 11, 24)
DETECTOR = MarkingDetector(VOCABULARY)
RULES = "format: 1\ndefault: release\nrules:\n  - id: other\n    match: {terms: [walrus]}\n    action: refer\n    rationale: Other.\n"
HEAD = "\n\nMemorandum\nNovember 7, {year}\n\nThe text goes on here and there for a while.\n\n"
OWNED, YOUNG = "SECRET RESTRICTED DATA" + HEAD.format(year=1962), "SECRET" + HEAD.format(year=2015)
PLAIN = "Memorandum\nNovember 7, 2015\n\n"
WARNING = (
    "This material contains information affecting the National Defense of the United States, our FALCON is in the harbor,\n"
    "and its revelation is prohibited by law."
)
FILLER = "The weather was bad in all of the harbor, and it rained.\n\n" * 12


def actions(record: Record, rules: RuleSet, word: str) -> set[Action]:
    """Return what is done with the first letter of ``word`` in both versions."""
    at = record.text.index(word)
    findings = detect(record, [DETECTOR])
    versions = [decide(record, findings, rules, version=version, as_of=AS_OF) for version in Version]
    return {each.action for decisions in versions for each in decisions if each.span.start <= at < each.span.end}


@pytest.mark.parametrize(
    "line",
    [
        WARNING,
        "This document must not be shown to FALCON, our man in the harbor.",
        "EYES ONLY FOR FALCON OUR MAN IN THE HARBOR",
        "SECRET/FALCON",
        "SECRET; FALCON",
        "SECRET//RD//FALCON IN THE HARBOR",
        "SECRET//RD//SAR-FALCON IN THE HARBOR",
        "SECRET//FALCN//NOFORN",
        "SECRET (WHEN FALCON IS IN THE HARBOR)",
        "SECRET NOFORN EXCEPT FALCON OUR MAN",
        "HANDLE VIA FALCON HARBOR CHANNELS ONLY",
        "(S//RD//SAR-FALCON) The text.",
        "TOP SECRET FALCON EYES ONLY",
    ],
)
def test_an_owners_hold_spares_nothing_but_words_of_markings(make_record: MakeRecord, make_rules: MakeRules, line: str) -> None:
    word = "FALCN" if "FALCN" in line else "FALCON"
    assert actions(make_record(f"{OWNED}{line}\n"), make_rules(RULES), word) == {Action.REFER}


@pytest.mark.parametrize(
    "line", ["SECRET RESTRICTED DATA", "S-E-C-R-E-T", "HANDLE VIA COMINT CHANNELS ONLY", "SECRET//RD-SIGMA 14//NOFORN"]
)
def test_an_owners_hold_spares_markings_of_known_words(make_record: MakeRecord, make_rules: MakeRules, line: str) -> None:
    assert actions(make_record(f"{OWNED}\n\n{line} \n\nThe text."), make_rules(RULES), f"{line} \n\nThe text.") == {Action.RELEASE}


@pytest.mark.parametrize(
    "text",
    [
        "(U) The Harbor\n\n1. The FALCON flew over the harbor.",
        "1. (U) It rained.\n\nA. The FALCON flew over the harbor.",
        "1. (U) It rained.\n\na. The FALCON flew over the harbor.",
        "(U - ENTIRE TEXT)\n\n1. The FALCON flew over the harbor.",
        "He saw the “FALCON of the harbor (U)” that day.",
    ],
)
def test_an_unclassified_mark_lifts_no_more_than_its_own_paragraph(make_record: MakeRecord, make_rules: MakeRules, text: str) -> None:
    assert actions(make_record(f"{YOUNG}{text}\n"), make_rules(RULES), "FALCON") == {Action.REFER}


@pytest.mark.parametrize(
    "text",
    [
        f"{PLAIN}Status:\nunclassified\nThe FALCON flew over the harbor.\n",
        f"{PLAIN}{FILLER}Unclassified\n\nThe FALCON flew over the harbor.\n\n{FILLER}",
        f"{PLAIN}{FILLER}UNCLASSIFIED\n\nThe FALCON flew over the harbor.\n\n{FILLER}",
    ],
)
def test_only_a_stamp_at_a_pages_head_or_foot_tells_that_a_record_is_unclassified(
    make_record: MakeRecord, make_rules: MakeRules, text: str
) -> None:
    assert actions(make_record(text), make_rules(RULES), "FALCON") == {Action.REFER}


@pytest.mark.parametrize("number", ["C01234567", "DOCID: 4009842", "B1"])
def test_a_number_that_could_be_anybodys_is_held_with_the_record(make_record: MakeRecord, make_rules: MakeRules, number: str) -> None:
    assert actions(make_record(f"{YOUNG}{number}\n"), make_rules(RULES), number) == {Action.REFER}


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (["SECRET\n\nText.", "SECRET//RD\n\nIt is large.", "SECRET\n\nThe FALCON."], {Action.RELEASE}),
        (["SECRET\n\nText.", "SECRET//RD\n\nThe FALCON.", "SECRET\n\nText."], {Action.REFER}),
        (["SECRET\n\nText.", "SECRET//RD\n\nIt is large.", "The FALCON."], {Action.REFER}),
        (["The FALCON.", "SECRET//RD\n\nIt is large.", "SECRET\n\nText."], {Action.REFER}),
        (["SECRET//RD\n\nText.", "SECRET\n\nIt is large.", "SECRET\n\nThe FALCON."], {Action.REFER}),
    ],
)
def test_an_owners_page_is_held_with_every_page_whose_banner_may_be_lost(
    make_record: MakeRecord, make_rules: MakeRules, pages: list[str], expected: set[Action]
) -> None:
    text = "\f".join(f"{page}\n\nMoscow, November 7, 1962.\n" for page in pages)
    assert actions(make_record(text), make_rules(RULES), "FALCON") == expected


@pytest.mark.parametrize(
    "stamp",
    [
        "SECR\u0415T RESTRICT\u0415D D\u0410TA",
        "RESTR\u200bICTED DA\u00adTA",
        "\uff32\uff25\uff33\uff34\uff32\uff29\uff23\uff34\uff25\uff24 \uff24\uff21\uff34\uff21",
        "N\u0410TO SECRET",
        "This document contains R\u0435stricted Data as defined in the Atomic Energy Act of 1954",
    ],
)
def test_letters_that_imitate_others_hide_no_owners_stamp(make_record: MakeRecord, make_rules: MakeRules, stamp: str) -> None:
    assert actions(make_record(f"{stamp}{HEAD.format(year=1962)}The FALCON.\n"), make_rules(RULES), "FALCON") == {Action.REFER}


@pytest.mark.parametrize(
    "mark",
    [
        *("(DEU-C)", "(GBR-S)", "(UK-S)", "(DEU C)", "(GBR\u2014S)", "(NATO-S)", "(NATO S)", "(FGI-C)", "(C-FGI)", "(FGI)", "(SEATO-S)"),
        *("(GBR\u2011S)", "(G\u0412R-S)", "(UK Secret)", "(//GBR-S)", "(UK EYES ONLY)"),
    ],
)
def test_a_portion_of_another_government_is_held_as_the_regulation_marks_it(
    make_record: MakeRecord, make_rules: MakeRules, mark: str
) -> None:
    text = f"SECRET{HEAD.format(year=1962)}{mark} The FALCON flew at noon.\n\n(S) The weather was bad.\n"
    record = make_record(text)
    assert (actions(record, make_rules(RULES), "FALCON"), actions(record, make_rules(RULES), "weather")) == (
        {Action.REFER},
        {Action.RELEASE},
    )


@pytest.mark.parametrize(
    "notice",
    [
        "This Document Contains United Kingdom Information",
        "This Document Contains (indicate country of origin) Information",
        "This document contains information of the Government of Canada.",
        "THIS DOCUMENT CONTAINS\nBRITISH INFORMATION",
        "This document contains Transclassified Foreign Nuclear Information",
        "FOREIGN GOVERNMENT INFORMATION",
        "SEATO SECRET",
        "CENTO SECRET",
        "TOP SECRET UK",
        "UK EYES ONLY",
    ],
)
def test_a_record_of_another_government_is_held_as_the_regulation_marks_it(
    make_record: MakeRecord, make_rules: MakeRules, notice: str
) -> None:
    assert actions(make_record(f"SECRET{HEAD.format(year=1962)}{notice}\n\nThe FALCON.\n"), make_rules(RULES), "FALCON") == {Action.REFER}


@pytest.mark.parametrize("stamp", ["SECR\u0415T", "S\u0415CR\u0415T//NOFORN"])
def test_letters_that_imitate_others_make_no_record_unclassified(make_record: MakeRecord, make_rules: MakeRules, stamp: str) -> None:
    text = f"UNCLASSIFIED\n\n{stamp}{HEAD.format(year=2015)}The FALCON.\n"
    assert actions(make_record(text), make_rules(RULES), "FALCON") == {Action.REFER}
