# Every target is an npm script as well; make only installs first what is missing.
.PHONY: help setup run run-fresh test check bench sim build

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

# Newer than the lockfile means: installed from it.
node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

setup: node_modules/.package-lock.json ## install, and enable the hooks before commit and push
	npm run setup

run: node_modules/.package-lock.json ## start everything on http://localhost:8000
	npm start

run-fresh: node_modules/.package-lock.json ## the same, from an empty data folder
	rm -rf .lcm
	npm start

test: node_modules/.package-lock.json ## all tests
	npm test

check: node_modules/.package-lock.json ## format, lint, types, boundaries, dead code, duplicates, secrets, tests
	npm run check

bench: node_modules/.package-lock.json ## figures, with what is aimed at
	npm run bench

sim: node_modules/.package-lock.json ## the deterministic simulation
	npm run sim

build: node_modules/.package-lock.json ## build the screens
	npm run build
