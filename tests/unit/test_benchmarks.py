"""The benchmarks run, and measure what they say: records that differ page by page, costs of whole commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import excision, speed
from benchmarks.corpus import short_records, typed_record
from benchmarks.drawn import TERMS, composite_pdf, simple_pdf
from pipeline.ingest import ingest, read_text, readers_for
from pipeline.model import Certainty

ONE_EACH = ["--pages", "1", "--records", "1", "--rounds", "1", "--growth"]


def test_the_typed_record_has_its_pages_its_date_and_no_page_twice() -> None:
    record = ingest(typed_record(30).encode(), name="typed.txt", readers={"text/plain": read_text})
    pages = [record.text[page.span.start : page.span.end] for page in record.pages if page.span]
    assert len(pages) == len(set(pages)) == 30
    assert record.date is not None
    assert record.date.certainty is Certainty.HEADING
    assert 2_000 < len(record.text) / 30 < 4_000


def test_records_are_the_same_every_time_and_differ_from_each_other() -> None:
    assert typed_record(3) == typed_record(3)
    assert short_records(5) == short_records(5)
    assert len(set(short_records(40))) == 40


def test_a_command_costs_time_and_memory_and_its_failure_is_no_figure() -> None:
    cost = speed._run([sys.executable, "-c", "bytearray(64 * 2**20)"])
    assert cost.peak > 64
    assert cost.wall > 0 < cost.cpu
    with pytest.raises(RuntimeError, match="exit code 3"):
        speed._run([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_row_is_the_median_of_its_rounds_beside_the_peers() -> None:
    rounds = [speed.Cost(4.0, 3.0, 90.0), speed.Cost(2.0, 2.0, 100.0), speed.Cost(3.0, 2.5, 80.0)]
    row = speed._row("record", 30, rounds, 6.0)
    assert (row.wall, row.spread, row.cpu, row.peak, row.pages_a_second, row.to_peer) == (3.0, 2.0, 2.5, 100.0, 10.0, 2.0)
    assert speed._row("record", 30, rounds, None).to_peer is None


@pytest.mark.benchmark
def test_the_whole_benchmark_runs_without_the_peer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(speed, "_PEER", speed._HERE / "nothing-here")
    assert speed.main([*ONE_EACH, "--json"]) == 0
    told = capsys.readouterr()
    rows = json.loads(told.out)
    assert [row["what"] for row in rows] == ["1-page record, declass", "1 short records, --jobs 1", "1 short records, --jobs 2"]
    assert all(row["to_peer"] is None and row["pages_a_second"] > 0 for row in rows)
    assert "the peer is not installed" in told.err


@pytest.mark.benchmark
def test_the_peer_is_measured_in_the_same_run(capsys: pytest.CaptureFixture[str]) -> None:
    if not speed._PEER.exists():
        pytest.skip("the peer (PyMuPDF) is not installed; `make benchmark` installs it")
    assert speed.main(ONE_EACH) == 0
    table = capsys.readouterr().out
    assert table.count(", peer") == 2


@pytest.mark.parametrize("draw", [simple_pdf, composite_pdf])
def test_each_drawn_page_names_each_term_once_and_none_is_left_when_it_is_excised(draw: Callable[[int], bytes], tmp_path: Path) -> None:
    file = tmp_path / "drawn.pdf"
    file.write_bytes(draw(2))
    assert file.read_bytes() == draw(2)
    record = ingest(file.read_bytes(), name=file.name, readers=readers_for())
    pages = [record.text[page.span.start : page.span.end] for page in record.pages if page.span]
    assert [[page.count(term) for term in TERMS] for page in pages] == [[1, 1, 1]] * 2
    cost = excision._excise(file, is_verified=True)
    assert 0 < cost.excised < cost.verified
