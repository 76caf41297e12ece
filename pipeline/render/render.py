"""The render stage: excise once, then write both renditions of one version. A PDF keeps its pages, all else is set anew."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Decision, Draft, Record, Version
from pipeline.render.excise import evened, excise
from pipeline.render.kept.write import write_kept
from pipeline.render.plaintext import write_text
from pipeline.render.typeset import write_pdf
from pipeline.statement import ReleasePolicy, make_statement

__all__ = ["render"]


def render(record: Record, decisions: Iterable[Decision], policy: ReleasePolicy, *, version: Version) -> Draft:
    """Return the draft of one version. The writers see excised pages and the statement, never the record."""
    settled = tuple(decisions)
    statement = make_statement(record, settled, version, policy)
    pages = excise(record, settled, policy.amount)
    text = write_text(pages if record.kept is None else evened(pages), statement)
    if record.kept is not None:
        kept = write_kept(record, settled, statement, policy.amount)
        return Draft(version, kept.pdf, text, kept.pages_of, kept.drawn)
    pdf, pages_of = write_pdf(pages, statement)
    return Draft(version, pdf, text, pages_of)
