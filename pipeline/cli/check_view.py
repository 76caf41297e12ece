"""What ``declass check`` shows of its report: a line a finding with what to do, or JSON; places and counts only."""

from __future__ import annotations

from itertools import groupby

from pipeline.errors import printable
from pipeline.verify.check import Finding, Kind, Report, Unjudged

__all__ = ["report_json", "report_lines"]

_REDACT = "take the text itself out, or release a picture of the page"
_LOOK = "look at it and take out what must not go"
_DO = {
    Kind.SOUGHT: "redact again; do not release this file",
    Kind.SCAN_TEXT: "check that it says nothing that is blacked out in the picture",
    Kind.BLACKED_SCAN: "take the text layer out, or its words there",
    Kind.REVISION: "print it to a new PDF: saving in place keeps what was replaced",
    Kind.REVISIONS: "print it to a new PDF if what changed must not be seen",
    Kind.ORPHAN: "print it to a new PDF",
    Kind.UNUSED: "print it to a new PDF",
    Kind.MARK: "nothing, if that is all that the box should hide",
    Kind.RESIDUE: "embed the fonts anew if missing letters could tell what was cut",
    Kind.LAYERS: "make sure that none holds what must not go, on or off",
}


def report_json(name: str, report: Report) -> dict[str, object]:
    """Return the report as one JSON object."""
    findings = [
        {"kind": each.kind.value, "page": each.page, "place": each.place, "count": each.count, "leak": each.is_leak}
        for each in report.findings
    ]
    return {
        "file": name,
        "ok": report.ok,
        "findings": findings,
        "not_judged": [{"what": each.what, "page": each.page} for each in report.not_judged],
    }


def report_lines(name: str, report: Report) -> list[str]:
    """Return the report for people: leaks, what is told, what was not judged, and the sum."""
    leaks = [each for each in report.findings if each.is_leak]
    told = [each for each in report.findings if not each.is_leak]
    lines = [f"LEAK  {_finding(each)}" for each in leaks] + [f"told  {_finding(each)}" for each in told]
    lines += [f"not judged  {line}" for line in _unjudged(report.not_judged)]
    return [*lines, f"{printable(name)}: {_sum(len(leaks), len(told), report)}"]


def _finding(finding: Finding) -> str:
    where = f"page {finding.page}, {finding.place}" if finding.page else finding.place
    return f"{where}: {finding.kind.value} ({finding.count}); {_DO.get(finding.kind, _REDACT if finding.is_leak else _LOOK)}"


def _unjudged(rows: tuple[Unjudged, ...]) -> list[str]:
    """Return one line a thing, with all its pages."""
    ordered = sorted(rows, key=lambda each: (each.what, each.page or 0))
    lines = []
    for what, group in groupby(ordered, key=lambda each: each.what):
        pages = [str(each.page) for each in group if each.page]
        lines.append(f"page{'s' if len(pages) > 1 else ''} {', '.join(pages)}: {what}" if pages else what)
    return lines


def _sum(leaks: int, told: int, report: Report) -> str:
    found = f"{leaks} leak{'s' if leaks != 1 else ''} found" if leaks else "no leak found"
    rest = "; what was not judged may still be one" if report.not_judged else ""
    return f"{found}, {told} more told{rest}"
