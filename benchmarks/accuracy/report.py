"""What is printed: rows of figures, and lists of the worst."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from benchmarks.accuracy.people import Reading, Tally

__all__ = ["Row", "people_row", "show", "worst_people"]

_WORST_VOLUMES, _WORST_WORDS = 5, 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line: which set (and half), which engine, its figures by name, and with --worst what went wrong most."""

    set: str
    engine: str
    figures: Mapping[str, float]
    worst: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def people_row(name: str, engine: str, by_volume: Mapping[str, Tally], *, worst: bool) -> Row:
    """Return the line of persons over all volumes."""
    total = Tally()
    for each in by_volume.values():
        total.add(each)
    figures = {
        "recall": total.recall,
        "readable": total.readable.total(),
        "names": total.names,
        "lost": total.lost_share,
        "lost words": total.lost.total(),
        "other words": total.words,
        "lost, nothing excused": total.lost_unexcused,
        **{f"covered but excused: {reading}": total.excused[reading] for reading in Reading},
        **{f"excused, covered or not: {reading}": total.excused_words[reading] for reading in Reading},
    }
    return Row(name, engine, figures, worst_people(total, by_volume) if worst else {})


def worst_people(total: Tally, by_volume: Mapping[str, Tally]) -> dict[str, dict[str, float]]:
    """Return the five volumes with the least recall and those with the most lost, and the forty most frequent names and words."""
    least = sorted(by_volume, key=lambda volume: by_volume[volume].recall)[:_WORST_VOLUMES]
    most = sorted(by_volume, key=lambda volume: -by_volume[volume].lost_share)[:_WORST_VOLUMES]
    return {
        "volumes, recall": {volume: by_volume[volume].recall for volume in least},
        "volumes, lost": {volume: by_volume[volume].lost_share for volume in most},
        "readable": dict(total.readable.most_common(_WORST_WORDS)),
        "lost words": dict(total.lost.most_common(_WORST_WORDS)),
    }


def _figure(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"


def show(rows: Iterable[Row], *, as_json: bool) -> None:
    """Print the rows as they come."""
    for row in rows:
        if as_json:
            print(json.dumps(asdict(row)), flush=True)
            continue
        print(f"{row.set}: {row.engine}", flush=True)
        for name, value in row.figures.items():
            print(f"  {name:<52}{_figure(value):>12}")
        for title, entries in row.worst.items():
            print(f"  {title}: " + ", ".join(f"{name} {_figure(value)}" for name, value in entries.items()), flush=True)
