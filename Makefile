# Works with GNU make 3.81 (macOS) and newer. `make` alone lists what there is.

# Tried in this order; the first that runs and is new enough makes .venv.
PYTHON = python3.13 python3.12 python3.11 python3
SERVE  = 1

# Tests start programs by the hundred: they are compiled once, also where nobody keeps bytecode.
export PYTHONDONTWRITEBYTECODE =

BIN = .venv/bin
PIP = $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check

.PHONY: help demo test check fix golden lock app bench browser migration texts
.DEFAULT_GOAL := help

help: ## 列出可用的命令
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /	/'

demo: .venv/.installed ## 演示：启动示例网站，采集、核查、评分、排名，打开看板；SERVE=0 到排名为止
	@$(BIN)/gkc demo $(if $(filter 0,$(SERVE)),--no-serve)

app: .venv/.installed ## 打开看板
	@$(BIN)/gkc serve

test: .venv/.installed-dev browser ## 安装测试所需的一切，然后运行 check
	@$(MAKE) --no-print-directory check

check: .venv/.installed-dev ## 格式、静态检查、类型、测试，顺序与 CI 相同
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/pytest --quiet --numprocesses auto --dist loadfile --no-loadscope-reorder

fix: .venv/.installed-dev ## 整理格式，改正能自动改正的问题
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

golden: .venv/.installed-dev ## 重写 tests/golden，然后逐行看差异
	@$(BIN)/pytest --quiet --update-golden
	@git diff --stat -- tests/golden

bench: .venv/.installed ## 与其他采集器对比测速，约 15 分钟；结果写进 docs/performance.md
	@test -x var/benchmarks/venv/bin/pip || $(BIN)/python -m venv var/benchmarks/venv
	@var/benchmarks/venv/bin/pip install --quiet --require-hashes -r benchmarks/requirements.txt
	@$(BIN)/python -m benchmarks.crawl

migration: .venv/.installed-dev ## 改过 data/tables.py 之后，写出数据库升级的一步：make migration NAME=用途（英文）
	@$(BIN)/python -m data.migrations "$(NAME)"
	@$(BIN)/ruff format --quiet data/migrations/versions

texts: .venv/.installed-dev ## 收集界面文字到 dashboard/locale 的目录，并编译英文
	@$(BIN)/python -m dashboard.locale

# Add a library to requirements.in (or -dev.in) with the reason, run this, commit both files.
# LOCK=--upgrade takes newer versions of everything.
lock: .venv/.installed-dev ## 由 requirements*.in 重新生成带哈希的 requirements*.txt
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --constraints requirements.txt \
	  --output-file requirements-dev.txt

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' $(LOCK)

# --- installation -------------------------------------------------------------------------------

# pip comes last into a new .venv, so a .venv that was cut off has none and is made again.
$(BIN)/pip:
	@py=; for candidate in $(PYTHON); do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    py=$$candidate; break; \
	  fi; \
	done; \
	if [ -z "$$py" ]; then \
	  echo '没有找到 Python 3.11 或更新的版本（试过 $(PYTHON)）；安装后可用 make PYTHON=python3.12 指定' >&2; \
	  exit 1; \
	fi; \
	if ! $$py -c 'import ensurepip' >/dev/null 2>&1; then \
	  $(call apt,python3-venv) || { \
	    echo '这个 Python 不能建虚拟环境；请先安装：sudo apt-get install python3-venv' >&2; exit 1; \
	  }; \
	fi; \
	$$py -m venv .venv

.venv/.installed: requirements.txt requirements.in pyproject.toml | $(BIN)/pip
	@echo '正在安装所需的库，第一次需要几分钟……'
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo '正在安装测试工具……'
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# Elsewhere the tests that need a browser say why they do not run.
browser:
	@$(call have,chromium fonts-noto-cjk) || $(call apt,chromium fonts-noto-cjk) || \
	  echo '没有装上 Chromium，需要浏览器的测试不会运行' >&2
	@$(call have,chromium-headless-shell) || $(call apt,chromium-headless-shell) || true

# Nothing to be done: not root, not Debian, or the packages are there.
have = { [ "$$(id -u)" != 0 ] || ! command -v dpkg >/dev/null 2>&1 || \
	dpkg -s $(1) >/dev/null 2>&1; }

# As root on Debian: install packages quietly, show what was said only when it fails.
apt = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
	echo '正在用 apt 安装 $(1)……' && said=$$(mktemp) && \
	{ { apt-get update && DEBIAN_FRONTEND=noninteractive \
	  apt-get install --yes --no-install-recommends $(1); } >"$$said" 2>&1 || \
	  { cat "$$said" >&2; false; }; }; }
