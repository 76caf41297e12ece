"""What a release says of itself: status, authority, version, and what was withheld and why.

A statement is made of decisions and of the options of the run. The only words of the record it may hold are
its title, its date and its banner, and those only where they stand wholly in released text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.authority import basis, ends, is_classification_code, onset, printed, standing
from pipeline.dates import find_dates, in_century
from pipeline.markings import is_review_stamp
from pipeline.markings.damage import close_up
from pipeline.model import Action, Claim, Decision, Record, Version
from pipeline.passages import AmountPolicy, Kept, Passage, passages, pieces

__all__ = ["HoldRow", "LegendRow", "ReleasePolicy", "Statement", "day", "make_statement"]

AUTOMATIC_YEARS = 25
_TITLE_LINES = 8
_LONGEST_TITLE = 160
_LEVELS = tuple(re.compile(rf"\b{level}\b") for level in ("TOP ?SECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED"))
_SHORTEST_BANNER = 4
_ANY_LEVEL = re.compile(r"TOP SECRET|(?<!TOP )\bSECRET\b|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED")
_BLANK = "\ufffc"


@dataclass(frozen=True, slots=True)
class ReleasePolicy:
    """The options of a run that a release depends on, and what the rule set says of these records."""

    as_of: dt.date
    first_review: dt.date | None = None
    is_projected: bool = False
    amount: AmountPolicy = AmountPolicy.BUCKET
    case: str | None = None
    approved_by: str | None = None
    is_permanent: bool = False
    officer: str | None = None
    guide: str | None = None
    was_classified: bool = True
    is_stated_unclassified: bool = False


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One code of the closing table: as printed, its ground, until when it holds, and how many passages."""

    code: str
    basis: str
    until: str
    count: int


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One owner of the closing table: who must decide, and how many passages wait."""

    owner: str
    count: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What stands on the pages of a release beside the record's own text."""

    version: Version
    title: str | None
    date: dt.date | None
    banner: str | None
    case: str | None
    as_of: dt.date
    is_projected: bool
    amount: AmountPolicy
    approved_by: str | None
    classification: str | None
    authority: str | None
    verdict: str
    version_line: str
    withheld: int
    referred: int
    legend: tuple[LegendRow, ...]
    holds: tuple[HoldRow, ...]

    @property
    def status(self) -> str:
        """The status at the head of every page; nobody is declassified by a tool (Law of release 6)."""
        own = (self.classification or self.release_line.upper()) if self.approved_by else "PROPOSED FOR RELEASE"
        return f"PROJECTED - {own}" if self.is_projected else own

    @property
    def release_line(self) -> str:
        """The verdict as a sentence of its own, apart from the classification."""
        return {"released-in-full": "Released in full", "released-in-part": "Released in part"}.get(self.verdict, "Withheld in full")


def day(value: dt.date) -> str:
    """Return a date as 7 November 1962, in English whatever the locale."""
    months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    return f"{value.day} {months[value.month - 1]} {value.year}"


def _title(parts: Iterable[Kept | Passage]) -> str | None:
    """Return the first line of released text, near the top, that can be a title.

    A stamp of a later release is none, nor is a form's list of levels.
    """
    text = "".join(part.text if isinstance(part, Kept) and not part.is_struck else _BLANK for part in parts)
    rows = [row.strip() for row in text.splitlines() if row.strip(" \t" + _BLANK) and not _is_stamp(row)]
    for row in rows[:_TITLE_LINES]:
        is_heading = len(row) <= _LONGEST_TITLE and row[-1] not in ".,;:" and any(char.isalpha() for char in row)
        if _BLANK not in row and is_heading and row.isprintable():
            return " ".join(row.split())
    return None


def _is_stamp(row: str) -> bool:
    return is_review_stamp(row) or (row.upper() == row and len(set(_ANY_LEVEL.findall(row))) > 1)


def _level_rank(text: str) -> int:
    """Return the place of the level in ``text``, letter-spaced or not, the highest first; the number of levels where there is none."""
    plain = close_up(text.upper())
    return next((place for place, level in enumerate(_LEVELS) if level.search(plain)), len(_LEVELS))


def _banner(parts: Iterable[Kept | Passage]) -> str | None:
    """Return the cancelled marking of the highest level, the first of several, that is a line and no portion mark."""
    struck = [" ".join(part.text.split()) for part in parts if isinstance(part, Kept) and part.is_struck]
    lines = [text for text in struck if len(text) >= _SHORTEST_BANNER and not text.startswith("(") and ":" not in text]
    return min(lines, key=_level_rank, default=None)


def _released_date(record: Record, parts: Iterable[Kept | Passage]) -> dt.date | None:
    """Return the record's certain date where a person stated it or it stands in released text, wherever that is."""
    if record.date is None or record.origin is None:
        return None
    if record.date.span is None:
        return record.origin
    text = "".join(part.text if isinstance(part, Kept) else _BLANK for part in parts)
    stands = any(in_century(mention, record.origin.year) == record.origin for mention in find_dates(text))
    return record.origin if stands else None


