# Two commands: `make demo` shows the main job, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test clean golden benchmark

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable '.[test,ner]'
	touch $@

demo: $(VENV)/installed
	$(BIN)/declass run seeds/excomm-meeting-22.txt --out output --replace
	@echo
	@echo "For release:      output/excomm-meeting-22/   (PDF, text and audit log of both versions, manifest)"
	@echo "Never for release: output/internal/excomm-meeting-22/"

test: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

golden: $(VENV)/installed-test
	DECLASS_REGENERATE=1 $(BIN)/python -m pytest tests/golden || true
	git --no-pager diff --stat tests/golden

benchmarks/.venv/installed: benchmarks/requirements.txt
	$(PYTHON) -m venv benchmarks/.venv
	benchmarks/.venv/bin/python -m pip install --quiet --requirement benchmarks/requirements.txt
	touch $@

benchmark: $(VENV)/installed benchmarks/.venv/installed
	$(BIN)/python -m benchmarks.markings
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.terms
	$(BIN)/python -m benchmarks.widths
	$(BIN)/python -m benchmarks.excision
	test ! -d "$${DECLASS_DATA:-../shared/data}" || $(BIN)/python -m benchmarks.accuracy

clean:
	rm -rf $(VENV) benchmarks/.venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
