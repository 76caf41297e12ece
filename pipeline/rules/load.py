"""Rule files to a ``RuleSet``: includes resolved, every fault of every file told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.errors import Fault, RulesError
from pipeline.model import Action, Register, RuleFile, RuleSet, Token
from pipeline.rules.fields import Faults, Fields
from pipeline.rules.nodes import Node, Scalar
from pipeline.rules.officials import read_deceased, read_officials
from pipeline.rules.release import Lists, ReleaseSection, check_references, read_release
from pipeline.rules.rule import RULE_KEYS, Known, Written, read_rule
from pipeline.rules.salvage import Document, read_document
from pipeline.rules.source import Found, Source, read_source
from pipeline.rules.terms import read_terms
from pipeline.rules.words import read_words

__all__ = ["MAX_RULE_BYTES", "Loaded", "digest_of", "load_rules", "read_rules"]

FORMAT = "1"
MAX_RULE_BYTES = 4 * 2**20
MAX_TERMS_BYTES = 32 * 2**20
MAX_TOLD = 20  # faults of one file of terms: where one line is wrong, thousands may be
MAX_INCLUDED = 30  # files that include each other, one inside the other
FILE_KEYS = ("format", "default", "include", "markings", "release", "rules")
_DEFAULTS = {"release": Action.RELEASE, "refer": Action.REFER}

Read = Callable[[PurePosixPath], bytes]
Refuse = Callable[[str], None]  # notes what is wrong with a file, where the file is named
ReadNames = Callable[[Source, Faults], tuple[str, ...]]
Place = Callable[[str], Fault]  # what is wrong to the fault, at a place that is fixed


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule set, and where each example of each rule stands, in the order of ``must_match`` and then ``must_keep``."""

    rules: RuleSet
    examples: dict[str, tuple[Place, ...]] = field(repr=False)


