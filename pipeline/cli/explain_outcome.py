"""What becomes of a passage in each version, and why that and nothing else, each in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cli.explain_words import VERSIONS, joined, named, place, whom
from pipeline.explanation import Explanation, Passage, RuleAccount, Verdict
from pipeline.model import Action, Version
from pipeline.statement import day

__all__ = ["outcomes"]


def _named(names: Sequence[str], passage: Passage) -> str:
    """Return rulings and rules as the subject of a sentence; a ruling's name says by itself what it is."""
    rulings = [each.name for each in passage.rulings if each.name in names]
    rules = [name for name in names if name not in rulings]
    return joined([*rulings, *([named(rules)] if rules else [])])


def _doing(names: Sequence[str], passage: Passage, verb: str) -> str:
    return f"{_named(names, passage)} {verb}{'s' if len(names) == 1 else ''}"


def outcomes(passage: Passage, found: Explanation) -> list[str]:
    """Say what becomes of a passage in each version, and why; in one sentence where it is the same for the same reason."""
    told = {version: _outcome(passage, version, found) for version in Version}
    days = list(dict.fromkeys(day(on) for on in found.days.values()))
    if len(set(told.values())) == 1:
        return [f"In both versions, judged on {' and on '.join(days)}, it is {told[Version.RELEASED]}"]
    return [f"In the {VERSIONS[version]} version, judged on {day(found.days[version])}, it is {said}" for version, said in told.items()]


def _outcome(passage: Passage, version: Version, found: Explanation) -> str:
    verdict = passage.verdicts[version]
    after = f"{_beaten(passage, verdict)} {_silent(passage, version)}"
    if verdict.action is Action.REDACT:
        names = [each.name for each in passage.rulings] + [each.rule.id for each in passage.rules]
        winners = [name for name in names if name in verdict.decided_by]
        return f"withheld under {joined(verdict.codes)}: {_doing(winners, passage, 'withhold')} it. {after}"
    if verdict.action is Action.REFER:
        why = joined(list(dict.fromkeys(_why_referred(name, passage, verdict) for name in verdict.decided_by)))
        return f"referred to {_whom(verdict)}: {why}. {after}"
    return f"released: {_why_released(passage, version, found)} {_silent(passage, version)}"


def _whom(verdict: Verdict) -> str:
    return joined(list(map(whom, verdict.owners)))


def _why_referred(name: str, passage: Passage, verdict: Verdict) -> str:
    reason = next(claim.reason for claim in verdict.claims if claim.rule == name and claim.action is Action.REFER)
    called = _named([name], passage)
    return {
        "owner-marking": "a marking says that it is theirs",
        "not-released-by-law": "the law has not released the record",
        "portion-marked": "its portion is marked as classified",
        "unread": "no rule can judge it",
        "default": "no rule names it, and the rule set leaves such text to a person",
        "guide-needed": f"{called} withholds it under a code that needs an approved guide",
        "code-in-doubt": f"{called} withholds it under a code that cannot be true of this record",
        "equity": f"{called} keeps it for its owner",
        "withheld-later": "the released version withholds it, and a first review shows no more than that",
    }.get(reason or "", f"{called} refers it")


def _beaten(passage: Passage, verdict: Verdict) -> str:
    """Say what the action that won went before."""
    lower = [claim for claim in verdict.claims if claim.action < verdict.action]
    word = "Withholding" if verdict.action is Action.REDACT else "A referral"
    if any(claim.action is Action.REFER for claim in lower):
        return f"{word} goes before a referral; that to {_whom(verdict)} stays noted beside it."
    if lower:
        share = "it" if all(claim.span.covers(passage.span) for claim in lower) else "a part of it"
        names = list(dict.fromkeys(claim.rule for claim in lower))
        return f"{word} goes before release, by which {_named(names, passage)} would free {share}."
    return ""


def _silent(passage: Passage, version: Version) -> str:
    """Say which rules would have withheld or referred, and why they do not."""
    silent = [each for each in passage.rules if each.rule.action is not Action.RELEASE and not each.claims[version]]
    fates: dict[str, list[str]] = {}
    for each in silent:
        fates.setdefault(_fate(each, version), []).append(each.rule.id)
    return " ".join(sentence.format(named(names)) for sentence, names in fates.items())


def _fate(account: RuleAccount, version: Version) -> str:
    """Return why a rule claims nothing, as a sentence of it."""
    if account.unmet:
        return "What {} would claim is for other records."
    if version in account.lapsed:
        return "What {} claimed has lapsed."
    if account.ended[version]:
        return "What {} would guard is no private matter here."
    return "What {} claimed was lifted." if account.overridden else "What {} claimed gave way to the ruling."


def _why_released(passage: Passage, version: Version, found: Explanation) -> str:
    verdict = passage.verdicts[version]
    if verdict.is_struck:
        return "it is a marking of the original, which stays readable and is shown as cancelled."
    names = list(dict.fromkeys(claim.rule for claim in verdict.claims if claim.span.covers(passage.span)))
    if names:
        return f"{_doing(names, passage, 'release')} it, and nothing withholds or refers it."
    if passage.freed_by:
        mark = passage.freed_by[0]
        return f"nothing withholds or refers it, and its paragraph is marked unclassified ({place(found.record, mark.span.start)})."
    if found.standing.law.is_released:
        return "nothing withholds or refers it, and the law has released the record."
    return "nothing withholds or refers it, and no word of the record's own is in it."
