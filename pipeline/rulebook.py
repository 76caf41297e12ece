"""Rule files from disk: read strictly, and held to the rules' own examples."""

from __future__ import annotations

import functools
import hashlib
import importlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath

from pipeline.detect import (
    Combiner,
    Detector,
    EntityDetector,
    MarkingDetector,
    NameModel,
    PatternDetector,
    TermDetector,
    leaves,
    whole_id,
)
from pipeline.errors import Fault, InputError, RulesError, printable
from pipeline.markings import Vocabulary
from pipeline.model import Custody, Finding, MatchKind, Page, Record, Register, Rule, RuleFile, RuleSet, Source, Span, Token
from pipeline.ner import LanguageModel, load_model
from pipeline.people import FILES, Lexicon, Weights, ordinary_words, read_lexicon
from pipeline.rules import Loaded, Rulings, read_rules, read_rulings
from pipeline.rules.entities import MODEL_ENTITIES
from pipeline.rules.load import MAX_TERMS_BYTES, digest_of
from pipeline.rules.officials import read_officials
from pipeline.rules.rulings import MAX_RULINGS_BYTES
from pipeline.rules.words import read_words

__all__ = [
    "ModelSource",
    "check_examples",
    "is_of_every_run",
    "language_model",
    "open_rules",
    "open_rulings",
    "read_book",
    "shipped_lexicon",
    "shipped_officials",
    "shipped_rules",
    "shipped_sets",
    "shipped_vocabulary",
    "shipped_weights",
    "vocabulary_of",
]

ModelSource = Callable[[], NameModel | None]
Finds = Callable[[str], bool]
Finder = Callable[[Record], Iterable[Finding]]

_MARKINGS = "markings"
_PEOPLE = "people"
_OFFICIALS = "officials.yaml"
_PERSON = "PERSON"
_LAW = "law.yaml"
_IDENTIFIERS = "identifiers.yaml"
_IN_CUSTODY: dict[Custody | None, tuple[str, ...]] = {Custody.PRESIDENTIAL: ("P6", "(b)(6)"), Custody.DONATED: ("C",)}
_DEFAULT = "default.yaml"
_NO_SETS = frozenset({"citations", "starter"})
_EXAMPLE_SECONDS = 2.0  # a sentence; a whole record is given more


def shipped_rules() -> Path:
    """Return the folder of the rule packs: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "data" / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def shipped_sets() -> tuple[Path, ...]:
    """Return the rule sets that ship, each to be named in a run: the default one first, and the law's own rules."""
    others = sorted(path for path in shipped_rules().glob("*.yaml") if path.stem not in _NO_SETS)
    return (shipped_rules() / _DEFAULT, *(path for path in others if path.name != _DEFAULT))


@functools.cache
def _shipped_digests() -> frozenset[str]:
    return frozenset(hashlib.sha256(file.read_bytes()).hexdigest() for file in shipped_rules().rglob("*.yaml"))


def _first_bytes(path: PurePath, limit: int) -> bytes:
    """Return no more of a file than tells that it is too big: a device never ends.

    A pipe that nobody fills is empty, and not waited for; one that somebody fills is read to its end.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    os.set_blocking(handle, True)
    with open(handle, "rb") as file:  # noqa: PTH123  # a path would be opened anew, and waited for
        return file.read(limit + 1)


def _read(path: PurePosixPath) -> bytes:
    return _first_bytes(path, MAX_TERMS_BYTES)


def read_book(path: Path) -> Loaded:
    """Read a rule file from disk and all it includes. Raises RulesError with every fault of every file."""
    vocabulary = shipped_vocabulary()
    words = frozenset(form.upper() for token in vocabulary.tokens for form in (token.name, token.portion, *token.also))
    top = PurePosixPath(path.as_posix())
    loaded = read_rules(top, _read, shipped=_shipped_digests(), levels=frozenset(vocabulary.levels), words=words)
    _with_law(loaded.rules)  # refuses an id of the law's own
    return loaded


@functools.cache
def language_model(named: Path | None = None) -> LanguageModel | None:
    """Return the language model in a folder, else the one installed, else None; loaded once. Raises UsageError where it cannot be used."""
    return load_model(named, ordinary_words(shipped_lexicon()))


def open_rules(path: Path, model: ModelSource = language_model) -> RuleSet:
    """Load a rule file from disk and run the rules' own examples; ``model`` is called where one needs it. Raises RulesError."""
    loaded = read_book(path)
    check_examples(loaded, model)
    return _with_law(_with_people(_with_words(loaded.rules)))