class _Loader:
    """Reads one top file and all it includes."""

    def __init__(self, read: Read, shipped: frozenset[str], levels: frozenset[str], words: frozenset[str]) -> None:
        self.read, self.shipped, self.levels, self.known_words = read, shipped, levels, words
        self.rules: list[Written] = []
        self.sources: dict[str, Source] = {}
        self.files: list[RuleFile] = []
        self.places: dict[str, str] = {}
        self.found: Found = []
        self.open: list[PurePosixPath] = []
        self.seen: set[PurePosixPath] = set()
        self.words: list[Token] = []
        self.terms: dict[PurePosixPath, tuple[str, ...]] = {}

    def file(self, path: PurePosixPath, refuse: Refuse) -> tuple[Fields, Document] | None:
        """Read one file, its includes first; None where nothing of it can be read."""
        data = self._bytes(path, refuse, "a rule file")
        source = None if data is None else read_source(str(path), data, self.found)
        if data is None or source is None:
            return None
        digest = hashlib.sha256(data).hexdigest()
        self.files.append(RuleFile(path.name, digest, digest in self.shipped))
        faults = Faults(source, self.found)
        document = read_document(source.text, faults.at)
        if document.node is None:
            if document.has_head:
                faults.at(0, 0, "the file is empty; expected at least 'format: 1' and 'rules:'")
            return None
        required = ("format", "rules") if document.has_head else ()
        top = Fields(document.node, faults, "the file", FILE_KEYS, required)
        self._top(top, path)
        return top, document

    def _bytes(self, path: PurePosixPath, refuse: Refuse, kind: str, limit: int = MAX_RULE_BYTES) -> bytes | None:
        try:
            data = self.read(path)
        except OSError as error:
            refuse(f"{path.name} cannot be read ({error.strerror}); expected {kind} there")
            return None
        if len(data) > limit:
            refuse(f"{path.name} is over {limit:,} bytes; expected a smaller file")
            return None
        return data

    def _top(self, top: Fields, path: PurePosixPath) -> None:
        if (version := top.text("format")) not in {FORMAT, None}:
            top.fault("format", f"format {version!r} is not known; expected {FORMAT}")
        self.open.append(path)
        top.each("include", lambda node: self._include(top, node, path))
        self.open.pop()
        top.each("markings", lambda node: self._markings(top, node, path))
        self.sources[str(path)] = top.faults.source
        known = Known(self.levels, self._carried(), lambda fields, node: self._terms(fields, node, path))
        top.each("rules", lambda node: self._rule(node, top.faults, known))

    def _carried(self) -> frozenset[str]:
        """Return the words that a marking may carry: those that ship, and those of the rule set's own vocabulary files."""
        own = (form.upper() for token in self.words for form in (token.name, token.portion, *token.also))
        return self.known_words.union(own) if self.known_words else self.known_words

    def _terms(self, fields: Fields, node: Node, path: PurePosixPath) -> tuple[str, ...]:
        """Read the file of terms that a rule names, once; its faults are told at their own lines."""
        name = fields.path(node, "terms_file")
        if name is None:
            return ()
        target = _normal(path.parent / name)
        if target not in self.terms:
            self.terms[target] = self._read_lines(target, lambda what: fields.faults.add(node, f"file of terms {what}"), read_terms, "term")
        return self.terms[target]

    def _deceased(self, fields: Fields, node: Node, path: PurePosixPath) -> tuple[str, ...]:
        """Read the file of the deceased that a rule set names."""
        name = fields.path(node, "deceased_file")
        if name is None:
            return ()
        refuse = lambda what: fields.faults.add(node, f"file of the deceased {what}")  # noqa: E731
        return self._read_lines(_normal(path.parent / name), refuse, read_deceased, "name")

    def _read_lines(self, target: PurePosixPath, refuse: Refuse, read: ReadNames, called: str) -> tuple[str, ...]:
        """Read a file that holds one thing a line, as ``read`` reads it and messages call it."""
        data = self._bytes(target, refuse, "a text file", MAX_TERMS_BYTES)
        if data is None:
            return ()
        digest = hashlib.sha256(data).hexdigest()
        self.files.append(RuleFile(target.name, digest, digest in self.shipped))
        found: Found = []
        source = read_source(str(target), data, found)
        terms = () if source is None else read(source, Faults(source, found))
        self.found += sorted(found)[:MAX_TOLD]
        if len(found) > MAX_TOLD:
            refuse(f"{target.name} has {len(found):,} faults, of which {MAX_TOLD} are shown; expected one {called} a line in UTF-8")
        if source is not None and not terms:
            refuse(f"{target.name} holds no {called}; expected one a line")
        return terms

    def lists(self, path: PurePosixPath) -> Lists:
        """Return what reads the lists of persons that the file at ``path`` names."""
        return Lists(lambda fields, node: self._officials(fields, node, path), lambda fields, node: self._deceased(fields, node, path))

    def _officials(self, fields: Fields, node: Node, path: PurePosixPath) -> Register:
        """Read the list of officials that a rule set names; its faults are told at their own lines."""
        name = fields.path(node, "officials_file")
        if name is None:
            return Register()
        target = _normal(path.parent / name)
        data = self._bytes(target, lambda what: fields.faults.add(node, f"list of officials {what}"), "a list of officials")
        if data is None:
            return Register()
        digest = hashlib.sha256(data).hexdigest()
        self.files.append(RuleFile(target.name, digest, digest in self.shipped))
        try:
            return read_officials(str(target), data)
        except RulesError as error:
            self.found += error.places
            return Register()

    def _include(self, top: Fields, node: Node, path: PurePosixPath) -> None:
        name = top.path(node, "include")
        if name is None:
            return
        target = _normal(path.parent / name)
        if target in self.open:
            top.faults.add(node, f"{name} includes itself in a circle; expected no cycle")
        elif len(self.open) > MAX_INCLUDED:
            top.faults.add(node, f"{name} is included over more than {MAX_INCLUDED} files; expected a shorter way")
        elif target not in self.seen:
            self.seen.add(target)
            included = self.file(target, lambda what: top.faults.add(node, f"included file {what}"))
            if included is not None:  # the top file alone decides both, but a wrong value is a fault wherever it stands
                included[0].choice("default", _DEFAULTS, Action.REFER)
                read_release(included[0], self.lists(target))

    def _markings(self, top: Fields, node: Node, path: PurePosixPath) -> None:
        """Read a vocabulary file that a rule file names, once; its faults are told at their own lines."""
        name = top.path(node, "markings")
        if name is None or (target := _normal(path.parent / name)) in self.seen:
            return
        self.seen.add(target)
        data = self._bytes(target, lambda what: top.faults.add(node, f"vocabulary file {what}"), "a vocabulary file")
        if data is None:
            return
        digest = hashlib.sha256(data).hexdigest()
        self.files.append(RuleFile(target.name, digest, digest in self.shipped))
        try:
            self.words += read_words(str(target), data, self.levels)
        except RulesError as error:
            self.found += error.places

    def _rule(self, node: Node, faults: Faults, known: Known) -> None:
        fields = Fields(node, faults, "the rule", RULE_KEYS, ("id", "match", "action", "rationale"))
        place = f"{faults.source.file}:{faults.line(node)}"
        self._claim_id(fields, place)
        written = read_rule(fields, place, known)
        if written is not None:
            self.rules.append(written)

    def _claim_id(self, fields: Fields, place: str) -> None:
        """Note an id that is taken, also where the rule that took it is broken otherwise."""
        node = fields.get("id")
        rule_id = node.value if isinstance(node, Scalar) else ""
        if rule_id and self.places.setdefault(rule_id, place) != place:
            fields.fault("id", f"rule id {rule_id!r} is taken by {self.places[rule_id]}; expected a name of its own")


