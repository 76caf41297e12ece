"""Check any PDF for leaks, ours or not: what it hides, what it carries, and secrets that somebody knows."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Pdf

from pipeline.errors import InputError
from pipeline.verify.check.carriers import of_document, of_pages
from pipeline.verify.check.opening import UNREADABLE, open_any
from pipeline.verify.check.orphans import of_orphans
from pipeline.verify.check.pages import PageRead, read_pages
from pipeline.verify.check.readers import pdfium_texts, plain_copy, words_of
from pipeline.verify.check.residue import of_fonts
from pipeline.verify.check.revisions import earlier_revisions, of_revisions
from pipeline.verify.check.secrets import Search
from pipeline.verify.check.values import Finding, Kind, Report, Unjudged

__all__ = ["check"]

_SIGNS = frozenset({Kind.UNDER_BOX, Kind.UNAPPLIED, Kind.MARK, Kind.GROUND})  # that somebody meant to redact


def check(pdf: bytes, *, name: str = "", secrets: Sequence[str] = (), passwords: Sequence[str] = ()) -> Report:
    """Return what a PDF leaks, what it carries, and what could not be judged. No word of the file is in the report.

    ``name`` is searched for ``secrets`` too. Raises InputError where the file cannot be opened.
    """
    with open_any(pdf, passwords) as opened:
        try:
            plain = plain_copy(opened)
        except UNREADABLE:
            raise InputError("it is damaged and cannot be written anew; print it to a new PDF") from None
        pages, unjudged = _pages(plain)
        shown = words_of("\n".join((*(pdfium_texts(plain) or ()), *("".join(page.shown) for page in pages))))
        revisions = earlier_revisions(pdf)
        found = [*(each for page in pages for each in page.findings), *_spoken(pages, shown), *of_revisions(revisions, shown, passwords)]
        found += _carried(opened, shown, unjudged)
        if secrets or any(each.kind in _SIGNS for each in found):
            found += of_fonts(opened, pages)
        if secrets:
            search = _searched(pdf, opened, plain, pages, revisions, (name, secrets, passwords))
            found, unjudged = found + search.findings(), unjudged + search.not_judged
    unjudged += [each for page in pages for each in page.not_judged]
    return Report(tuple(sorted(found, key=_place)), tuple(dict.fromkeys(unjudged)))


def _carried(opened: Pdf, shown: frozenset[str], unjudged: list[Unjudged]) -> list[Finding]:
    """Return what the file carries beside its pages; what cannot be read of it is added to ``unjudged``."""
    try:
        found = [*of_document(opened, shown), *of_pages(opened), *of_orphans(opened, shown)]
    except UNREADABLE:
        unjudged.append(Unjudged("what the file carries beside its pages: it is damaged", None))
        return []
    unjudged += [Unjudged("thumbnails that may show words", each.page) for each in found if each.kind is Kind.THUMBNAIL]
    return found


def _place(finding: Finding) -> tuple[bool, int]:
    return not finding.is_leak, finding.page or 0


def _pages(plain: bytes) -> tuple[tuple[PageRead, ...], list[Unjudged]]:
    try:
        return tuple(read_pages(plain)), []
    except UNREADABLE:
        return (), [Unjudged("the pages: they cannot be walked", None)]


def _spoken(pages: Sequence[PageRead], shown: frozenset[str]) -> list[Finding]:
    counts = [sum(bool(words_of(each) - shown) for each in page.spoken) for page in pages]
    return [Finding(Kind.SPOKEN, number, "the page", count) for number, count in enumerate(counts, start=1) if count]


def _searched(
    pdf: bytes,
    opened: Pdf,
    plain: bytes,
    pages: Sequence[PageRead],
    revisions: Sequence[bytes],
    asked: tuple[str, Sequence[str], Sequence[str]],
) -> Search:
    name, secrets, passwords = asked
    search = Search(secrets, passwords)
    search.in_text(name, "the name of the file")
    search.file(pdf, opened, plain, pages)
    for number, each in enumerate(revisions, start=1):
        search.other(each, f"earlier revision {number}: ", depth=1)
    return search