def _verdict(blanks: tuple[Passage, ...], parts: tuple[Kept | Passage, ...]) -> str:
    if not blanks:
        return "released-in-full"
    has_text = any(isinstance(part, Kept) and not part.is_struck and any(map(str.isalnum, part.text)) for part in parts)
    return "released-in-part" if has_text else "withheld-in-full"


def _is_lapsed(passage: Passage, record: Record, as_of: dt.date) -> bool:
    """Tell whether no authority of a withheld passage lives on ``as_of``."""
    chains = [claim for claim in passage.claims if claim.codes]
    return all(_has_ended(claim, record, as_of) for claim in chains)


def _has_ended(claim: Claim, record: Record, as_of: dt.date) -> bool:
    held = standing(claim.authority, record.origin, as_of, guide=claim.guide)
    is_private = claim.privacy_ends is None or as_of < claim.privacy_ends
    return (held if is_private else held.without_privacy()).is_lapsed


def _version_line(record: Record, version: Version, blanks: tuple[Passage, ...], policy: ReleasePolicy, shown: dt.date | None) -> str:
    if version is Version.RELEASED:
        return f"Release version: what may be withheld on {day(policy.as_of)}"
    withheld = [each for each in blanks if each.action is Action.REDACT]
    lapsed = sum(_is_lapsed(each, record, policy.as_of) for each in withheld)
    if policy.first_review:
        when = day(policy.first_review)
    elif record.origin:
        when = day(shown) if shown else "the record's date"
    else:
        when = day(policy.as_of)
    return f"First-review version: codes as of {when}; {lapsed} of {len(withheld)} have since lapsed"


def _reckoned(years: int) -> str:
    """Return a day as the law reckons it, where to give it would tell the year of a record whose date is withheld."""
    return f"31 December, {years} years after origin"


def _until(code: str, record: Record, shown: dt.date | None) -> str:
    last = ends(code, record.origin)
    if last is None:
        return "undated record: until a date is found" if record.origin is None and ends(code, dt.date(1900, 1, 1)) else "not ended by age"
    if shown is None:
        years = last.year - (record.origin or last).year
        return _reckoned(years)
    return day(last)


def _legend(record: Record, blanks: tuple[Passage, ...], shown: dt.date | None) -> tuple[LegendRow, ...]:
    counts = Counter(code for each in blanks if each.action is Action.REDACT for code in each.codes)
    return tuple(LegendRow(printed(code), basis(code), _until(code, record, shown), counts[code]) for code in sorted(counts))


def _classification(
    blanks: tuple[Passage, ...], verdict: str, record: Record, policy: ReleasePolicy, shown: dt.date | None
) -> tuple[str | None, str | None]:
    """Return the classification line and its authority (Law of release 6); its day is told where the record's own is ``shown``."""
    if not policy.was_classified:
        return None, None
    if any(each.owners or any(map(is_classification_code, each.codes)) for each in blanks):
        return ("NOT DECLASSIFIED" if verdict == "withheld-in-full" else "DECLASSIFIED IN PART"), None
    authority = policy.officer or policy.guide
    if authority is None and policy.is_permanent and record.origin and policy.as_of >= onset(record.origin, AUTOMATIC_YEARS):
        when = day(onset(record.origin, AUTOMATIC_YEARS)) if shown else _reckoned(AUTOMATIC_YEARS)
        authority = f"E.O. 13526 sec. 3.3(a), {when}"
    return ("DECLASSIFIED", authority) if authority else ("DECLASSIFICATION AUTHORITY NOT STATED", None)


def make_statement(record: Record, decisions: Iterable[Decision], version: Version, policy: ReleasePolicy) -> Statement:
    """Return what one version says of itself, for its pages, its closing table and its manifest."""
    settled = tuple(decisions)
    blanks, parts = passages(record, settled), pieces(record, settled)
    shown, verdict = _released_date(record, parts), _verdict(blanks, parts)
    classification, authority = _classification(blanks, verdict, record, policy, shown)
    owners = Counter(owner for each in blanks for owner in each.owners)
    return Statement(
        version=version,
        title=_title(parts),
        date=shown,
        banner=_banner(parts),
        case=policy.case,
        as_of=policy.as_of,
        is_projected=policy.is_projected,
        amount=policy.amount,
        approved_by=policy.approved_by,
        classification=classification,
        authority=authority,
        verdict=verdict,
        version_line=_version_line(record, version, blanks, policy, shown),
        withheld=sum(each.action is Action.REDACT for each in blanks),
        referred=sum(each.action is Action.REFER for each in blanks),
        legend=_legend(record, blanks, shown),
        holds=tuple(HoldRow(owner, owners[owner]) for owner in sorted(owners)),
    )
