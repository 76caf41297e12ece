"""The schema of rule files beside the strict reader: what each says of a file, and what the reader alone can tell."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from pipeline.errors import RulesError
from pipeline.rules import load_rules
from pipeline.rules.load import FILE_KEYS
from pipeline.rules.match import MARKING_KEYS, MATCH_KEYS
from pipeline.rules.release import PRIVACY_KEYS, RELEASE_KEYS
from pipeline.rules.rule import OVERRIDES_KEYS, RULE_KEYS, WHEN_KEYS

__all__ = ["KEYS", "READER_ALONE", "ROOT", "SCHEMA", "faults_of", "is_valid", "problems_of"]

ROOT = Path(__file__).parents[1]
SCHEMA: dict[str, Any] = json.loads((ROOT / "rules" / "schema.json").read_text())
KEYS = {
    "file": FILE_KEYS,
    "release": RELEASE_KEYS,
    "privacy_ends": PRIVACY_KEYS,
    "rule": RULE_KEYS,
    "looked_for": MATCH_KEYS,
    "marking": MARKING_KEYS,
    "when": WHEN_KEYS,
    "overrides": OVERRIDES_KEYS,
    "examples": ("redact", "refer", "release", "keep"),
}
NAME = "rules.yaml"
# What only the reader can tell: it looks at all files, at other rules, at the calendar, and tries each expression.
_READER_ALONE = (
    "not a regular expression",
    "the expression ",
    "rule id .* is taken by",
    "there is no rule",
    "is no redact rule",
    "the rule asks for",
    "'until' lies before 'since'",
    "expected a date such as",
    "expected numbers and ranges",
    "the rule set has no rules",
    "the file has no 'default'",
    "cannot be read",
    "includes itself",
    "nested deeper",
    "duplicate key",
    "a term without letters or digits",
    "holds a control character",
    "holds a line break",
    "there is no level",
    "no vocabulary has the word",
    "this name gives its surname first",
    "this is a surname alone",
)
READER_ALONE = re.compile("|".join(_READER_ALONE))
_VALIDATOR = Draft202012Validator(SCHEMA)
_NULLS = {"", "~", "null", "Null", "NULL"}


class Loader(yaml.BaseLoader):
    """Reads YAML as rule files are read: every scalar is text, and what is left empty is nothing."""

    def construct_scalar(self, node: yaml.ScalarNode) -> str | None:  # type: ignore[override]  # None is what is left empty
        return None if node.style is None and node.value in _NULLS else super().construct_scalar(node)


def problems_of(text: str) -> list[str]:
    """Return what the schema has against a file."""
    file = yaml.load(text, Loader=Loader)  # noqa: S506  # a loader of text alone
    return [str(error.message) for error in _VALIDATOR.iter_errors(file)]


def is_valid(text: str) -> bool:
    """Tell whether the schema takes a file."""
    return not problems_of(text)


def faults_of(text: str) -> list[str]:
    """Return what the reader has against a file itself; files that it names are there."""

    def read(path: PurePosixPath) -> bytes:
        if str(path) == NAME:
            return text.encode()
        if path.suffix == ".yaml":
            return b"format: 1\nrules: []\n"
        return b"alpha\nbeta\n"

    try:
        load_rules(PurePosixPath(NAME), read)
    except RulesError as error:
        return [fault.what for fault in error.places if fault.file == NAME]
    return []
