"""Rule files to a ``RuleSet``: includes resolved, every fault of every file told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import PurePosixPath

import regex
from yaml.nodes import Node

from pipeline.authority import chain_faults
from pipeline.errors import RulesError
from pipeline.folding import fold_stream
from pipeline.model import Action, Match, MatchKind, Rule, RuleFile, RuleSet, Scope
from pipeline.rules.nodes import Faults, Fields, compose

__all__ = ["load_rules"]

FORMAT = "1"
MAX_RULE_BYTES = 20 * 2**20
_FILE_KEYS = ("format", "default", "include", "release", "rules")
_RELEASE_KEYS = ("permanent", "officer", "guide")
_RULE_KEYS = ("id", "match", "scope", "action", "authority", "owner", "guide", "rationale", "examples")
_MATCH_KEYS = ("terms", "regex", "entity", "exact_case")
_MATCH_KINDS = {"terms": MatchKind.TERMS, "regex": MatchKind.REGEX, "entity": MatchKind.ENTITY}
_ACTIONS: dict[str, Action | None] = {"redact": Action.REDACT, "refer": Action.REFER, "release": Action.RELEASE}
_DEFAULTS = {"release": Action.RELEASE, "refer": Action.REFER}
_NO_OWNER = "originating agency"

Read = Callable[[PurePosixPath], bytes]


class _Loader:
    """Reads one top file and all it includes."""

    def __init__(self, read: Read, shipped: frozenset[str]) -> None:
        self.read, self.shipped = read, shipped
        self.rules: list[Rule] = []
        self.files: list[RuleFile] = []
        self.places: dict[str, str] = {}
        self.found: list[tuple[str, int, str]] = []
        self.open: list[PurePosixPath] = []
        self.seen: set[PurePosixPath] = set()

    def file(self, path: PurePosixPath, included_at: tuple[Faults, Node] | None) -> Fields | None:
        """Read one file, its includes first; None where it cannot be read as a mapping."""
        text = self._text(path, included_at)
        if text is None:
            return None
        faults = Faults(str(path), self.found)
        node = compose(text, faults)
        top = None
        if node is not None:
            top = Fields(node, faults, "the file", _FILE_KEYS, ("format", "rules"))
            self._top(top, path, faults)
        return top

    def _text(self, path: PurePosixPath, included_at: tuple[Faults, Node] | None) -> str | None:
        def refuse(what: str) -> None:
            if included_at:
                included_at[0].add(included_at[1], f"included file {what}")
            else:
                self.found.append((str(path), 1, what))

        try:
            data = self.read(path)
        except OSError as error:
            refuse(f"{path.name} cannot be read ({error.strerror}); expected a rule file there")
            return None
        if len(data) > MAX_RULE_BYTES:
            refuse(f"{path.name} is over {MAX_RULE_BYTES:,} bytes; expected a smaller file")
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            refuse(f"{path.name} is not UTF-8; expected a text file saved as UTF-8")
            return None
        digest = hashlib.sha256(data).hexdigest()
        self.files.append(RuleFile(path.name, digest, digest in self.shipped))
        return text

    def _top(self, top: Fields, path: PurePosixPath, faults: Faults) -> None:
        if (version := top.text("format")) not in {FORMAT, None}:
            top.fault("format", f"format {version!r} is not known; expected {FORMAT}")
        self.open.append(path)
        top.each("include", lambda node: self._include(top, node, path))
        self.open.pop()
        top.each("rules", lambda node: self._rule(node, faults))

    def _include(self, top: Fields, node: Node, path: PurePosixPath) -> None:
        name = top.scalar(node, "include")
        if name is None:
            return
        if not name.isprintable():
            top.faults.add(node, "the name of an included file holds a control character; expected a plain path")
            return
        target = _normal(path.parent / name)
        if target in self.open:
            top.faults.add(node, f"{name} includes itself in a circle; expected no cycle")
        elif target not in self.seen:
            self.seen.add(target)
            included = self.file(target, (top.faults, node))
            if included is not None:  # the top file alone decides both, but a wrong value is a fault wherever it stands
                included.choice("default", _DEFAULTS, Action.REFER)
                _read_release(included)

    def _rule(self, node: Node, faults: Faults) -> None:
        fields = Fields(node, faults, "the rule", _RULE_KEYS, ("id", "match", "action", "rationale"))
        rule = _read_rule(fields, f"{faults.file}:{node.start_mark.line + 1}")
        if rule is None:
            return
        if rule.id in self.places:
            fields.fault("id", f"rule id {rule.id!r} is taken by {self.places[rule.id]}; expected a name of its own")
            return
        self.places[rule.id] = rule.place
        self.rules.append(rule)


def _normal(path: PurePosixPath) -> PurePosixPath:
    """Return ``path`` with ``..`` undone, so that one file has one name."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts and parts[-1] not in {"..", "/"}:
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


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
    kind = _MATCH_KINDS[kinds[0]]
    values = inner.texts("terms") if kind is MatchKind.TERMS else tuple(filter(None, [inner.text(kinds[0])]))
    if kind is MatchKind.REGEX and values:
        _check_pattern(inner, values[0])
    if kind is MatchKind.TERMS and not all(fold_stream(value).text for value in values):
        inner.fault("terms", "a term without letters or digits matches nothing; expected words")
    return Match(kind, values, inner.flag("exact_case")) if values else None


