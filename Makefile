# Everything a checkout can do. Needs Python 3.11 to 3.13 with its venv module, and nothing else: what the
# project uses goes into .venv, at the versions and hashes of the lock files.
#
#   make app                   set up, open the app in the browser
#   make scan PHOTO=label.jpg  set up, read one photo (without PHOTO: a sample)
#   make test                  set up, check style, types and import directions, run the tests
#   make lock                  resolve the dependencies again after a change of pyproject.toml
#                              (make lock UPGRADE=--upgrade moves everything to its newest version)
#   make clean                 remove .venv and what the tools left behind

.PHONY: help app scan test lock clean

PYTHONS = $(PYTHON) python3.13 python3.12 python3.11 python3 python
PHOTO ?= $(firstword $(sort $(wildcard samples/pictures/*.jpg samples/pictures/*.png)))

# A stamp is named after the content it was made from, so nothing is set up twice and nothing is missed.
# The folder belongs to it: a virtual environment does not survive being moved.
KEY := $(shell { cat requirements.lock requirements-dev.lock pyproject.toml; pwd; } | cksum | cut -d' ' -f1)
APP = .venv/app-$(KEY)
DEV = .venv/dev-$(KEY)

FITS = "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
# Wheels only: building a package would run code that no hash covers.
PIP_INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check
FROM_LOCK = $(PIP_INSTALL) --require-hashes --only-binary :all: --requirement
ITSELF = $(PIP_INSTALL) --no-build-isolation --no-deps --editable .

help:
	@sed -n 's/^#   //p' Makefile

app: $(APP)
	@.venv/bin/python -m streamlit run streamlit_app.py

scan: $(APP)
	@.venv/bin/magnify scan "$(PHOTO)"

# Two processes, each with a file of tests at a time: what a file's tests share is made once.
test: $(DEV)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

$(APP):
	$(set_up)
	@$(FROM_LOCK) requirements.lock
	@$(ITSELF)
	@touch $@

# The development lock holds all of the other one, at the same versions.
$(DEV):
	$(set_up)
	@$(FROM_LOCK) requirements-dev.lock
	@$(ITSELF)
	@touch $(APP) $@

define set_up
@echo 'Setting up in .venv: this takes about a minute and 1 GB, once.'
@{ .venv/bin/python -c $(FITS) && .venv/bin/python -m pip --version; } >/dev/null 2>&1 || { \
	for python in $(PYTHONS); do \
		if $$python -c $(FITS) 2>/dev/null; then exec $$python -m venv --clear .venv; fi; \
	done; \
	echo 'Magnify needs Python 3.11, 3.12 or 3.13 with its venv module, and none was found.' >&2; \
	echo 'Debian and Ubuntu keep the module in the package python3-venv. Python elsewhere:' >&2; \
	echo '  make $(or $(MAKECMDGOALS),app) PYTHON=/path/to/python3.12' >&2; \
	exit 1; }
endef

# The build backend and uv have no group in pyproject.toml; they are locked along with the rest.
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' pyproject.toml -

lock: $(DEV)
	echo 'setuptools>=77' | $(COMPILE) --output-file requirements.lock
	printf 'setuptools>=77\nuv\n' | $(COMPILE) --group dev --group samples --group browser --constraint requirements.lock \
		--output-file requirements-dev.lock
	@! grep -nE '://|file:|^-|^ *[^ ]+ @ ' requirements.lock requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
