"""An explanation in sentences that a records officer reads: the record, the passage, what comes of it, and every claim."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pipeline.authority import Regime, basis, ends, regime
from pipeline.chains import CodeStanding, CodeState
from pipeline.cli.looks_for import looks_for, reach_told
from pipeline.decide.law import AGENCY, REVIEWER
from pipeline.errors import printable
from pipeline.explanation import Explanation, LawAccount, LawState, Passage, RuleAccount, Verdict
from pipeline.model import Action, Finding, Record, Rule, RuleSet, Span, Version, When
from pipeline.rulebook import shipped_rules
from pipeline.statement import day

__all__ = ["told"]

_INDENT = "  "
_LONGEST = 80  # words of a passage that is shown whole
_SHOWN, _BEFORE = 60, 25  # words that are shown of a longer one, and of them before what was asked for
_MOST_FOUND = 6
_ANY_DAY = dt.date(1990, 1, 1)  # a code that this origin does not end is not ended by age
_GUIDED = frozenset({Regime.X25, Regime.X50, Regime.X75})
_WITH_ARTICLE = {AGENCY: f"the {AGENCY}", REVIEWER: f"a {REVIEWER}"}
_OWN = {Version.REDACTED: "redacted", Version.RELEASED: "released"}


def told(found: Explanation, width: int) -> list[str]:
    """Return the lines of an explanation, none wider than ``width`` but for words that are."""
    lines = [found.record.source.name, "", "The record", *_wrapped(_record(found), width)]
    for number, passage in enumerate(found.passages, start=1):
        lines += ["", *_passage(passage, found, number, width)]
    return [printable(line) for line in lines]


def _wrapped(sentences: Iterable[str], width: int, depth: int = 1) -> Iterator[str]:
    """Yield each text on lines of its own, indented."""
    for text in sentences:
        indent = _INDENT * depth
        yield from textwrap.wrap(
            " ".join(text.split()),
            width,
            initial_indent=indent,
            subsequent_indent=indent + _INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _quoted(record: Record, span: Span, asked: Span | None = None) -> str:
    """Return the words of a place; of many those around what was asked for, else the first."""
    words = record.text[span.start : span.end].split()
    if not words:
        return "(white space alone)"
    if len(words) <= _LONGEST:
        return f'"{" ".join(words)}"'
    at = len(record.text[span.start : max(asked.start, span.start)].split()) if asked else 0
    first = max(0, min(at - _BEFORE, len(words) - _SHOWN))
    left = [f"[{first} words]"] if first else []
    right = [f"[{len(words) - first - _SHOWN} words]"] if first + _SHOWN < len(words) else []
    return f'"{" ".join([*left, *words[first : first + _SHOWN], *right])}"'


def _place(record: Record, start: int) -> str:
    """Say where something stands; lines are counted from the record's beginning."""
    page = next((page.number for page in record.pages if page.span and page.span.start <= start < page.span.end), None)
    line = record.text.count("\n", 0, start) + 1
    return f"page {page}, line {line}" if page else f"line {line}"


# --- the record ---


def _record(found: Explanation) -> Iterator[str]:
    yield _date(found)
    if found.standing.onsets:
        yield _age(found)
    overall = found.standing.overall
    yield (
        f"Marking: {overall.level or 'no level'}, by its {overall.basis}."
        if overall.basis != "none"
        else "Marking: none of the whole record."
    )
    yield f"The law: {_law_of_record(found)}"


def _date(found: Explanation) -> str:
    date = found.record.date
    if date is None:
        return "Date: none was found. Without a certain date nothing lapses by age; --record-date DATE settles it."
    if found.standing.stage is None:
        return (
            f"Date: in doubt; {day(date.value)} stands in the text, but it is not certain that the record is of that day. "
            "Without a certain date nothing lapses by age; --record-date DATE settles it."
        )
    return f"Date: {day(date.value)}, " + ("from its heading; it is certain." if date.span else "as stated by a person.")


def _age(found: Explanation) -> str:
    """Say which onsets are reached on the release date, and which are to come."""
    past = [f"{years} years on {day(onset)}" for years, onset in found.standing.onsets if onset <= found.as_of]
    ahead = [f"{years} years on {day(onset)}" for years, onset in found.standing.onsets if onset > found.as_of]
    parts = ([f"reached {_and(past)}"] if past else []) + ([f"will reach {_and(ahead)}"] if ahead else [])
    return f"Age: as the order counts it, the record {'; it '.join(parts)}."


