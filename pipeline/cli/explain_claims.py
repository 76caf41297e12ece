"""Every claim on a passage in sentences: rules with their chains, rulings, and what the law holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from pipeline.authority import PRIVACY, Regime, basis, ends, regime
from pipeline.chains import CodeStanding, CodeState
from pipeline.cli.explain_words import VERSIONS, file_of, joined, named, place, quoted, whom
from pipeline.cli.looks_for import looks_for, reach_told
from pipeline.decide.privacy import privacy_ends
from pipeline.explanation import Explanation, LawAccount, Passage, RuleAccount, RulingAccount
from pipeline.model import Action, Claim, Finding, Record, Rule, RuleSet, Version, When
from pipeline.statement import day

__all__ = ["law_told", "rule_told", "ruling_told", "title_of", "title_of_ruling"]

_MOST_FOUND = 6
_ANY_DAY = dt.date(1990, 1, 1)  # a code that this origin does not end is not ended by age
_GUIDED = frozenset({Regime.X25, Regime.X50, Regime.X75})


def title_of(rule: Rule) -> str:
    """Return a rule's name, its place, and what it does."""
    does = {
        Action.REDACT: "withholds",
        Action.REFER: f"refers to {whom(rule.owner)}",
        Action.RELEASE: "releases",
    }[rule.action]
    return f"Rule {rule.id} ({file_of(rule)}) {does}"


def rule_told(account: RuleAccount, passage: Passage, found: Explanation) -> Iterator[str]:
    """Yield what a rule says of itself, what it found, and how it stands in each version."""
    rule = account.rule
    yield f"Its reason: {rule.rationale}"
    yield f"It looks for {looks_for(rule.match)}, and found {_found(account.findings, found.record)}."
    yield reach_told(rule.scope)
    if account.unmet:
        yield f"It matched, but it does not speak of this record: {_unmet(account, found)}."
        return
    if rule.overrides:
        lifts = (
            "what any rule withholds"
            if "all" in rule.overrides
            else f"what {named(rule.overrides)} withhold{'s' if len(rule.overrides) == 1 else ''}"
        )
        yield f"It lifts {lifts} there, never a referral or a marking: {rule.override_reason}"
    for other in account.overridden:
        yield f"It is lifted here by rule {other.id} ({file_of(other)}): {other.override_reason}"
    if rule.is_equity:
        until = f"until {day(account.equity_until)}" if account.equity_until else "as long as the record has no certain date"
        yield f"It is an equity of {rule.owner}: it holds {until}, and after 25 years only beside a living claim of 25X, 50X or 75X."
    if rule.authority:
        yield from _chain(account, found)
        yield from _ended(account, found)
    elif rule.action is Action.REFER and not rule.is_equity:
        yield "It names no code, so age does not end it."
    if rule.is_equity:
        yield from (_equity(account, version) for version in passage.verdicts)


def _ended(account: RuleAccount, found: Explanation) -> Iterator[str]:
    """Yield whom the rule found that has no privacy: who it is said to be, in which versions, and what of the rule ends with it."""
    told: dict[str, list[str]] = {}
    for version, findings in account.ended.items():
        for each in findings:
            told.setdefault(f"{_found([each], found.record)} {_who(each, found)}", []).append(VERSIONS[version])
    codes = joined([code for code in account.rule.authority if code in PRIVACY])
    for said, versions in told.items():
        where = f"the {versions[0]} version" if len(versions) == 1 else "both versions"
        yield f"{said}. So in {where} {codes} claims nothing there."


def _who(finding: Finding, found: Explanation) -> str:
    """Say why the privacy of a person has ended."""
    subject, stated = finding.subject, found.rules.privacy_ends
    if subject is not None and subject.is_official:
        return f"names an official of the time ({subject.office or 'on the list of officials'})"
    if subject is not None and subject.is_deceased:
        return "names somebody on the rule set's list of the deceased"
    ends = privacy_ends(subject, stated)
    born = day(subject.born) if subject and subject.born else "an unknown day"
    ended = f", on {day(ends)}" if ends else ""
    return f"is of a person born on {born} at the latest, and privacy ends {stated.years_after_birth} years after birth{ended}"


def _found(findings: Sequence[Finding], record: Record) -> str:
    """Say which words were found where; words that stand in several places once, with the first of them."""
    widest = [each.span for each in findings if not any(other.span != each.span and other.span.covers(each.span) for other in findings)]
    places: dict[str, list[str]] = {}
    for span in dict.fromkeys(widest):
        places.setdefault(quoted(record, span), []).append(place(record, span.start))
    said = [f"{words} ({own[0]})" + (f" in {len(own)} places" if len(own) > 1 else "") for words, own in places.items()]
    return joined([*said[:_MOST_FOUND], *([f"{len(said) - _MOST_FOUND} more"] if len(said) > _MOST_FOUND else [])])


def _equity(account: RuleAccount, version: Version) -> str:
    return f"In the {VERSIONS[version]} version it {'holds' if account.claims[version] else 'does not hold'}."


def _unmet(account: RuleAccount, found: Explanation) -> str:
    return "; ".join(_asked_for(each, account.rule.when or When(), found) for each in account.unmet)


