"""The command as a user runs it: the same bytes everywhere, young and undated records, what is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "excomm-meeting-22.txt"
PUBLIC = {
    "manifest.json",
    "redacted.audit.jsonl",
    "redacted.pdf",
    "redacted.txt",
    "released.audit.jsonl",
    "released.pdf",
    "released.txt",
}
RULES = (
    "format: 1\ndefault: release\nrules:\n"
    "  - {id: x, match: {terms: [walrus]}, action: redact, authority: [1.4(c)], rationale: A ground.}\n"
)


def declass(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own."""
    command = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())", *map(str, args)]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def public(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_runs_with_one_key_give_the_same_bytes_whatever_the_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    key = tmp_path / "case.key"
    key.write_bytes(bytes(range(32)))
    common = ("run", SEED, "--case-key", key, "--as-of", "2026-11-24", "--case", "MDR 1")
    zones = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"}
    first = declass(*common, "--out", tmp_path / "one", cwd=tmp_path)
    second = declass(*common, "--out", tmp_path / "two", cwd=tmp_path, **zones)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    one, two = public(tmp_path / "one" / SEED.stem), public(tmp_path / "two" / SEED.stem)
    assert set(one) == PUBLIC
    assert one == two


def test_another_key_changes_commitments_and_nothing_else(tmp_path: Path) -> None:
    for name in ("one", "two"):
        key = tmp_path / f"{name}.key"
        key.write_bytes(name.encode() * 16)
        done = declass("run", SEED, "--case-key", key, "--as-of", "2026-11-24", "--out", tmp_path / name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    one, two = public(tmp_path / "one" / SEED.stem), public(tmp_path / "two" / SEED.stem)
    assert {name for name in PUBLIC if one[name] != two[name]} == {"manifest.json", "redacted.audit.jsonl"}


@pytest.mark.parametrize(
    ("text", "options", "verdict"),
    [
        ("SECRET\n\nMemorandum\nNovember 7, 2015\n\nThe weather was bad.\n\nSECRET\n", (), "withheld-in-full"),
        ("Memorandum\n\nThe weather was bad.\n", (), "withheld-in-full"),
        ("Memorandum\n\nThe weather was bad.\n", ("--status", "unclassified"), "released-in-full"),
        ("Memorandum\n\nThe weather was bad.\n", ("--record-date", "1962-11-07"), "released-in-full"),
    ],
)
def test_what_the_law_has_not_released_is_referred_whole(tmp_path: Path, text: str, options: tuple[str, ...], verdict: str) -> None:
    (tmp_path / "memo.txt").write_text(text)
    (tmp_path / "rules.yaml").write_text(RULES)
    done = declass("run", "memo.txt", "--rules", "rules.yaml", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "output" / "memo" / "manifest.json").read_text())
    for version in manifest["versions"].values():
        assert version["verdict"] == verdict
        assert version["referred"] == (1 if verdict == "withheld-in-full" else 0)
        assert version["withheld"] == 0
    released = (tmp_path / "output" / "memo" / "released.txt").read_text()
    assert ("weather" in released) is (verdict == "released-in-full")


@pytest.mark.parametrize(
    ("head", "is_withheld"), [("", True), ("release: {identifiers: true}\n", True), ("release: {identifiers: false}\n", False)]
)
def test_a_record_released_in_full_holds_no_identifier_unless_the_rule_set_says_so(tmp_path: Path, head: str, is_withheld: bool) -> None:
    (tmp_path / "memo.txt").write_text("Memorandum\nNovember 7, 1962\n\nThe clerk, SSN 536-22-1457, was paid. The weather was bad.\n")
    (tmp_path / "rules.yaml").write_text(RULES.replace("rules:", f"{head}rules:"))
    done = declass("run", "memo.txt", "--rules", "rules.yaml", "--status", "unclassified", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name, data in public(tmp_path / "output" / "memo").items():
        assert b"536-22-1457" not in data or not is_withheld, name
    for version in ("redacted", "released"):
        text = (tmp_path / "output" / "memo" / f"{version}.txt").read_text()
        assert ("536-22-1457" not in text, "[withheld: (b)(6)" in text, "weather" in text) == (is_withheld, is_withheld, True)
    assert ("the rule set takes out the rules on identifiers" in done.stdout + done.stderr) is not is_withheld
    log = (tmp_path / "output" / "internal" / "memo" / "audit.jsonl").read_text()
    assert f'"identifiers":{str(is_withheld).lower()}' in log.replace(" ", "")


def test_the_manifest_holds_what_is_promised(tmp_path: Path) -> None:
    done = declass("run", SEED, "--as-of", "2026-11-24", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "output" / SEED.stem / "manifest.json").read_text())
    assert set(manifest) == {"record", "case", "as_of", "tools", "versions"}
    assert (manifest["record"], manifest["case"], manifest["as_of"]) == (SEED.stem, None, "2026-11-24")
    assert manifest["versions"]["released"]["verdict"] == "released-in-full"
    assert manifest["versions"]["released"]["codes"] == []
    redacted = manifest["versions"]["redacted"]
    assert redacted["verdict"] == "released-in-part"
    assert set(redacted["codes"]) <= {"1.4(a)", "1.4(b)", "1.4(c)", "1.4(d)", "1.4(g)"}
    assert set(redacted["files"]) == {"redacted.pdf", "redacted.txt", "redacted.audit.jsonl"}