def _law_of_record(found: Explanation) -> str:
    law = found.standing.law
    if law.is_released:
        why = {
            LawState.BY_AGE: "the record is past its 25 years (E.O. 13526 sec. 3.3(a))",
            LawState.STATED: "an officer states that the record is unclassified",
            LawState.MARKED: "the record's own markings say that all of it is unclassified",
        }[law]
        if found.rules.default is Action.REFER:
            return f"{why}, but the rule set says 'default: refer': text that nothing claims waits for a reviewer."
        return f"{why}, so text that nothing claims is released."
    why = {
        LawState.TOO_YOUNG: "the record is younger than 25 years",
        LawState.UNDATED: "the record has no date",
        LawState.IN_DOUBT: "the record's date is in doubt",
    }[law]
    return f"{why}, and nothing says that all of it is unclassified: so no text of it is released without the originating agency."


# --- a passage, and what comes of it ---


def _passage(passage: Passage, found: Explanation, number: int, width: int) -> Iterator[str]:
    record, span = found.record, passage.span
    called = "The passage" if len(found.passages) == 1 else f"Passage {number} of {len(found.passages)}"
    yield f"{called}: {_place(record, span.start)}, offsets {span.start} to {span.end}"
    yield from _wrapped([_quoted(record, span, passage.asked[0])], width)
    yield ""
    yield "What comes of it"
    yield from _wrapped([_outcome(passage, version, found) for version in Version], width)
    for rule in passage.rules:
        yield ""
        yield from _wrapped([_title(rule.rule)], width, 0)
        yield from _wrapped(_rule(rule, passage, found), width)
    for law in passage.law:
        yield ""
        yield "The law" if law.reason != "default" else "The default of the rule set"
        yield from _wrapped([_law(law, record)], width)
    if not passage.rules and not passage.law:
        yield ""
        yield from _wrapped(["No rule claims this passage."], width, 0)


def _outcome(passage: Passage, version: Version, found: Explanation) -> str:
    verdict = passage.verdicts[version]
    head = f"In the {_OWN[version]} version, judged on {day(found.days[version])}, it is"
    if verdict.action is Action.REDACT:
        names = [each.rule.id for each in passage.rules if each.rule.id in verdict.decided_by]
        return f"{head} withheld under {_and(verdict.codes)}: {_doing(names, 'withhold')} it. {_beaten(passage, verdict)}"
    if verdict.action is Action.REFER:
        why = _and(list(dict.fromkeys(_why_referred(name, verdict) for name in verdict.decided_by)))
        return f"{head} referred to {_whom(verdict)}: {why}. {_beaten(passage, verdict)} {_silent(passage, version)}"
    return f"{head} released: {_why_released(passage, version, found)} {_silent(passage, version)}"


def _named(names: Sequence[str]) -> str:
    return f"rule{'s' if len(names) > 1 else ''} {_and(names)}"


def _doing(names: Sequence[str], verb: str) -> str:
    return f"{_named(names)} {verb}{'s' if len(names) == 1 else ''}"


def _whom(verdict: Verdict) -> str:
    return _and([_WITH_ARTICLE.get(owner, owner) for owner in verdict.owners])


def _why_referred(name: str, verdict: Verdict) -> str:
    reason = next(claim.reason for claim in verdict.claims if claim.rule == name and claim.action is Action.REFER)
    return {
        "owner-marking": "a marking says that it is theirs",
        "not-released-by-law": "the law has not released the record",
        "portion-marked": "its portion is marked as classified",
        "unread": "no rule can judge its page",
        "default": "no rule names it, and the rule set leaves such text to a person",
        "guide-needed": f"rule {name} withholds it under a code that needs an approved guide",
        "code-in-doubt": f"rule {name} withholds it under a code that cannot be true of this record",
        "equity": f"rule {name} keeps it for its owner",
        "rule": f"rule {name} refers it",
    }.get(reason or "", f"{name} refers it")


def _beaten(passage: Passage, verdict: Verdict) -> str:
    """Say what the action that won went before."""
    lower = [claim for claim in verdict.claims if claim.action < verdict.action]
    word = "Withholding" if verdict.action is Action.REDACT else "A referral"
    if any(claim.action is Action.REFER for claim in lower):
        return f"{word} goes before a referral; that to {_whom(verdict)} stays noted beside it."
    if lower:
        share = "it" if all(claim.span.covers(passage.span) for claim in lower) else "a part of it"
        names = list(dict.fromkeys(claim.rule for claim in lower))
        return f"{word} goes before release, by which {_named(names)} would free {share}."
    return ""


def _silent(passage: Passage, version: Version) -> str:
    """Say which rules would have withheld or referred, and why they do not."""
    silent = [each for each in passage.rules if each.rule.action is not Action.RELEASE and not each.claims[version]]
    absent = [each.rule.id for each in silent if each.unmet]
    lifted = [each.rule.id for each in silent if each.overridden and not each.unmet]
    lapsed = [each.rule.id for each in silent if not each.overridden and not each.unmet]
    said = [f"What {_named(lapsed)} claimed has lapsed." if lapsed else ""]
    said.append(f"What {_named(lifted)} claimed was lifted." if lifted else "")
    said.append(f"{_doing(absent, 'speak')} of other records than this." if absent else "")
    return " ".join(each[0].upper() + each[1:] for each in said if each)


