"""One rule: what it looks for, what it does, on which authority, and its own examples."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import chain

from pipeline.authority import chain_faults, code_fault
from pipeline.model import Action, Custody, Rule, Scope, When
from pipeline.rules.fields import Fields, Text
from pipeline.rules.guess import hint, hint_of_code
from pipeline.rules.match import Known, read_match
from pipeline.rules.nodes import Node, Scalar

__all__ = ["ALL_RULES", "CUSTODIES", "OVERRIDES_KEYS", "RULE_KEYS", "WHEN_KEYS", "Known", "Written", "read_rule"]

RULE_KEYS = ("id", "match", "when", "scope", "action", "authority", "owner", "equity", "guide", "overrides", "rationale", "examples")
WHEN_KEYS = ("since", "until", "custody", "agency")
OVERRIDES_KEYS = ("rules", "reason")
CUSTODIES = {custody.value: custody for custody in Custody}
ALL_RULES = "all"
_ACTIONS: dict[str, Action | None] = {"redact": Action.REDACT, "refer": Action.REFER, "release": Action.RELEASE}
_SCOPES = {scope.value: scope for scope in Scope}
_NO_OWNER = "originating agency"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Written:
    """A rule, where its examples stand (those it must match, then those it must keep), and its keys as written.

    ``overridden`` are the ids it overrides; none where it overrides all.
    """

    rule: Rule
    examples: tuple[Node, ...]
    fields: Fields
    overridden: tuple[Text, ...]


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
    if rule_id == ALL_RULES:
        fields.fault("id", "'all' stands for every rule where a rule overrides others; expected another id")
    return rule_id


def _read_when(fields: Fields) -> When | None:
    node = fields.get("when")
    if node is None:
        return None
    inner = Fields(node, fields.faults, "when", WHEN_KEYS)
    since, until = _date(inner, "since"), _date(inner, "until")
    if since and until and until < since:
        inner.fault("until", "'until' lies before 'since'; expected a later date")
    custody = [(each, CUSTODIES.get(each.value)) for each in inner.texts("custody")]
    for each, known in custody:
        if known is None:
            what = f"unknown custody {each.value!r}{hint(each.value, CUSTODIES)}; expected one of {', '.join(CUSTODIES)}"
            inner.faults.add(each.node, what)
    agency = tuple(each.value for each in inner.texts("agency"))
    return When(since, until, tuple(known for _, known in custody if known), agency)


def _date(fields: Fields, key: str) -> dt.date | None:
    text = fields.text(key)
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        fields.fault(key, f"'{key}' of {fields.what} is {text!r}; expected a date such as 1962-11-07")
        return None


def _read_equity(fields: Fields, action: Action | None, authority: tuple[str, ...]) -> bool:
    is_equity = fields.flag("equity")
    if is_equity and action is not None and (action is not Action.REFER or "owner" not in fields):
        fields.fault("equity", "an equity is another agency's; expected action: refer and its owner")
    if is_equity and authority and action is Action.REFER:
        fields.fault("authority", "an equity ends by law and has no chain of its own; expected no authority")
    return is_equity


def _read_overrides(fields: Fields, action: Action | None) -> tuple[tuple[Text, ...], bool, str | None]:
    """Return the ids of the rules whose redactions a release rule lifts, whether it lifts all, and why."""
    node = fields.get("overrides")
    if node is None:
        return (), False, None
    inner = Fields(node, fields.faults, "overrides", OVERRIDES_KEYS, OVERRIDES_KEYS)
    if action not in {Action.RELEASE, None}:
        fields.fault("overrides", "only a release rule overrides others; expected action: release")
    reason, named = inner.text("reason"), inner.get("rules")
    if not isinstance(named, Scalar):
        return _read_overridden(inner), False, reason
    if (said := inner.text("rules")) not in {ALL_RULES, None}:
        inner.fault("rules", f"'rules' of overrides is {said!r}; expected a list of ids in square brackets, or all")
    return (), True, reason


def _read_overridden(inner: Fields) -> tuple[Text, ...]:
    named = inner.texts("rules")
    for each in named:
        if each.value == ALL_RULES:
            inner.faults.add(each.node, "'all' stands in a list of ids; expected rules: all, or the ids alone")
    return tuple(each for each in named if each.value != ALL_RULES)


def read_rule(fields: Fields, place: str, known: Known) -> Written | None:
    """Read one rule; None where a part is missing that no rule can do without."""
    if not fields.is_mapping:
        return None
    rule_id, rationale, match = _read_id(fields), fields.text("rationale"), read_match(fields, known)
    action = fields.choice("action", _ACTIONS, None)
    scope, when = fields.choice("scope", _SCOPES, Scope.SPAN), _read_when(fields)
    authority, owner = _read_authority(fields, action), _read_owner(fields, action)
    is_equity, (overridden, is_all, reason) = _read_equity(fields, action, authority), _read_overrides(fields, action)
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
        when=when,
        is_equity=is_equity,
        overrides=(ALL_RULES,) if is_all else tuple(each.value for each in overridden),
        override_reason=reason,
    )
    return Written(rule, tuple(each.node for each in chain(must_match, must_keep)), fields, overridden)