@functools.cache
def _of_every_run(name: str) -> RuleSet:
    """Read one of the files whose rules every run has."""
    return read_rules(PurePosixPath((shipped_rules() / name).as_posix()), _read, shipped=_shipped_digests()).rules


def is_of_every_run(rule: Rule) -> bool:
    """Tell whether a rule is one that every run has, whatever the rule set."""
    return any(rule.place.startswith(f"{(shipped_rules() / name).as_posix()}:") for name in (_LAW, _IDENTIFIERS))


def _with_law(rules: RuleSet) -> RuleSet:
    """Return a rule set with the rules that every run has after its own.

    The law's own holds (Kyl-Lott: Law of release 3) no rule set can leave out; the rules on identifiers only one that says so.
    In presidential custody P6 stands before their (b)(6), 44 U.S.C. 2204(a)(6); the Freedom of Information Act does not reach
    donated papers, whose deeds close the same, code C, 44 U.S.C. 2111. Raises RulesError where a rule bears the id of one.
    """
    with_law = _with_file(rules, _of_every_run(_LAW), "one of the law's own")
    if not rules.has_identifiers:
        return with_law
    identifiers = _of_every_run(_IDENTIFIERS)
    own = tuple(replace(rule, authority=_IN_CUSTODY.get(rules.custody, rule.authority)) for rule in identifiers.rules)
    identifiers = replace(identifiers, rules=own)
    return _with_file(with_law, identifiers, "one of those on identifiers, which every run has")


def _with_file(rules: RuleSet, added: RuleSet, whose: str) -> RuleSet:
    """Return a rule set with the rules of a file after its own. Raises RulesError where one bears the id of another."""
    own = {replace(rule, place="") for rule in rules.rules}
    if all(replace(rule, place="") in own for rule in added.rules):  # included by name
        return rules
    taken = {rule.id: rule.place for rule in rules.rules}
    faults = [
        Fault(file, int(line), 1, f"rule id {rule.id!r} is {whose}; expected another name")
        for rule in added.rules
        if rule.id in taken
        for file, _, line in [taken[rule.id].rpartition(":")]
    ]
    if faults:
        raise RulesError(*faults)
    files = (*rules.files, *added.files)
    return replace(rules, rules=(*rules.rules, *added.rules), files=files, digest=digest_of(files))


def open_rulings(path: Path, shown: str) -> Rulings:
    """Read a rulings file from disk, which messages call ``shown``. Raises RulesError with every fault of it."""
    try:
        data = _first_bytes(path, MAX_RULINGS_BYTES)
    except OSError as error:
        raise RulesError(f"{printable(shown)}: cannot be read ({error.strerror}); expected a rulings file there") from None
    return read_rulings(shown, data)


@functools.cache
def _shipped_words() -> tuple[RuleFile, tuple[Token, ...]]:
    """Read the vocabulary of markings that ships: its files as one, in the order of their names, and their tokens."""
    files = sorted((shipped_rules() / _MARKINGS).glob("*.yaml"))
    read = [(file.name, file.read_bytes()) for file in files]
    digest = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for _, data in read)).hexdigest()
    return RuleFile(_MARKINGS, digest, is_shipped=True), tuple(token for name, data in read for token in read_words(name, data))


