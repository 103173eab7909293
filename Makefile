# Two commands do everything: `make open` installs and opens the workbench, `make test` installs and passes the tests.
# pip of the system fills the environment, so python3-venv (ensurepip), which Debian leaves out, is not needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: open test install dev clean

open: install
	@$(BIN)/drafter

test: dev
	@$(BIN)/python -m pytest -n auto -q

install: $(VENV)/installed
dev: $(VENV)/dev

$(BIN)/python:
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "正在安装 drafter（第一次需要几分钟）……"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/dev: $(BIN)/python pyproject.toml constraints.txt
	@echo "正在安装 drafter 和测试工具……"
	@$(INSTALL) -e ".[dev]"
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV)
