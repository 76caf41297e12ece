"""``declass rules coverage``: what each rule finds and holds in many records."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence

from pipeline.cli.common import say, show
from pipeline.cli.explain import setting_of
from pipeline.coverage import Coverage, RecordCoverage, RuleCoverage, cover, shares, sum_up
from pipeline.errors import EXIT_DONE, EXIT_UNFORESEEN, InputError, printable
from pipeline.model import Version
from pipeline.rulebook import is_of_every_run
from pipeline.rules import shown_width
from pipeline.trial import Setting

__all__ = ["cover_records"]

_HIGHEST = 10  # records that are named
_FATES = ("withheld", "referred")
_GAP = "  "


def cover_records(args: argparse.Namespace) -> int:
    """Tell what the rules do to the records that were named; refused if none of them could be read."""
    setting = setting_of(args)
    ended = cover(args.files, setting, jobs=args.jobs)
    if ended.is_stopped:
        say("stopped before all records were read, so nothing is told of them; run it again")
        return EXIT_UNFORESEEN
    found = sum_up(setting.rules, ended.outcomes)
    if args.json:
        show(json.dumps(_json(found, setting), ensure_ascii=False, sort_keys=True))
    else:
        show("\n".join(map(printable, _told(found, setting))))
    if ended.passed_over:
        say(f"passed over: {', '.join(ended.passed_over)}")
    return EXIT_DONE if found.records else InputError.exit_code


def _told(found: Coverage, setting: Setting) -> Iterator[str]:
    law = sum(map(_is_of_law, found.rules))
    yield (
        f"{_counted(len(found.records), 'record')} read, {len(found.refused)} refused; {_counted(found.words, 'word')}; "
        f"{_counted(len(found.rules) - law, 'rule')} of {setting.rules.files[0].name}, {law} of every run"
    )
    if found.records:
        yield "The words of a rule are those that it withholds or refers, alone or with other rules."
        yield ""
        yield from _by_rule(found)
        yield ""
        yield from _by_record(found)
        yield ""
        yield from _highest(found)
    if found.refused:
        yield ""
        yield "Refused"
        yield from (f"  {each.shown}: {each.why}" for each in found.refused)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{share:.1%}".replace("%", " %")


def _laid_out(rows: Sequence[Sequence[str]], numbers: range) -> list[str]:
    """Return rows as lines; the columns of ``numbers`` stand right."""
    widths = [max(shown_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        _GAP.join(
            " " * (width - shown_width(cell)) + cell if column in numbers else cell + " " * (width - shown_width(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _by_rule(found: Coverage) -> list[str]:
    """Return the rules, those that hold most first; rules that hold alike stay in their order.

    A rule of every run that found nothing is nobody's to mend, and left out.
    """
    head = ["rule", "records", "findings", *(f"words, {version.value}" for version in Version), ""]
    rows = [head]
    shown = [each for each in found.rules if each.findings or not _is_of_law(each)]
    for each in sorted(shown, key=_most):
        counts = (each.records, each.findings, *each.held.values())
        rows.append([each.rule.id, *(f"{count:,}" for count in counts), " ".join(each.flags)])
    return _laid_out(rows, range(1, len(head) - 1))


def _is_of_law(each: RuleCoverage) -> bool:
    """Tell whether a rule is one that every run has, whatever the rule set."""
    return is_of_every_run(each.rule)


def _most(each: RuleCoverage) -> tuple[int, int]:
    return -max(each.held.values()), -each.findings


def _by_record(found: Coverage) -> list[str]:
    rows = [["Share of a record's words", "lowest", "median", "highest"]]
    for version in Version:
        for is_withheld in (True, False):
            label = f"{version.value} version, {'withheld' if is_withheld else 'referred'}"
            rows.append([label, *map(_percent, shares(found, version, is_withheld=is_withheld))])
    return _laid_out(rows, range(1, len(rows[0])))


def _highest(found: Coverage) -> list[str]:
    """Return the records of which most is held, with their shares in both versions."""
    above = ["", "", *(cell for version in Version for cell in (version.value, ""))]
    rows = [above, ["The records of which most is held", "words", *(_FATES * len(Version))]]
    rows += [[each.shown, f"{each.words:,}", *map(_percent, _shares_of(each))] for each in found.highest(_HIGHEST)]
    return _laid_out(rows, range(1, len(rows[0])))


def _shares_of(each: RecordCoverage) -> Iterator[float]:
    return (each.share(version, is_withheld=is_withheld) for version in Version for is_withheld in (True, False))


# --- for programs ---


def _json(found: Coverage, setting: Setting) -> dict[str, object]:
    return {
        "as_of": setting.as_of.isoformat(),
        "words": found.words,
        "rules": [_rule_json(each) for each in found.rules],
        "records": [
            {
                "file": each.shown,
                "words": each.words,
                **{version.value: {"withheld": each.withheld[version], "referred": each.referred[version]} for version in Version},
            }
            for each in found.records
        ],
        "shares": {
            version.value: {word: _share_json(found, version, is_withheld=word == "withheld") for word in _FATES} for version in Version
        },
        "refused": [{"file": each.shown, "why": each.why} for each in found.refused],
    }


def _share_json(found: Coverage, version: Version, *, is_withheld: bool) -> dict[str, float]:
    return dict(
        zip(("lowest", "median", "highest"), (round(each, 4) for each in shares(found, version, is_withheld=is_withheld)), strict=True)
    )


def _rule_json(each: RuleCoverage) -> dict[str, object]:
    return {
        "id": each.rule.id,
        "place": each.rule.place,
        "action": each.rule.action.name.lower(),
        "records": each.records,
        "findings": each.findings,
        "held": {version.value: each.held[version] for version in Version},
        "flags": list(each.flags),
    }