def _with_words(rules: RuleSet) -> RuleSet:
    """Return a rule set with the vocabulary of markings that ships before its own."""
    file, words = _shipped_words()
    files = (*rules.files, file)
    return replace(rules, files=files, digest=digest_of(files), words=(*words, *rules.words))


@functools.cache
def shipped_weights() -> Weights:
    """Return what weighs words as parts of names, by the lexicon that ships. Read once, where a rule names persons."""
    return Weights(shipped_lexicon())


def _with_people(rules: RuleSet) -> RuleSet:
    """Return a rule set that names persons with the lexicon, and the officials that ship before its own; others have no use for them."""
    if not any(_PERSON in leaf.match.values for leaf in leaves(rules.rules) if leaf.match.kind is MatchKind.ENTITY):
        return rules
    files, register = (*rules.files, _lexicon_file()), rules.officials
    if rules.has_officials:
        file, shipped = shipped_officials()
        files = (*files, file)
        register = Register((*shipped.officials, *register.officials), shipped.frequent | register.frequent)
    return replace(rules, officials=register, files=files, digest=digest_of(files))


def _lexicon_file() -> RuleFile:
    """Return the lexicon's files as one, as the vocabulary of markings is: what it holds decides what is found."""
    read = [(shipped_rules() / _PEOPLE / name).read_bytes() for name in FILES]
    return RuleFile(_PEOPLE, hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in read)).hexdigest(), is_shipped=True)


@functools.cache
def shipped_officials() -> tuple[RuleFile, Register]:
    """Return the list of officials that ships, and its file. Read once, where a rule names persons."""
    file = shipped_rules() / _PEOPLE / _OFFICIALS
    data = file.read_bytes()
    return RuleFile(file.name, hashlib.sha256(data).hexdigest(), is_shipped=True), read_officials(file.name, data)


@functools.cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon of persons' names that ships; read once, and only where names are sought."""
    folder = shipped_rules() / _PEOPLE
    return read_lexicon({name: (folder / name).read_bytes() for name in FILES})


@functools.cache
def vocabulary_of(words: tuple[Token, ...]) -> Vocabulary:
    """Return the tokens of a rule set ready to be looked up; raises ValueError where there are no levels."""
    return Vocabulary(words)


def shipped_vocabulary() -> Vocabulary:
    """Return the vocabulary of markings that ships."""
    return vocabulary_of(_shipped_words()[1])


def check_examples(loaded: Loaded, model: ModelSource = language_model) -> None:
    """Run every rule's own examples. Raises RulesError with each one that fails, by its number and not its text.

    Only the examples of rules that name what a language model alone finds are read with one: all others hold without.
    """
    rules = tuple(rule for rule in loaded.rules.rules if rule.must_match or rule.must_keep)
    vocabulary = vocabulary_of((*_shipped_words()[1], *loaded.rules.words))
    seen_alone = {whole_id(leaf.id): leaf.match.values[0] for leaf in leaves(rules) if _is_seen_alone(leaf)}
    used = model() if seen_alone else None
    judged = rules if used else tuple(rule for rule in rules if rule.id not in seen_alone)
    faults = [fault for rule, finds in _judges(judged, vocabulary, used) for fault in _failing(rule, finds, loaded)]
    faults += [_untried(loaded.examples[rule.id][0], rule.id, seen_alone[rule.id]) for rule in rules if rule not in judged]
    if faults:
        raise RulesError(*sorted(faults))


def _is_seen_alone(leaf: Rule) -> bool:
    return leaf.match.kind is MatchKind.ENTITY and leaf.match.values[0] in MODEL_ENTITIES


def _untried(place: Callable[[str], Fault], rule: str, entity: str) -> Fault:
    remedy = "expected the extra 'ner' or --ner-model to try its examples"
    return place(f"rule {rule!r}: only a language model finds the entity {entity}; {remedy}")


