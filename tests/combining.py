"""What the rules of one match find in a text, with every detector of a run, for tests of matchers."""

from __future__ import annotations

from pathlib import PurePosixPath

from wordbook import with_words

from pipeline.detect import detect
from pipeline.flow import detectors_for
from pipeline.ingest import ingest, read_text
from pipeline.model import Finding, Record, RuleSet
from pipeline.rules import load_rules

__all__ = ["caught", "findings_of", "record_of", "rules_of"]

HEAD = "format: 1\ndefault: release\nrules:\n"
ACTIONS = {"redact": "action: redact, authority: ['1.4(c)']", "refer": "action: refer, owner: CIA", "release": "action: release"}


def record_of(text: str) -> Record:
    """Return a text as the door reads it."""
    return ingest(text.encode(), name="record.txt", readers={"text/plain": read_text})


def rules_of(*matches: str, action: str = "redact", scope: str = "span") -> RuleSet:
    """Return a rule set of one rule (``rule-0``, ``rule-1``...) for each match, each written as YAML."""
    rows = [
        f"  - {{id: rule-{number}, match: {match}, scope: {scope}, {ACTIONS[action]}, rationale: A ground.}}\n"
        for number, match in enumerate(matches)
    ]
    return with_words(load_rules(PurePosixPath("rules.yaml"), lambda _: (HEAD + "".join(rows)).encode()))


def findings_of(record: Record, rules: RuleSet) -> tuple[Finding, ...]:
    """Return what every detector of a run finds, combined."""
    return detect(record, detectors_for(rules))


def caught(text: str, match: str, action: str = "redact") -> list[str]:
    """Return the passages that one match finds, in order and once each."""
    record = record_of(text)
    spans = sorted({each.span for each in findings_of(record, rules_of(match, action=action)) if each.rule})
    return [text[span.start : span.end] for span in spans]
