"""Numbers of cases before courts and offices, by which a party is looked up: applications, dockets, petitions, claims.

A case of declassification or a telegram has a number too: only what stands behind the words of a court or of a claim counts.
"""

from __future__ import annotations

from pipeline.detect.identifiers.forms import GAP, Form
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer

__all__ = ["CaseNumberRecognizer"]

_LABELLED, _SERIES = 0.85, 0.8
_NUMBER = r"(?<![\w$£/.-])(?:[A-Z]{1,4}[-./ ]?)?\d{1,6}(?:[-:/.](?:[A-Za-z]{1,4}[-:/.])?\d{1,6}){0,3}(?:[-/][A-Z]{1,4})?(?![\w%])"
_WORDS = (
    r"\b(?:applications?|appeals?|petitions?|complaints?|claims?|dockets?|civil\s{1,3}actions?|criminal\s{1,3}actions?|court\s{1,3}(?:cases?|files?)|"
    r"case\s{1,3}files?|proceedings?|indictments?|judg(?:e)?ments?|warrants?|cause)"
)


class CaseNumberRecognizer(IdentifierRecognizer):
    """The number of a case, behind the word for it."""

    entity = "CASE_NUMBER"
    forms = (
        Form(
            "labelled number of a case",
            _LABELLED,
            _NUMBER,
            before=rf"{_WORDS}\s{{0,3}}[(\[]?\s{{0,3}}(?:nos?\b\.?|numbers?|nr\b\.?|#){GAP}{{0,4}}",
        ),
        Form(
            "further number of a list of cases",
            _SERIES,
            r"(?<![\w$£/.-])\d{1,6}/\d{2,4}(?![\w%/])",
            before=rf"{_WORDS}\s{{0,3}}[(\[]?\s{{0,3}}nos?\b\.?{GAP}{{0,4}}(?:\d{{1,6}}/\d{{2,4}}(?:,?\s{{1,3}}(?:and\s{{1,3}})?|,\s?)){{1,5}}",
        ),
        Form("docket of a federal court", _LABELLED, r"(?<![\w/.-])\d{1,2}:\d{2}-(?:cv|cr|mc|mj|md|po)-\d{1,6}(?:-[A-Z]{2,4})?(?![\w%])"),
    )