def _check_pattern(inner: Fields, pattern: str) -> None:
    try:
        matches_nothing = regex.compile(pattern).fullmatch("") is not None
    except (regex.error, ValueError, RecursionError, OverflowError) as error:
        why = error.msg if isinstance(error, regex.error) else str(error)
        inner.fault("regex", f"not a regular expression ({why}); expected one that compiles")
        return
    if matches_nothing:
        inner.fault("regex", "the expression matches an empty text; expected one that needs at least a character")


def _read_authority(fields: Fields, action: Action | None) -> tuple[str, ...]:
    chain = fields.texts("authority")
    for fault in chain_faults(chain):
        fields.fault("authority", fault)
    if action is Action.REDACT and not chain and "authority" not in fields:
        fields.fault("authority", "a redaction without its authority; expected such as authority: [1.4(c), 25X1]")
    if action is Action.RELEASE and chain:
        fields.fault("authority", "a release rule withholds nothing; expected no authority")
    return chain


def _read_owner(fields: Fields, action: Action | None) -> str | None:
    owner = fields.text("owner")
    if action is Action.REFER:
        if owner and (set(owner) & set("[];") or not owner.isprintable()):
            fields.fault("owner", "an owner's name holds brackets, a semicolon or a line break; expected a plain name")
        return owner or _NO_OWNER
    if owner and action is not None:
        fields.fault("owner", "only a refer rule waits for an owner; expected no owner here")
    return None


def _read_examples(fields: Fields, action: Action | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    node = fields.get("examples")
    if node is None:
        return (), ()
    keys = tuple(_ACTIONS) if action is None else (action.name.lower(),)
    inner = Fields(node, fields.faults, "examples", (*keys, "keep"))
    return inner.texts(keys[0]), inner.texts("keep")


def _read_rule(fields: Fields, place: str) -> Rule | None:
    """Read one rule; None where a part is missing that no rule can do without."""
    if not fields.is_mapping:
        return None
    rule_id, rationale, match = fields.text("id"), fields.text("rationale"), _read_match(fields)
    action = fields.choice("action", _ACTIONS, None)
    scope = fields.choice("scope", {scope.value: scope for scope in Scope}, Scope.SPAN)
    authority, owner = _read_authority(fields, action), _read_owner(fields, action)
    must_match, must_keep = _read_examples(fields, action)
    if rule_id is None or rationale is None or match is None or action is None or (action is Action.REDACT and not authority):
        return None
    return Rule(
        rule_id,
        match,
        scope,
        action,
        authority,
        rationale,
        place,
        owner=owner,
        guide=fields.text("guide"),
        must_match=must_match,
        must_keep=must_keep,
    )


def _digest(files: list[RuleFile]) -> str:
    joined = "\n".join(f"{file.name} {file.sha256}" for file in files)
    return hashlib.sha256(joined.encode()).hexdigest()


def load_rules(path: PurePosixPath, read: Read, *, shipped: frozenset[str] = frozenset()) -> RuleSet:
    """Load a rule file and all it includes through ``read``, which returns bytes or raises OSError.

    ``shipped`` are the digests of the project's own files. Raises RulesError with every fault of every
    file, sorted by file and line.
    """
    loader = _Loader(read, shipped)
    path = _normal(path)
    loader.seen.add(path)
    top = loader.file(path, None)
    default, is_permanent, officer, guide = Action.REFER, False, None, None
    if top is not None:
        default = top.choice("default", _DEFAULTS, Action.REFER)
        if top.is_mapping and "default" not in top:
            loader.found.append((str(path), 1, "the file has no 'default'; expected default: release or default: refer"))
        is_permanent, officer, guide = _read_release(top)
        if not loader.rules and not loader.found:
            loader.found.append((str(path), 1, "the rule set has no rules; expected at least one"))
    if loader.found:
        raise RulesError(*(f"{file}:{line}: {what}" for file, line, what in sorted(loader.found)))
    return RuleSet(tuple(loader.rules), default, tuple(loader.files), _digest(loader.files), is_permanent, officer, guide)


def _read_release(top: Fields) -> tuple[bool, str | None, str | None]:
    node = top.get("release")
    if node is None:
        return False, None, None
    fields = Fields(node, top.faults, "release", _RELEASE_KEYS)
    return fields.flag("permanent"), fields.text("officer"), fields.text("guide")