def _normal(path: PurePosixPath) -> PurePosixPath:
    """Return ``path`` with ``..`` undone, so that one file has one name."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts and parts[-1] not in {"..", "/"}:
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def digest_of(files: Sequence[RuleFile]) -> str:
    """Return the one digest of all files of a rule set, in their order."""
    joined = "\n".join(f"{file.name} {file.sha256}" for file in files)
    return hashlib.sha256(joined.encode()).hexdigest()


def read_rules(
    path: PurePosixPath,
    read: Read,
    *,
    shipped: frozenset[str] = frozenset(),
    levels: frozenset[str] = frozenset(),
    words: frozenset[str] = frozenset(),
) -> Loaded:
    """Read a rule file and all it includes through ``read``, which returns bytes or raises OSError.

    ``shipped`` are the digests of the project's own files, ``levels`` the levels of markings that files may name and
    ``words`` the words that markings carry; neither is checked where none are given. Raises RulesError with every fault of
    every file, sorted by file and line.
    """
    loader = _Loader(read, shipped, levels, words)
    path = _normal(path)
    loader.seen.add(path)
    top = loader.file(path, lambda what: loader.found.append(Fault(str(path), 1, 1, what)))
    default, release = (Action.REFER, ReleaseSection()) if top is None else _head(*top, loader, path)
    check_references(loader.rules, release, frozenset(loader.places))
    if loader.found:
        raise RulesError(*sorted(set(loader.found)))
    rules = tuple(each.rule for each in loader.rules)
    files = tuple(loader.files)
    made = RuleSet(
        rules,
        default,
        files,
        digest_of(files),
        is_permanent=release.is_permanent,
        officer=release.officer,
        guide=release.guide,
        words=tuple(loader.words),
        custody=release.custody,
        agency=release.agency,
        categories=release.categories,
        has_identifiers=release.has_identifiers,
        officials=release.officials,
        has_officials=release.has_officials,
        privacy_ends=release.privacy_ends,
    )
    return Loaded(made, _examples(loader))


def load_rules(path: PurePosixPath, read: Read, *, shipped: frozenset[str] = frozenset()) -> RuleSet:
    """Return the rules alone of what ``read_rules`` reads; raises what it raises."""
    return read_rules(path, read, shipped=shipped).rules


def _head(top: Fields, document: Document, loader: _Loader, path: PurePosixPath) -> tuple[Action, ReleaseSection]:
    default = top.choice("default", _DEFAULTS, Action.REFER)
    if document.has_head and top.is_mapping and "default" not in top:
        top.fault("default", "the file has no 'default'; expected default: release or default: refer")
    release = read_release(top, loader.lists(path))
    if not loader.rules and not loader.found:
        top.fault("rules", "the rule set has no rules; expected at least one")
    return default, release


def _examples(loader: _Loader) -> dict[str, tuple[Place, ...]]:
    """Return the places of examples; each is looked up only where its example fails."""

    def place(source: Source, node: Node) -> Place:
        return lambda what: source.fault(node.start, node.end, what)

    return {
        each.rule.id: tuple(place(loader.sources[each.rule.place.rpartition(":")[0]], node) for node in each.examples)
        for each in loader.rules
    }
