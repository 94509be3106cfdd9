# make demo, make test: install what is missing, build, run.
# TRAITS=none builds without OpenBLAS and touches no system package.

SHELL := /bin/bash

# The models are small; threads inside OpenBLAS would only slow them down.
export OPENBLAS_NUM_THREADS ?= 1

sources := $(wildcard Package.swift Sources Tests Examples Benchmarks Docs)
portable := --disable-default-traits --scratch-path

# $(call flags,FOLDER) sets $$flags for the package in FOLDER.
define flags
if [ "$(TRAITS)" = none ] || ! Scripts/setup.sh; then \
  flags="$(portable) $(1)/.build-portable"; else flags=; fi
endef

.PHONY: demo test lint format docs-check validation validation-check

# Debug, because that is what builds in the least time.
demo:
	@$(call flags,Examples/dta); \
	swift run --package-path Examples/dta $$flags \
	  dta fit Examples/dta/Data/auditc.csv --prevalence 0.2

test:
	@$(call flags,.); swift test --disable-xctest $$flags

lint:
	swift format lint --strict --recursive --parallel $(sources)

format:
	swift format --in-place --recursive --parallel $(sources)

# Compiles and runs the Swift code in the documentation.
docs-check:
	@$(call flags,.build-snippets); Scripts/check-snippets.sh $$flags

# $(call validate,FILE) writes the comparison with other programs to FILE.
define validate
$(call flags,Benchmarks); \
swift build -c release --package-path Benchmarks $$flags \
  --product validation >&2 && \
swift run -c release --package-path Benchmarks $$flags --skip-build \
  validation >$(1)
endef

validation:
	@mkdir -p Docs; new=$$(mktemp); trap 'rm -f "$$new"' EXIT; \
	$(call validate,"$$new") && cat "$$new" >Docs/Validation.md

# Fails if Docs/Validation.md is not what `make validation` would write.
validation-check:
	@new=$$(mktemp); trap 'rm -f "$$new"' EXIT; \
	$(call validate,"$$new") && diff -u Docs/Validation.md "$$new"