def _judges(rules: tuple[Rule, ...], vocabulary: Vocabulary, model: NameModel | None) -> Iterator[tuple[Rule, Finds]]:
    """Yield each rule with what tells whether it finds anything in an example.

    Each rule is judged on its own, by what is found in its name; no other rule changes that. So one detector serves all
    terms, and one all rules that seek the same entity: to set them up for each rule would take minutes for a thousand.
    """
    sought = leaves(rules)
    own: dict[str, list[Rule]] = {}
    for leaf in sought:
        own.setdefault(whole_id(leaf.id), []).append(leaf)
    terms = TermDetector(sought)
    entities: dict[str, tuple[Detector, str]] = {}
    for rule in rules:
        finders = [_finder(leaf, terms, entities, model) for leaf in own.get(rule.id, ())]
        yield rule, _finds(rule, finders, vocabulary)


def _finder(leaf: Rule, terms: Detector, entities: dict[str, tuple[Detector, str]], model: NameModel | None) -> Finder:
    """Return what finds one leaf in a record, under the leaf's own name."""
    if leaf.match.kind is MatchKind.REGEX:
        pattern = PatternDetector((leaf,), timeout=_EXAMPLE_SECONDS)
        return pattern.find
    if leaf.match.kind is MatchKind.TERMS:
        return lambda record: (each for each in terms.find(record) if each.rule == leaf.id)
    value = leaf.match.values[0]
    if value not in entities:
        used = model if _is_seen_alone(leaf) else None
        entities[value] = EntityDetector((leaf,), weights=shipped_weights, model=used), leaf.id
    detector, name = entities[value]
    return lambda record: (replace(each, rule=leaf.id) for each in detector.find(record) if each.rule == name)


def _finds(rule: Rule, finders: list[Finder], vocabulary: Vocabulary) -> Finds:
    if rule.match.is_plain:
        return lambda text: any(each for find in finders for each in find(_record(text)))
    marking, combiner = MarkingDetector(vocabulary), Combiner((rule,), vocabulary)

    def finds(text: str) -> bool:
        record = _placed(text)
        found = [*marking.find(record), *(each for find in finders for each in find(record))]
        return any(each.rule == rule.id for each in combiner.combine(record, found))

    return finds


def _failing(rule: Rule, finds: Finds, loaded: Loaded) -> Iterator[Fault]:
    """Yield the examples of one rule that fail."""
    word = rule.action.name.lower()
    wanted = [(f"{word} example {number}", text, True) for number, text in enumerate(rule.must_match, start=1)]
    unwanted = [(f"keep example {number}", text, False) for number, text in enumerate(rule.must_keep, start=1)]
    for place, (called, text, is_wanted) in zip(loaded.examples[rule.id], wanted + unwanted, strict=True):
        hoped = "match" if is_wanted else "be kept"
        try:
            fails = finds(text) is not is_wanted
        except RulesError:  # the expression ran out of time
            yield place(f"rule {rule.id!r}: its {called} takes over {_EXAMPLE_SECONDS:g} seconds; expected it to {hoped}")
        else:
            if fails:
                yield place(f"rule {rule.id!r}: its {called} fails; expected it to {hoped}")


def _record(text: str) -> Record:
    """Return an example as the record that detectors read: its text, on one page."""
    source = Source("example.txt", "text/plain", "", len(text), "utf-8")
    return Record("example", source, None, text, (Page(1, Span(0, len(text)), ()),), ())


def _placed(text: str) -> Record:
    """Return an example with its pages and headings, as the door reads a text; one that it refuses is a page."""
    door = importlib.import_module("pipeline.ingest.text")  # with it come the readers of PDFs, which most rules need not
    try:
        read = door.read_text(text.encode(), importlib.import_module("pipeline.ingest").DEFAULT_LIMITS)
    except InputError:
        return _record(text)
    return replace(_record(read.text), pages=read.pages, blocks=read.blocks)
