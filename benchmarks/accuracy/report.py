"""What is printed: rows of figures, and lists of the worst."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from benchmarks.accuracy.people import Reading, Tally
from benchmarks.accuracy.spans import Direct, Score

__all__ = ["Row", "direct_row", "false_row", "people_row", "score_row", "show"]

_WORST_VOLUMES, _WORST_WORDS = 5, 40
_SMALL = 10.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line: which set, which engine, its figures by name, and with --worst what went wrong most often."""

    set: str
    engine: str
    figures: Mapping[str, float]
    worst: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def people_row(name: str, engine: str, by_volume: Mapping[str, Tally], *, worst: bool) -> Row:
    """Return the line of persons over all volumes."""
    total = Tally()
    for each in by_volume.values():
        total.add(each)
    excused = {"and covered": total.excused, "in all": total.excused_words}
    figures = {
        "recall": total.recall,
        "readable": total.readable.total(),
        "names": total.names,
        "lost": total.lost_share,
        "lost words": total.lost.total(),
        "other words": total.words,
        "lost, nothing excused": total.lost_unexcused,
        **{f"excused {kind}, {reading}": counts[reading] for reading in Reading for kind, counts in excused.items()},
    }
    return Row(name, engine, figures, _worst_people(total, by_volume) if worst else {})


def _worst_people(total: Tally, by_volume: Mapping[str, Tally]) -> dict[str, dict[str, float]]:
    """Return the five volumes with the least recall and those with the most lost, and the forty most frequent names and words."""
    least = sorted(by_volume, key=lambda volume: by_volume[volume].recall)[:_WORST_VOLUMES]
    most = sorted(by_volume, key=lambda volume: -by_volume[volume].lost_share)[:_WORST_VOLUMES]
    return {
        "volumes, recall": {volume: by_volume[volume].recall for volume in least},
        "volumes, lost": {volume: by_volume[volume].lost_share for volume in most},
        "readable": _most(total.readable),
        "lost words": _most(total.lost),
    }


def score_row(name: str, engine: str, score: Score) -> Row:
    """Return the line of one type of tag, or of several together."""
    figures = {
        "tags": score.tags,
        "precision": score.precision,
        "recall": score.recall,
        "F1": score.f1,
        "covered in full": score.full,
        "F1, covered in full": score.f1_full,
        "F1, exact bounds": score.f1_strict,
    }
    return Row(name, engine, figures)


def direct_row(engine: str, counts: Direct, *, worst: bool) -> Row:
    """Return the line of direct identifiers, all and by type."""
    figures: dict[str, float] = {
        "recall": counts.recall,
        "recall, mentions": counts.mention_recall,
        "entities": counts.entities.total(),
        "mentions": counts.mentions.total(),
    }
    for kind, count in counts.entities.most_common():
        figures |= {f"recall, {kind}": counts.masked[kind] / count, f"entities, {kind}": count}
    return Row("tab, direct identifiers", engine, figures, {"readable": _most(counts.readable)} if worst else {})


def false_row(engine: str, found: Counter[str], in_twenty_pages: float, *, worst: bool) -> Row:
    """Return the line of false identifiers in prose; with ``worst`` each of them."""
    figures = {"false identifiers": found.total(), "in 20 pages": in_twenty_pages}
    return Row("false identifiers, frus", engine, figures, {"found": dict(found.most_common())} if worst else {})


def _most(counts: Counter[str]) -> dict[str, float]:
    return dict(counts.most_common(_WORST_WORDS))


def _figure(value: float) -> str:
    """Return a count with its thousands, a share with three places, a rate without any."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}" if value < _SMALL else f"{value:,.0f}"


def _list(figures: Mapping[str, float]) -> str:
    return "; ".join(f"{name} {_figure(value)}" for name, value in figures.items())


def show(rows: Iterable[Row], *, as_json: bool) -> None:
    """Print the rows as they come."""
    for row in rows:
        if as_json:
            print(json.dumps(asdict(row)), flush=True)
        else:
            print(f"{row.set}: {row.engine}: {_list(row.figures)}", flush=True)
            for title, entries in row.worst.items():
                print(f"    {title}: {_list(entries)}", flush=True)
