"""Lists of persons from files, read as strictly as rules are: officials, and the deceased."""

from __future__ import annotations

import datetime as dt

from pipeline.errors import RulesError
from pipeline.model import Official, Register
from pipeline.people import fold_name
from pipeline.people.given import forms
from pipeline.people.titles import TITLES
from pipeline.rules.fields import Faults, Fields
from pipeline.rules.guess import hint
from pipeline.rules.nodes import Node
from pipeline.rules.salvage import read_document
from pipeline.rules.source import Found, Source, read_source

__all__ = ["check_deceased", "read_deceased", "read_officials"]

_FORMAT, _REMARK = "1", "#"
_FILE_KEYS = ("format", "frequent", "officials")
_KEYS = ("name", "office", "since", "until", "also", "titles", "is_woman")


def read_officials(name: str, data: bytes) -> Register:
    """Read one list of officials. Raises RulesError with every fault of it, each with its line.

    ``file = format: 1, [frequent: surnames], officials: {name, office, since, [until, also, titles, is_woman]}``.
    """
    found: Found = []
    register = Register()
    source = read_source(name, data, found)
    if source is not None:
        faults = Faults(source, found)
        document = read_document(source.text, faults.at)
        if document.node is None and document.has_head:
            faults.at(0, 0, "the file is empty; expected 'format: 1' and 'officials:'")
        if document.node is not None:
            register = _read_file(document.node, faults)
    if found:
        raise RulesError(*sorted(set(found)))
    return register


def _read_file(node: Node, faults: Faults) -> Register:
    top = Fields(node, faults, "the file", _FILE_KEYS, ("format", "officials"))
    if (version := top.text("format")) not in {_FORMAT, None}:
        top.fault("format", f"format {version!r} is not known; expected {_FORMAT}")
    read: dict[Official, None] = {}

    def take(each: Node) -> None:
        official = _official(Fields(each, faults, "the official", _KEYS, ("name", "office", "since")))
        if official in read:
            faults.add(each, "this official stands twice in the same office and years; expected him once")
        elif official is not None:
            read[official] = None

    top.each("officials", take)
    if not read and not faults.found:
        top.fault("officials", "the file has no officials; expected at least one")
    return Register(tuple(read), frozenset(fold_name(each.value) for each in top.texts("frequent")))


def _official(fields: Fields) -> Official | None:
    name, office = fields.text("name"), fields.text("office")
    since, until = _year(fields, "since"), _year(fields, "until")
    also, titles = fields.texts("also"), fields.texts("titles")
    named = [(name, fields.get("name")), *((each.value, each.node) for each in also)]
    for value, node in named:
        if value and node is not None and not forms(value):
            fields.faults.add(node, "a name without letters is never found; expected first names and a surname")
    for title in titles:
        if fold_name(title.value) not in TITLES:
            known = hint(fold_name(title.value), TITLES)
            fields.faults.add(title.node, f"{title.value!r} is no title before a name{known}; expected such as general, dr, sir")
    if since is not None and until is not None and until < since:
        fields.fault("until", f"the office ends before {since}, when it began; expected that year or a later one")
        return None
    is_woman = fields.flag("is_woman")
    if name is None or office is None or since is None:
        return None
    own = tuple(fold_name(title.value) for title in titles)
    return Official(name, office, since, until, tuple(each.value for each in also), own, is_woman)


def _year(fields: Fields, key: str) -> int | None:
    text = fields.text(key)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == len("1962") and int(text) >= dt.MINYEAR):
        fields.fault(key, f"'{key}' of the official is {text!r}; expected a year of four digits")
        return None
    return int(text)


def check_deceased(name: str) -> str | None:
    """Say what is wrong with the name of somebody deceased, or None: it must tell him from all others of his surname."""
    if "," in name:
        return "this name gives its surname first; expected it as it is spoken, such as John A. Smith"
    if not any(form.first for form in forms(name)):
        return "this is a surname alone, and others bear it; expected the first names before it"
    return None


def read_deceased(source: Source, faults: Faults) -> tuple[str, ...]:
    """Return the names of a file, one a line, each once; empty lines and lines that begin with ``#`` are passed over."""
    names: dict[str, None] = {}
    for start, line in zip(source.starts, source.lines, strict=True):
        name = " ".join(line.split())
        if name and not name.startswith(_REMARK):
            names[name] = None
            if what := check_deceased(name):
                faults.at(start, start + len(line), what)
    return tuple(names)