def _why_released(passage: Passage, version: Version, found: Explanation) -> str:
    verdict = passage.verdicts[version]
    if verdict.is_struck:
        return "it is a marking of the original, which stays readable and is shown as cancelled."
    names = list(dict.fromkeys(claim.rule for claim in verdict.claims if claim.span.covers(passage.span)))
    if names:
        return f"{_doing(names, 'release')} it, and nothing withholds or refers it."
    if passage.freed_by:
        mark = passage.freed_by[0]
        return f"nothing withholds or refers it, and its paragraph is marked unclassified ({_place(found.record, mark.span.start)})."
    if found.standing.law.is_released:
        return "nothing withholds or refers it, and the law has released the record."
    return "nothing withholds or refers it, and no word of the record's own is in it."


# --- claims ---


def _title(rule: Rule) -> str:
    does = {
        Action.REDACT: "withholds",
        Action.REFER: f"refers to {_WITH_ARTICLE.get(rule.owner or AGENCY, rule.owner)}",
        Action.RELEASE: "releases",
    }[rule.action]
    return f"Rule {rule.id} ({_file(rule)}) {does}"


def _file(rule: Rule) -> str:
    """Return file and line of a rule; that of a pack that ships without the folder the program lies in."""
    return rule.place.removeprefix(f"{shipped_rules().parent.as_posix()}/")


def _rule(account: RuleAccount, passage: Passage, found: Explanation) -> Iterator[str]:
    rule = account.rule
    yield f"Its reason: {rule.rationale}"
    yield f"It looks for {looks_for(rule.match)}, and found {_found(account.findings, found.record)}."
    yield reach_told(rule.scope)
    if account.unmet:
        yield f"It matched, but it does not speak of this record: {_unmet(account, found)}."
        return
    if rule.overrides:
        named = "what any rule withholds" if "all" in rule.overrides else f"what {_doing(rule.overrides, 'withhold')}"
        yield f"It lifts {named} there, never a referral or a marking: {rule.override_reason}"
    for other in account.overridden:
        yield f"It is lifted here by rule {other.id} ({_file(other)}): {other.override_reason}"
    if rule.is_equity:
        until = f"until {day(account.equity_until)}" if account.equity_until else "as long as the record has no certain date"
        yield f"It is an equity of {rule.owner}: it holds {until}, and after 25 years only beside a living claim of 25X, 50X or 75X."
    if rule.authority:
        yield from _chain(account, found)
    elif rule.action is Action.REFER and not rule.is_equity:
        yield "It names no code, so age does not end it."
    if rule.is_equity:
        yield from (_equity(account, version) for version in passage.verdicts)


def _found(findings: Sequence[Finding], record: Record) -> str:
    """Say which words were found where; words that stand in several places once, with the first of them."""
    widest = [each.span for each in findings if not any(other.span != each.span and other.span.covers(each.span) for other in findings)]
    places: dict[str, list[str]] = {}
    for span in dict.fromkeys(widest):
        places.setdefault(_quoted(record, span), []).append(_place(record, span.start))
    said = [f"{words} ({own[0]})" + (f" in {len(own)} places" if len(own) > 1 else "") for words, own in places.items()]
    return _and([*said[:_MOST_FOUND], *([f"{len(said) - _MOST_FOUND} more"] if len(said) > _MOST_FOUND else [])])


def _equity(account: RuleAccount, version: Version) -> str:
    return f"In the {_OWN[version]} version it {'holds' if account.claims[version] else 'does not hold'}."


def _unmet(account: RuleAccount, found: Explanation) -> str:
    return "; ".join(_asked_for(each, account.rule.when or When(), found) for each in account.unmet)


def _asked_for(what: str, when: When, found: Explanation) -> str:
    if what == "custody":
        return f"it is for {_and([each.value for each in when.custody])} records, and these are {_custody(found.rules)}"
    if what == "agency":
        return f"it is for records of {_and(when.agency)}, and these are of {found.rules.agency or 'no stated agency'}"
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
        claims = "" if account.claims[version] or account.overridden else " So it claims nothing."
        yield f"In the {_OWN[version]} version ({day(found.days[version])}): {'; '.join(map(_code, codes))}.{claims}"


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
        CodeState.NOT_APPROVED: f"{code} is not among the categories that the agency may use, so the originating agency must decide",
        CodeState.IN_DOUBT: f"{standing.why}, so here it is in doubt",
    }[standing.state]


def _law(law: LawAccount, record: Record) -> str:
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
        "unread": f"The rules cannot judge this page ({why}). What is unread is not clean: a {law.owner} must read it.",
        "default": f"No rule and no marking claims this text, and the rule set says 'default: refer'. A {law.owner} must read it.",
    }.get(law.reason, f"It is claimed for another reason: {law.reason}.")
