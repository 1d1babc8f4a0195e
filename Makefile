# The three commands that a contributor needs. Each sets up what it needs first.
.PHONY: try test check setup

PYTHON_FILES = daemon tests .ci/build_hook.py
BIN = .venv/bin

try: setup
	@if [ -t 0 ]; then exec $(BIN)/segue try; else exec $(BIN)/python -m tests.try_in_terminal; fi

test: setup
	@.ci/test-packages
	$(BIN)/pytest -n 2 --dist worksteal

check: setup
	$(BIN)/ruff check $(PYTHON_FILES)
	$(BIN)/ruff format --check $(PYTHON_FILES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/shellcheck hooks/bash/*.bash daemon/segue/shells/questions.bash .ci/formula .ci/run .ci/setup .ci/system-packages .ci/test-packages
	@if command -v zsh >/dev/null; then for part in hooks/zsh/*.zsh daemon/segue/shells/questions.zsh; do zsh -n "$$part" || exit 1; done; \
	else echo "zsh is not installed: hooks/zsh is not checked"; fi
	@if command -v fish >/dev/null; then for part in hooks/fish/*.fish; do fish --no-execute "$$part" || exit 1; done; \
	fish_indent --check hooks/fish/*.fish; else echo "fish is not installed: hooks/fish is not checked"; fi

setup:
	@.ci/setup
