"""What can be wrong with a marking: stable codes, each with its sentence and the rule it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import Problem

__all__ = ["PROBLEMS", "Faults", "ProblemKind"]

_A6, _D2 = "CAPCO 2016 A.6", "CAPCO 2016 D.2"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its sentence, in which ``{what}`` and ``{how}`` are filled in, and the rule it rests on."""

    sentence: str
    rule: str


PROBLEMS: Mapping[str, ProblemKind] = {
    "abbreviated-control": ProblemKind("{what} is the abbreviation of a portion mark; a banner spells it {how}", _A6),
    "abbreviated-level": ProblemKind("the level is abbreviated; a banner spells it {what}, a portion mark stands in parentheses", _A6),
    "banner-above-portions": ProblemKind(
        "the banner {what} is higher than every portion, which give {how}; say why, or lower it", "32 CFR 2001.24(g)"
    ),
    "banner-below-portions": ProblemKind("the banner {what} is lower than a portion marked {how}", _D2),
    "capitals": ProblemKind("a banner is written in capital letters", "CAPCO 2016 D.1"),
    "category-order": ProblemKind("{what} is out of order; the order is SCI, SAP, AEA, FGI, dissemination, non-IC", _A6),
    "conflict": ProblemKind("{what} and {how} conflict; they cannot stand together", "CAPCO 2016 B.3"),
    "declassification-in-banner": ProblemKind(
        "the declassification value or date {what} has not belonged in a banner since February 2008", "CAPCO 2016 s. I"
    ),
    "duplicate": ProblemKind("{what} stands twice; write it once", _A6),
    "foreign-start": ProblemKind("a non-US marking must start with //, then its owner and the level", _A6),
    "level-not-allowed": ProblemKind("{what} cannot stand under the level {how}", "CAPCO 2016"),
    "list-order": ProblemKind("{what} is out of order; expected {how}", _A6),
    "missing-level": ProblemKind("no level of classification opens the marking", _A6),
    "no-marking": ProblemKind("no marking tells the level of the record; that does not make it unclassified", "32 CFR 2001.24(f)"),
    "not-a-marking": ProblemKind("these words are no marking that the vocabulary knows", "rules/markings"),
    "obsolete-instruction": ProblemKind("the instruction {what} is obsolete and releases nothing; today: {how}", "32 CFR 2001.22(e)(3)"),
    "obsolete-marking": ProblemKind("{what} is no longer in use; its successor: {how}", "CAPCO 2016 s. I"),
    "repeated-sar": ProblemKind("SAR- is repeated; it stands once, before the first program", _A6),
    "requires": ProblemKind("{what} requires {how}", "CAPCO 2016"),
    "rollup-mismatch": ProblemKind("the portions require {how}, which the banner {what} lacks or contradicts", _D2),
    "second-level": ProblemKind("{what} is a second level; a marking has one level, and it opens the marking", "CAPCO 2016 D.1"),
    "separator": ProblemKind("wrong separator: {what}; {how}", _A6),
    "spacing": ProblemKind(
        "wrong separator: a blank stands beside the slash before or after {what}; write the slashes without blanks", _A6
    ),
    "spelled-out-control": ProblemKind("a portion mark abbreviates {what} to {how}", _A6),
    "spelled-out-level": ProblemKind("the level {what} is spelled out; a portion mark abbreviates it", "CAPCO 2016 p. 47"),
    "stale-declassification-date": ProblemKind(
        "the date {what} has passed; that alone declassifies nothing, the originator decides", "32 CFR 2001.22(e)(3)"
    ),
    "unmarked-text": ProblemKind("text from here on bears no mark; that does not make it unclassified", "32 CFR 2001.24(f)"),
    "unknown-token": ProblemKind("{what} is no word that the vocabulary knows{how}", "rules/markings"),
    "usa-first": ProblemKind("USA must stand first in {what}, then the others in order", _A6),
    "usa-missing": ProblemKind("USA is missing from {what}", "CAPCO 2016 p. 151"),
}

_SEPARATORS = {
    "an empty category": "leave out a category that is absent",
    "two categories joined by a single slash": "a double slash stands between categories",
    "one category split by a double slash": "a single slash stands between the controls of one category",
    "more than two slashes": "two slashes open a non-US marking",
    "commas between controls": "a single slash stands between controls",
    "blanks between controls": "a single slash stands between controls, a double slash between categories",
    "commas between owners": "a blank stands between the owners of a JOINT marking",
    "a hyphen before the level": "a blank stands between the owner and the level",
    "FGI countries": "a blank stands between FGI and each of its countries",
    "SIGMA numbers": "a hyphen stands before SIGMA, a blank between its numbers",
    "SAR without a hyphen": "a hyphen joins SAR to its first program",
    "a list without commas": "a comma and a blank stand between the members of a REL TO or DISPLAY ONLY list",
    "AND in a list": "a comma and a blank stand between the members of a list (AND was dropped in July 2005)",
    "REL without TO": "write REL TO and the list",
}


class Faults:
    """Collects the problems of one string; ``base`` is where the string begins in the text it was taken from."""

    def __init__(self, base: int = 0) -> None:
        self.base = base
        self.found: list[Problem] = []

    def add(self, code: str, start: int, end: int, *, what: str = "", how: str = "", rule: str = "") -> None:
        """Note a problem of ``code``; ``rule`` takes the place of the kind's own where a token has a source of its own."""
        kind = PROBLEMS[code]
        if code == "separator":
            how = _SEPARATORS[what]
        problem = Problem(self.base + start, self.base + max(end, start), code, kind.sentence.format(what=what, how=how), rule or kind.rule)
        if problem not in self.found:
            self.found.append(problem)

    def problems(self) -> tuple[Problem, ...]:
        """Return what was found, by place."""
        return tuple(sorted(self.found))
