"""One rule: what it looks for, what it does, on which authority, and its own examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

import regex

from pipeline.authority import chain_faults, code_fault
from pipeline.folding import fold_stream
from pipeline.model import Action, Match, MatchKind, Rule, Scope
from pipeline.rules.entities import ENTITIES
from pipeline.rules.fields import Fields, Text
from pipeline.rules.guess import hint, hint_of_code
from pipeline.rules.nodes import Node, Scalar

__all__ = ["RULE_KEYS", "Written", "read_rule"]

RULE_KEYS = ("id", "match", "scope", "action", "authority", "owner", "guide", "rationale", "examples")
_MATCH_KEYS = ("terms", "regex", "entity", "exact_case")
_MATCH_KINDS = {"terms": MatchKind.TERMS, "regex": MatchKind.REGEX, "entity": MatchKind.ENTITY}
_ACTIONS: dict[str, Action | None] = {"redact": Action.REDACT, "refer": Action.REFER, "release": Action.RELEASE}
_SCOPES = {scope.value: scope for scope in Scope}
_NO_OWNER = "originating agency"
# A text in which an expression that finds places and no text (a word's edge, what lies ahead) gives itself away.
_PROBE = "".join(map(chr, range(0x20, 0x7F))) + "\nTwo U-2 flights.\n"
_PROBE_SECONDS = 1.0
_PLAIN = re.compile(r"[A-Za-z0-9]")  # what every term has, but for a few in other scripts


@dataclass(frozen=True, slots=True)
class Written:
    """A rule, and where its examples stand: those it must match, then those it must keep."""

    rule: Rule
    examples: tuple[Node, ...]


def _read_match(fields: Fields) -> Match | None:
    node = fields.get("match")
    if node is None:
        return None
    inner = Fields(node, fields.faults, "match", _MATCH_KEYS)
    if not inner.is_mapping:
        return None
    kinds = [key for key in _MATCH_KINDS if key in inner]
    if len(kinds) != 1:
        fields.fault("match", "a match looks for one kind of thing; expected exactly one of terms, regex, entity")
        return None
    is_exact, kind = inner.flag("exact_case"), _MATCH_KINDS[kinds[0]]
    if kind is MatchKind.TERMS:
        values = tuple(_term(inner, each) for each in inner.texts("terms"))
    else:
        values = tuple(filter(None, [inner.text(kinds[0])]))
    if values and kind is MatchKind.REGEX:
        _check_pattern(inner, values[0], is_exact=is_exact)
    if values and kind is MatchKind.ENTITY and values[0] not in ENTITIES:
        inner.fault("entity", f"unknown entity {values[0]!r}{hint(values[0], ENTITIES)}; expected one of {', '.join(sorted(ENTITIES))}")
    return Match(kind, values, is_exact) if values else None


def _term(inner: Fields, term: Text) -> str:
    if not _PLAIN.search(term.value) and not fold_stream(term.value).text:
        inner.faults.add(term.node, "a term without letters or digits matches nothing; expected words")
    return term.value


def _check_pattern(inner: Fields, written: str, *, is_exact: bool) -> None:
    """Compile an expression as detection will, and see that it finds text."""
    try:
        pattern = regex.compile(written, regex.MULTILINE | (0 if is_exact else regex.IGNORECASE))
    except (regex.error, ValueError, RecursionError, OverflowError, MemoryError) as error:
        why = error.msg if isinstance(error, regex.error) else str(error)
        what = f"not a regular expression ({why}); expected one that compiles"
        _fault_inside(inner, written, error.pos if isinstance(error, regex.error) else None, what)
        return
    try:
        found = [match.group() for match in pattern.finditer(_PROBE, timeout=_PROBE_SECONDS)]
        matches_nothing = pattern.fullmatch("", timeout=_PROBE_SECONDS) is not None
    except TimeoutError:
        inner.fault("regex", "the expression takes over a second for one line; expected one without nested repetition")
        return
    if matches_nothing or (found and not any(found)):
        inner.fault("regex", "the expression matches an empty text; expected one that needs at least a character")


def _fault_inside(inner: Fields, written: str, at: int | None, what: str) -> None:
    """Note a fault at the character of an expression, where it stands in the file as it is meant."""
    node = inner.get("regex")
    if not isinstance(node, Scalar) or at is None:
        inner.fault("regex", what)
        return
    start, end, text = node.start, node.end, inner.faults.source.text
    quote = len(text[start:end]) - len(text[start:end].lstrip("'\""))
    first = start + min(quote, 1)
    if not text.startswith(written, first):  # escapes, doubled quotes, a text of several lines
        inner.fault("regex", what)
        return
    place = first + min(at, len(written) - 1)
    inner.faults.at(place, place + 1, what)


def _read_authority(fields: Fields, action: Action | None) -> tuple[str, ...]:
    codes = fields.texts("authority")
    values = tuple(each.value for each in codes)
    wrong = [(each, fault) for each in codes if (fault := code_fault(each.value))]
    for code, fault in wrong:
        said, expected = fault.split(";", 1)
        fields.faults.add(code.node, f"{said}{hint_of_code(code.value)};{expected}")
    for fault in () if wrong else chain_faults(values):
        fields.fault("authority", fault)
    if action is Action.REDACT and not codes and "authority" not in fields:
        fields.fault("authority", "a redaction without its authority; expected such as authority: [1.4(c), 25X1]")
    if action is Action.RELEASE and codes:
        fields.fault("authority", "a release rule withholds nothing; expected no authority")
    return values


def _read_owner(fields: Fields, action: Action | None) -> str | None:
    owner = fields.text("owner")
    if action is Action.REFER:
        if owner and (set(owner) & set("[];") or not owner.isprintable()):
            fields.fault("owner", "an owner's name holds brackets, a semicolon or a line break; expected a plain name")
        return owner or _NO_OWNER
    if owner and action is not None:
        fields.fault("owner", "only a refer rule waits for an owner; expected no owner here")
    return None


def _read_examples(fields: Fields, action: Action | None) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    node = fields.get("examples")
    if node is None:
        return (), ()
    keys = tuple(_ACTIONS) if action is None else (action.name.lower(),)
    inner = Fields(node, fields.faults, "examples", (*keys, "keep"))
    return inner.texts(keys[0]), inner.texts("keep")


def _read_id(fields: Fields) -> str | None:
    rule_id = fields.text("id")
    if rule_id and not rule_id.isprintable():
        fields.fault("id", "an id holds a line break or a control character; expected a plain name")
    return rule_id


def read_rule(fields: Fields, place: str) -> Written | None:
    """Read one rule; None where a part is missing that no rule can do without."""
    if not fields.is_mapping:
        return None
    rule_id, rationale, match = _read_id(fields), fields.text("rationale"), _read_match(fields)
    action = fields.choice("action", _ACTIONS, None)
    scope = fields.choice("scope", _SCOPES, Scope.SPAN)
    authority, owner = _read_authority(fields, action), _read_owner(fields, action)
    must_match, must_keep = _read_examples(fields, action)
    guide = fields.text("guide")
    if rule_id is None or rationale is None or match is None or action is None or (action is Action.REDACT and not authority):
        return None
    rule = Rule(
        rule_id,
        match,
        scope,
        action,
        authority,
        rationale,
        place,
        owner=owner,
        guide=guide,
        must_match=tuple(each.value for each in must_match),
        must_keep=tuple(each.value for each in must_keep),
    )
    return Written(rule, tuple(each.node for each in chain(must_match, must_keep)))
