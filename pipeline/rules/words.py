"""Vocabulary files to tokens: the words of markings as data, read as strictly as rules are."""

from __future__ import annotations

from pipeline.errors import RulesError
from pipeline.markings.vocabulary import words_of
from pipeline.model import Category, Token
from pipeline.rules.fields import Faults, Fields
from pipeline.rules.guess import hint
from pipeline.rules.nodes import Node
from pipeline.rules.salvage import read_document
from pipeline.rules.source import Found, read_source

__all__ = ["read_words"]

_FORMAT = "1"
_FILE_KEYS = ("format", "category", "owner", "source", "tokens")
_LISTS = ("also", "levels", "requires", "excludes", "sub_levels", "sub_requires", "members")
_LEVEL_LISTS = ("levels", "sub_levels")
_TEXTS = ("successor", "owner", "level", "source")
_TOKEN_KEYS = ("name", "portion", "meaning", "since", "until", "opens", *_TEXTS, *_LISTS)
_CATEGORIES = {category.value: category for category in Category}


def read_words(name: str, data: bytes, levels: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """Read one vocabulary file. Raises RulesError with every fault of it, each with its line.

    ``levels`` are those that are known beside the file's own; without any, the names of levels are not checked.
    """
    found: Found = []
    tokens: list[Token] = []
    source = read_source(name, data, found)
    if source is not None:
        faults = Faults(source, found)
        document = read_document(source.text, faults.at)
        if document.node is None and document.has_head:
            faults.at(0, 0, "the file is empty; expected 'format: 1', 'category:' and 'tokens:'")
        if document.node is not None:
            tokens = _read_file(document.node, faults, levels)
    if found:
        raise RulesError(*sorted(set(found)))
    return tuple(tokens)


def _read_file(node: Node, faults: Faults, levels: frozenset[str]) -> list[Token]:
    top = Fields(node, faults, "the file", _FILE_KEYS, ("format", "category", "tokens"))
    if (version := top.text("format")) not in {_FORMAT, None}:
        top.fault("format", f"format {version!r} is not known; expected {_FORMAT}")
    category = top.choice("category", _CATEGORIES, Category.CAVEAT)
    owner, source = top.text("owner"), top.text("source") or ""
    tokens: list[Token] = []
    names: set[str] = set()

    def take(each: Node) -> None:
        fields = Fields(each, faults, "the token", _TOKEN_KEYS, ("name", "meaning"))
        _check_words(fields, levels)
        token = _read_token(fields, category, owner, source)
        if token is not None and token.name in names:
            faults.add(each, f"token {token.name!r} stands twice; expected it once")
        elif token is not None:
            names.add(token.name)
            tokens.append(token)

    top.each("tokens", take)
    if not tokens and not faults.found:
        top.fault("tokens", "the file has no tokens; expected at least one")
    return tokens


def _check_words(fields: Fields, levels: frozenset[str]) -> None:
    """Note forms that no text can hold, and levels that nobody knows: under such a level a word would never be right."""
    named = [(fields.text("name") or "", fields.get("name")), *((each.value, each.node) for each in fields.texts("also"))]
    for value, node in named:
        if value and node is not None and not words_of(value):
            fields.faults.add(node, "a word without letters or digits is never found; expected some")
    said = [(fields.text("level") or "", fields.get("level"))]
    said += [(each.value, each.node) for key in _LEVEL_LISTS for each in fields.texts(key)]
    for value, level in said:
        if value and level is not None and levels and value.upper() not in levels:
            known = ", ".join(sorted(levels))
            fields.faults.add(level, f"there is no level {value!r}{hint(value.upper(), levels)}; expected one of {known}")


def _read_token(fields: Fields, category: Category, owner: str | None, source: str) -> Token | None:
    name, meaning = fields.text("name"), fields.text("meaning")
    years = {key: _year(fields, key) for key in ("since", "until")}
    lists = {key: tuple(each.value.upper() for each in fields.texts(key)) for key in _LISTS}
    texts = {key: fields.text(key) for key in _TEXTS}
    portion, opens = fields.text("portion"), fields.flag("opens")
    if name is None or meaning is None:
        return None
    name = name.upper()
    return Token(
        name,
        category,
        (portion or name).upper(),
        meaning=meaning,
        source=texts["source"] or source,
        since=years["since"],
        until=years["until"],
        successor=texts["successor"],
        owner=texts["owner"] or owner,
        level=texts["level"].upper() if texts["level"] else None,
        opens=opens,
        **lists,
    )


def _year(fields: Fields, key: str) -> int | None:
    text = fields.text(key)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == len("1962")):
        fields.fault(key, f"'{key}' of the token is {text!r}; expected a year of four digits")
        return None
    return int(text)