def _asked_for(what: str, when: When, found: Explanation) -> str:
    if what == "custody":
        return f"it is for {joined([each.value for each in when.custody])} records, and these are {_custody(found.rules)}"
    if what == "agency":
        return f"it is for records of {joined(when.agency)}, and these are of {found.rules.agency or 'no stated agency'}"
    origin = found.record.origin
    return f"it is for records {_period(when)}, and this one " + (f"is of {day(origin)}" if origin else "has no certain date")


def _custody(rules: RuleSet) -> str:
    return rules.custody.value if rules.custody else "of no stated custody"


def _period(when: When) -> str:
    since, until = (day(each) if each else None for each in (when.since, when.until))
    return f"from {since} to {until}" if since and until else f"from {since} on" if since else f"up to {until}"


def _chain(account: RuleAccount, found: Explanation) -> Iterator[str]:
    """Yield the ground of a rule, its guide, and how each code stands in each version."""
    rule = account.rule
    yield "Its ground is " + "; then ".join(f"{code}: {basis(code)}" for code in rule.authority) + "."
    if rule.guide:
        yield f"Its approved guide: {rule.guide}."
    elif any(regime(code) in _GUIDED for code in rule.authority):
        yield "It cites no approved guide."
    for version, codes in account.codes.items():
        claims = " So it claims nothing." if version in account.lapsed else ""
        yield f"In the {VERSIONS[version]} version ({day(found.days[version])}): {'; '.join(map(_code, codes))}.{claims}"


def _code(standing: CodeStanding) -> str:
    code, on = standing.code, day(standing.day) if standing.day else None
    if standing.state is CodeState.HOLDS:
        ageless = "and age does not end it" if ends(code, _ANY_DAY) is None else "as long as the record has no certain date"
        return f"{code} holds, {f'until {on}' if on else ageless}"
    if standing.state is CodeState.NOT_YET:
        return f"{code} cannot be cited " + (f"before {on}" if on else "while the record has no certain date")
    return {
        CodeState.LAPSED: f"{code} lapsed on {on}",
        CodeState.REPLACED: f"{code} gives way to the code behind it",
        CodeState.TOO_LATE: f"{code} comes too late, for on {on} no code of the rule could be cited and the passage was released",
        CodeState.NO_GUIDE: f"{code} holds only under an approved guide, so the originating agency must decide",
        CodeState.NOT_APPROVED: f"{code} is not among the categories that the agency may use",
        CodeState.IN_DOUBT: f"{standing.why}, so here it is in doubt",
    }[standing.state]


def title_of_ruling(account: RulingAccount) -> str:
    """Return a ruling's name, its place, and what it does."""
    ruling = account.ruling
    does = {
        Action.REDACT: f"withholds under {joined(ruling.codes)}",
        Action.REFER: f"refers to {whom(ruling.owner)}",
        Action.RELEASE: "releases",
    }[ruling.action]
    return f"{account.name.capitalize()} ({ruling.place}) {does}"


def ruling_told(account: RulingAccount) -> Iterator[str]:
    """Yield who ruled and why, what the ruling carries out, and how it stands in each version."""
    ruling = account.ruling
    second = f"; {ruling.second} concurred" if ruling.second else ""
    yield f"It was made by {ruling.by} on {day(ruling.at)}{second}. The reason: {ruling.reason}"
    if ruling.guide:
        yield f"Its approved guide: {ruling.guide}."
    yield from (f"It carries out what {owner} decided: {decision}" for owner, decision in ruling.settled)
    for version, claims in account.claims.items():
        yield f"In the {VERSIONS[version]} version {'; '.join(map(_of_ruling, claims)) or _absent(account, version)}."


def _of_ruling(claim: Claim) -> str:
    if claim.action is Action.REDACT:
        return f"{joined(claim.codes)} hold{'s' if len(claim.codes) == 1 else ''}"
    return {
        "guide-needed": "it needs an approved guide, so the originating agency must decide",
        "code-in-doubt": "its code cannot be true of this record on that day, so a reviewer must decide",
        "withheld-later": "it waits for a reviewer, for the released version withholds it",
    }.get(claim.reason or "", "it releases" if claim.action is Action.RELEASE else "it refers")


def _absent(account: RulingAccount, version: Version) -> str:
    return "its codes have ended, and the rules decide" if version in account.ruling.versions else "it says nothing"


def law_told(law: LawAccount, record: Record) -> str:
    """Say what the law holds, and why."""
    marks = _found(law.findings, record) if law.findings else "a marking of the record"
    why = law.findings[0].why if law.findings else "no rule can judge it"
    return {
        "owner-marking": (
            f"The marking {marks} says that {law.owner} owns what stands under it. It is held for {law.owner} at any age; "
            f"no rule lifts that, only a decision of {law.owner} that a ruling carries out."
        ),
        "not-released-by-law": (
            f"The law has not released this record (see above), so its text is referred to the {law.owner}, whatever the rules release."
        ),
        "portion-marked": f"The portion is marked {marks}, and nothing says that this was lifted. It is referred to the {law.owner}.",
        "unread": f"No rule can judge this ({why}). What is unread is not clean: a {law.owner} must read it.",
        "default": f"No rule and no marking claims this text, and the rule set says 'default: refer'. A {law.owner} must read it.",
    }.get(law.reason, f"It is claimed for another reason: {law.reason}.")
