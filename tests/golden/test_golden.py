"""The seed's outputs, as they are: text, logs' public facts and what each page of the PDFs reads as."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.flow import Job, Outcome, detectors_for, open_rules, process, shipped_rules
from pipeline.model import Version
from pipeline.statement import ReleasePolicy

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "seeds" / "excomm-meeting-22.txt"
SWITCH = "DECLASS_REGENERATE"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    rules = open_rules(shipped_rules() / "default.yaml")
    policy = ReleasePolicy(dt.date(2026, 11, 24), is_permanent=rules.is_permanent)
    job = Job(rules, detectors_for(rules), policy, b"k" * 32, {"at": "2026-11-24T00:00:00+00:00", "host": "test"})
    return process(SEED.read_bytes(), name=SEED.name, record_id=SEED.stem, job=job)


def compare(name: str, text: str) -> None:
    """Compare with the golden file; with the switch on, write it first."""
    path = HERE / name
    if os.environ.get(SWITCH):
        path.write_text(text)
    assert text == path.read_text(), f"{name} changed: read the difference, then run `make golden`"


@pytest.mark.parametrize("version", list(Version))
def test_the_seeds_text_is_golden(outcome: Outcome, version: Version) -> None:
    compare(f"excomm-meeting-22.{version}.txt", outcome.releases[version].draft.text.decode())


@pytest.mark.parametrize("version", list(Version))
def test_the_seeds_pages_read_as_golden(outcome: Outcome, version: Version) -> None:
    pages = PdfReader(io.BytesIO(outcome.releases[version].draft.pdf)).pages
    compare(f"excomm-meeting-22.{version}.pages.txt", "\n----\n".join(page.extract_text() for page in pages) + "\n")


@pytest.mark.parametrize("version", list(Version))
def test_the_seeds_public_facts_are_golden(outcome: Outcome, version: Version) -> None:
    """Commitments and digests vary with key and program versions, so they are left out."""
    rows = []
    for line in outcome.logs[version].to_bytes().splitlines():
        event = json.loads(line)
        facts = {key: value for key, value in event["data"].items() if key not in {"commitment", "files", "shipped_packs", "tools"}}
        rows.append(json.dumps({"type": event["type"], **facts}, sort_keys=True))
    compare(f"excomm-meeting-22.{version}.log.txt", "\n".join(rows) + "\n")


def test_the_switch_is_off() -> None:
    assert SWITCH not in os.environ


def test_the_seed_is_the_records_own_bytes() -> None:
    data = SEED.read_bytes()
    assert len(data) == 4632
    assert b"nowcompleted" in data
    assert not data.endswith(b"\n")
